// Numbers of bytes as sentences for people have them.

/** Exact while it is short, then in mebibytes. */
export function sayBytes(bytes: number): string {
  return bytes < 1_048_576 ? `${bytes} bytes` : `${Math.round((bytes / 1_048_576) * 10) / 10} MiB`;
}
