// What one command may leave behind, whoever asks and wherever it runs.

/** With the members of series and packages. */
export const maxStoredFiles = 10_000;
/** Bytes of FFmpeg's log that are kept: its head and its tail. */
export const maxLogBytes = 1_048_576;
