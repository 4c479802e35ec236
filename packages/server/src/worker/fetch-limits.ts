// How long an origin may take, for inputs and stored files alike.

export const fetchLimits = {
  totalTimeoutMs: 3_600_000,
  /** Slower than this over a whole window is a stall. */
  minBytesPerSecond: 1024,
  stallWindowMs: 30_000,
} as const;
