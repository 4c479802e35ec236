// Patience with a database that is away for a moment: what must be written is tried again, not lost.
import { setTimeout as delay } from 'node:timers/promises';
import { isDatabaseAway } from '../domain/database-fault.ts';

const firstPauseMs = 100;
const longestPauseMs = 2_000;

/** Tries `work` until it gets an answer of the database, for `limitMs` at most; other errors are thrown at once. */
export async function retryWhileDatabaseIsAway<T>(limitMs: number, work: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + limitMs;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    try {
      return await work();
    } catch (error) {
      if (!isDatabaseAway(error) || performance.now() + pauseMs > deadline) throw error;
      await delay(pauseMs);
    }
  }
}
