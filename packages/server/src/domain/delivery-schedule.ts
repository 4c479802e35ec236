// When a webhook delivery is tried again, and when a webhook that only fails is disabled.

/** Seconds before each attempt, counted from the end of the one before. */
const pausesSeconds = [0, 5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 10 * 3600];
export const maxAttempts = pausesSeconds.length;

/** Pauses are up to a tenth longer, so that what failed together does not come back together. */
const jitter = 0.1;
/** A receiver that asks for a longer wait is asked again after this. */
const longestRetryAfterSeconds = 24 * 3600;

/** Of a test ping: its sender looks at the answer. */
const testAttempts = 1;

export type NextAttempt = { readonly delaySeconds: number } | { readonly givenUp: string };

/**
 * What comes after a failed attempt.
 *
 * `failures` counts it. `retryAfterSeconds` is what the receiver asked for; it never makes a pause shorter. `random` is
 * in [0, 1).
 */
export function afterFailedAttempt(failed: {
  readonly failures: number;
  readonly statusCode: number | null;
  readonly retryAfterSeconds: number | null;
  readonly isTest: boolean;
  readonly random: number;
}): NextAttempt {
  if (failed.statusCode === 410) return { givenUp: 'The receiver answered 410 (gone), so it is not asked again.' };
  const pauseSeconds = pausesSeconds[failed.failures];
  if (failed.isTest && failed.failures >= testAttempts) return { givenUp: 'The attempt failed; a test is sent once.' };
  if (pauseSeconds === undefined) return { givenUp: `All ${maxAttempts} attempts failed.` };
  const askedSeconds = Math.min(failed.retryAfterSeconds ?? 0, longestRetryAfterSeconds);
  return { delaySeconds: Math.max(pauseSeconds * (1 + jitter * failed.random), askedSeconds) };
}

/** Failed attempts in a row, and how long they must span: a short outage under load fails as often within seconds. */
export const disabling = { failures: 8, spanSeconds: 3600 } as const;

/** How long deliveries wait for a disabled webhook. */
export const longestHoldSeconds = 7 * 24 * 3600;
