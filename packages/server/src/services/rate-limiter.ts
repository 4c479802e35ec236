// Requests a minute, account by account, over all processes: most are counted in memory, on slices taken from the database.
import {
  addGrant,
  type Holding,
  isLow,
  isSpent,
  type RateVerdict,
  rateWindowSeconds,
  sliceOf,
  stillGood,
  verdictOf,
} from '../domain/rate-slice.ts';
import type { Database } from '../store/database.ts';
import { type RateKind, takeSlice } from '../store/rate-windows.ts';

/** Counts one request of an account. Waits for the database only when the process holds nothing of the budget. */
export type TakeToken = (accountId: string, kind: RateKind, limit: number) => Promise<RateVerdict>;

interface Budget {
  holding: Holding | null;
  waiting: number;
  asking: Promise<void> | null;
}

/** Budgets kept in memory before those whose window is over are looked for and dropped. */
const fewBudgets = 1_000;

export function createRateLimiter(database: Database): TakeToken {
  const budgets = new Map<string, Budget>();
  let manyBudgets = fewBudgets;

  const ask = (budget: Budget, accountId: string, kind: RateKind, limit: number): Promise<void> => {
    budget.asking ??= (async () => {
      try {
        const askedAtMs = performance.now();
        const size = Math.max(sliceOf(limit), budget.waiting);
        const slice = await takeSlice(database, { accountId, kind, limit, windowSeconds: rateWindowSeconds }, size);
        const grant = { ...slice, endsAtMs: askedAtMs + slice.secondsLeft * 1000 };
        budget.holding = addGrant(budget.holding, limit, grant);
      } finally {
        budget.asking = null;
      }
    })();
    return budget.asking;
  };

  return async (accountId, kind, limit) => {
    const name = `${accountId} ${kind}`;
    const budget = budgets.get(name) ?? { holding: null, waiting: 0, asking: null };
    budgets.set(name, budget);
    if (budgets.size > manyBudgets) {
      dropEnded(budgets);
      manyBudgets = Math.max(fewBudgets, 2 * budgets.size);
    }
    for (;;) {
      const nowMs = performance.now();
      const holding = stillGood(budget.holding, limit, nowMs);
      if (holding !== null && isSpent(holding)) return verdictOf(holding, false, nowMs);
      if (holding !== null && holding.tokens > 0) {
        const next = { ...holding, tokens: holding.tokens - 1 };
        budget.holding = next;
        // Ahead of need and off this request's way; one that fails is asked again by whoever finds nothing left.
        if (isLow(next)) ask(budget, accountId, kind, limit).catch(() => undefined);
        return verdictOf(next, true, nowMs);
      }
      budget.waiting += 1;
      try {
        await ask(budget, accountId, kind, limit);
      } finally {
        budget.waiting -= 1;
      }
    }
  };
}

function dropEnded(budgets: Map<string, Budget>): void {
  const nowMs = performance.now();
  for (const [name, { holding, asking }] of budgets) {
    if (asking === null && (holding === null || holding.endsAtMs <= nowMs)) budgets.delete(name);
  }
}
