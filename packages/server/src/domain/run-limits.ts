// What one command may leave behind, whoever asks and wherever it runs.

/** Bytes of FFmpeg's log that are kept: its head and its tail. */
export const maxLogBytes = 1_048_576;
