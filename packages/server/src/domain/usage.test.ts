import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createIdMaker, firstIdAt } from './id.ts';
import { startOfMonth, sumCounts } from './usage.ts';

test('a month begins in UTC, whatever the time of day', () => {
  assert.equal(startOfMonth(new Date('2030-03-31T23:59:59.999Z')).toISOString(), '2030-03-01T00:00:00.000Z');
  assert.equal(startOfMonth(new Date('2030-01-01T00:00:00.000Z')).toISOString(), '2030-01-01T00:00:00.000Z');
});

test('no id of a time is below the first id of that time, and none of the millisecond before is above', () => {
  const idAt = (ms: number, fill: number): string =>
    createIdMaker(
      () => ms,
      (size) => new Uint8Array(size).fill(fill),
    )();
  const ms = Date.parse('2030-03-01T00:00:00.000Z');
  assert.ok(idAt(ms, 0) >= firstIdAt(ms));
  assert.ok(idAt(ms - 1, 255) < firstIdAt(ms));
});

test('days add up, and no days to zero', () => {
  const day = { queued: 1, processing: 2, succeeded: 3, failed: 4, processingSeconds: 1.5, ffmpegSeconds: 0.25 };
  assert.deepEqual(sumCounts([day, day]), {
    queued: 2,
    processing: 4,
    succeeded: 6,
    failed: 8,
    processingSeconds: 3,
    ffmpegSeconds: 0.5,
  });
  assert.equal(sumCounts([]).queued, 0);
});
