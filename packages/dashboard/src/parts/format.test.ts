// Figures keep their meaning on their way to the screen.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatBytes, formatPercent, formatSeconds } from './format.ts';

test('lengths are exact where they are short and of a clock where they are long', () => {
  assert.deepEqual([0.0421, 2.5, 12.34, 59.99, 247, 3729].map(formatSeconds), [
    '0.042 s',
    '2.50 s',
    '12.3 s',
    '60.0 s',
    '4:07',
    '1:02:09',
  ]);
});

test('sizes have three digits that say something', () => {
  assert.deepEqual([0, 512, 39_000, 4_404_019, 1_099_511_627_776].map(formatBytes), [
    '0 bytes',
    '512 bytes',
    '38.1 kB',
    '4.20 MB',
    '1.00 TB',
  ]);
});

test('nothing is done before it is done', () => {
  assert.equal(formatPercent(0.999), '99 %');
});
