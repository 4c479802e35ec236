// How long an origin may take, for inputs and stored files alike.

export interface FetchLimits {
  readonly totalTimeoutMs: number;
  /** Slower than this over a whole window is a stall. */
  readonly minBytesPerSecond: number;
  readonly stallWindowMs: number;
}

export const fetchLimits: FetchLimits = {
  totalTimeoutMs: 3_600_000,
  minBytesPerSecond: 1024,
  stallWindowMs: 20_000,
};
