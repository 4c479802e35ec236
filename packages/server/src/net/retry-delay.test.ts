// Waiting grows, has an end, and follows what the origin asks.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backOffMs, parseRetryAfterMs } from './retry-delay.ts';

test('the wait doubles, with half of it left to chance, up to 32 times', () => {
  assert.deepEqual(
    [1, 2, 3, 6, 7, 100].map((tries) => backOffMs(tries, 100, 0)),
    [50, 100, 200, 1600, 1600, 1600],
  );
  assert.equal(backOffMs(2, 100, 0.5), 150);
});

test('Retry-After is read as seconds or as a date', () => {
  const now = Date.parse('Wed, 25 Nov 2026 12:00:00 GMT');
  assert.equal(parseRetryAfterMs('120', now), 120_000);
  assert.equal(parseRetryAfterMs('Wed, 25 Nov 2026 12:00:30 GMT', now), 30_000);
  assert.equal(parseRetryAfterMs('Wed, 25 Nov 2026 11:00:00 GMT', now), 0);
  for (const header of [null, '', '-1', '1.5', 'soon', '99999999999'])
    assert.equal(parseRetryAfterMs(header, now), null, String(header));
});
