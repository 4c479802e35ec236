// What one process holds of an account's minute: slices of the shared budget, taken ahead of need and spent in memory.

export const rateWindowSeconds = 60;

/**
 * One percent of the limit: a process that stops being asked strands at most that much, and 100 grants a minute are
 * nothing to the database.
 */
export function sliceOf(limit: number): number {
  return Math.ceil(limit / 100);
}

/** What the shared budget answered to an ask. */
export interface Grant {
  /** Names the window; tokens of another are void. */
  readonly window: string;
  readonly granted: number;
  /** What nobody has been granted yet. */
  readonly ungranted: number;
  /** `now` of the asking process at which the window ends: counted from before it asked, so never too late. */
  readonly endsAtMs: number;
}

/** A process's hold on one window. */
export interface Holding {
  readonly limit: number;
  readonly window: string;
  readonly tokens: number;
  readonly ungranted: number;
  readonly endsAtMs: number;
}

/** The holding after a grant; tokens of an earlier window, or of another limit, are dropped. */
export function addGrant(holding: Holding | null, limit: number, grant: Grant): Holding {
  const isSame = holding !== null && holding.window === grant.window && holding.limit === limit;
  return { limit, ...grant, tokens: (isSame ? holding.tokens : 0) + grant.granted };
}

/** Null when it is of no use any more: its window is over, or the limit has changed. */
export function stillGood(holding: Holding | null, limit: number, nowMs: number): Holding | null {
  return holding !== null && holding.limit === limit && nowMs < holding.endsAtMs ? holding : null;
}

/** Whether to ask for more before the tokens are gone. */
export function isLow(holding: Holding): boolean {
  return holding.ungranted > 0 && holding.tokens < sliceOf(holding.limit) / 2;
}

/** Whether the whole window is spent, as far as this process can know without asking. */
export function isSpent(holding: Holding): boolean {
  return holding.tokens === 0 && holding.ungranted === 0;
}

/** What a caller is told of its budget, and whether the request may pass. */
export interface RateVerdict {
  readonly isAllowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** Whole seconds until the next window, at least 1. */
  readonly resetSeconds: number;
}

export function verdictOf(holding: Holding, isAllowed: boolean, nowMs: number): RateVerdict {
  return {
    isAllowed,
    limit: holding.limit,
    remaining: isAllowed ? holding.tokens + holding.ungranted : 0,
    resetSeconds: Math.max(1, Math.ceil((holding.endsAtMs - nowMs) / 1000)),
  };
}
