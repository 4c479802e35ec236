// The schedule of attempts: eight of them, at the pauses the contract names, and what a receiver may ask for.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { afterFailedAttempt, maxAttempts } from './delivery-schedule.ts';

const failed = { failures: 1, statusCode: 500, retryAfterSeconds: null, isTest: false, random: 0 };

test('the pauses are 5 s, 5 min, 30 min, 2 h, 5 h, 10 h and 10 h, and the eighth failure is the last', () => {
  const pauses = [5, 300, 1800, 7200, 18_000, 36_000, 36_000];
  const planned = pauses.map((_, index) => afterFailedAttempt({ ...failed, failures: index + 1 }));
  assert.deepEqual(
    planned,
    pauses.map((delaySeconds) => ({ delaySeconds })),
  );
  assert.deepEqual(afterFailedAttempt({ ...failed, failures: 8 }), { givenUp: 'All 8 attempts failed.' });
});

test('jitter makes a pause longer by a tenth at most, and never shorter', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: maxAttempts - 1 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (failures, random) => {
        const plain = afterFailedAttempt({ ...failed, failures });
        const spread = afterFailedAttempt({ ...failed, failures, random });
        assert.ok('delaySeconds' in plain && 'delaySeconds' in spread);
        assert.ok(spread.delaySeconds >= plain.delaySeconds && spread.delaySeconds < plain.delaySeconds * 1.1 + 1e-9);
      },
    ),
  );
});

test('Retry-After makes a pause longer, never shorter, and a day at most', () => {
  const pauseAfter = (retryAfterSeconds: number) => afterFailedAttempt({ ...failed, retryAfterSeconds });
  assert.deepEqual(pauseAfter(0), { delaySeconds: 5 });
  assert.deepEqual(pauseAfter(4), { delaySeconds: 5 });
  assert.deepEqual(pauseAfter(90), { delaySeconds: 90 });
  assert.deepEqual(pauseAfter(10_000_000), { delaySeconds: 86_400 });
});

test('410 ends it at once, and so does any failure of a test ping', () => {
  assert.ok('givenUp' in afterFailedAttempt({ ...failed, statusCode: 410, retryAfterSeconds: 60 }));
  assert.ok('givenUp' in afterFailedAttempt({ ...failed, isTest: true }));
});
