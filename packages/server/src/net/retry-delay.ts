// How long to wait before asking an origin again.

/** Doubles from `baseMs` up to 32 times that; `random` in [0, 1) spreads the upper half. */
export function backOffMs(failedTries: number, baseMs: number, random: number): number {
  const fullMs = baseMs * 2 ** Math.min(Math.max(failedTries - 1, 0), 5);
  return fullMs / 2 + (fullMs / 2) * random;
}

/** `Retry-After` in seconds or as a date (RFC 9110, 10.2.3); null when it is absent or makes no sense. */
export function parseRetryAfterMs(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  if (!/^[A-Za-z]{3},? /.test(text)) return null;
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs);
}
