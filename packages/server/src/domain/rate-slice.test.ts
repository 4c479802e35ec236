import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addGrant, type Grant, type Holding, isLow, isSpent, sliceOf, stillGood, verdictOf } from './rate-slice.ts';

/** The shared budget of one window, as the database keeps it. */
function sharedBudget(limit: number) {
  let taken = 0;
  return (ask: number): Grant => {
    const granted = Math.min(ask, limit - taken);
    taken += granted;
    return { window: 'w', granted, ungranted: limit - taken, endsAtMs: 60_000 };
  };
}

/** One request at one process; asks when nothing is left, or when little is, as the service does. */
function request(
  holding: Holding | null,
  limit: number,
  ask: (size: number) => Grant,
): { holding: Holding; isAllowed: boolean } {
  let current = holding ?? addGrant(null, limit, ask(sliceOf(limit)));
  if (current.tokens === 0 && !isSpent(current)) current = addGrant(current, limit, ask(sliceOf(limit)));
  if (current.tokens === 0) return { holding: current, isAllowed: false };
  current = { ...current, tokens: current.tokens - 1 };
  if (isLow(current)) current = addGrant(current, limit, ask(sliceOf(limit)));
  return { holding: current, isAllowed: true };
}

test('processes together never let more pass than the limit, in whatever order they are asked', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2_000 }),
      fc.array(fc.nat({ max: 7 }), { maxLength: 4_000 }),
      (limit, order) => {
        const ask = sharedBudget(limit);
        const holdings = new Map<number, Holding>();
        let passed = 0;
        for (const process of order) {
          const { holding, isAllowed } = request(holdings.get(process) ?? null, limit, ask);
          holdings.set(process, holding);
          if (isAllowed) passed += 1;
        }
        assert.ok(passed <= limit, `${passed} of ${limit}`);
        assert.ok(passed <= order.length);
      },
    ),
  );
});

test('a request is refused only when all but what idle processes hold is spent: two slices each at most', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2_000 }), fc.integer({ min: 1, max: 5 }), (limit, processes) => {
      const ask = sharedBudget(limit);
      // Every process is asked once and then only the first.
      const idle = Array.from({ length: processes - 1 }, () => request(null, limit, ask));
      let passed = idle.filter(({ isAllowed }) => isAllowed).length;
      let holding: Holding | null = null;
      for (let index = 0; index <= limit; index += 1) {
        const next = request(holding, limit, ask);
        holding = next.holding;
        if (next.isAllowed) passed += 1;
      }
      assert.ok(passed >= limit - (processes - 1) * 2 * sliceOf(limit), `${passed} of ${limit}`);
    }),
  );
});

test('tokens of a window that is over, or of another limit, are void', () => {
  const holding = addGrant(null, 600, { window: 'a', granted: 6, ungranted: 594, endsAtMs: 1_000 });
  assert.equal(stillGood(holding, 600, 999), holding);
  assert.equal(stillGood(holding, 600, 1_000), null);
  assert.equal(stillGood(holding, 700, 0), null);
  assert.equal(addGrant(holding, 600, { window: 'a', granted: 6, ungranted: 588, endsAtMs: 1_000 }).tokens, 12);
  assert.equal(addGrant(holding, 600, { window: 'b', granted: 6, ungranted: 594, endsAtMs: 61_000 }).tokens, 6);
  assert.equal(addGrant(holding, 700, { window: 'a', granted: 7, ungranted: 687, endsAtMs: 1_000 }).tokens, 7);
});

test('a verdict tells what is left and the whole seconds to the next window', () => {
  const holding = addGrant(null, 600, { window: 'a', granted: 6, ungranted: 594, endsAtMs: 10_000 });
  assert.deepEqual(verdictOf(holding, true, 0), { isAllowed: true, limit: 600, remaining: 600, resetSeconds: 10 });
  assert.equal(verdictOf(holding, true, 8_999).resetSeconds, 2);
  assert.equal(verdictOf(holding, true, 10_500).resetSeconds, 1);
  assert.equal(verdictOf(holding, false, 0).remaining, 0);
});
