// What one command may leave behind, whoever asks and wherever it runs.

/** With the members of series and packages. */
export const maxStoredFiles = 10_000;
/** Bytes of FFmpeg's log that are kept: its head and its tail. */
export const maxLogBytes = 1_048_576;
/** Of all threads together: 16 processors for six hours. */
export const maxCpuSeconds = 345_600;
/** Encoders on 64-core machines start a few hundred. */
export const maxThreads = 2048;
