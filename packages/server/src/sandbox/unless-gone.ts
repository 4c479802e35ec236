// Reading of a process that may end at any moment: then there is nothing to read, which is no error.

/** Null when the process is gone. */
export function unlessGone<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ESRCH') return null;
    throw error;
  }
}
