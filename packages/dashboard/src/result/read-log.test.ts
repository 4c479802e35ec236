// A log line keeps what it says and loses what only machines read.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstErrorOf, readLog } from './read-log.ts';

const log = `[info] Input #0, lavfi
[libx264 @ 0x55de052d9180] [warning] deprecated
  second line
[in#0 @ 0x1] [h264 @ 0x2] [error] Invalid data
[fatal] Over
`;

test('levels and sources are read, and a message of several lines stays together', () => {
  assert.deepEqual(readLog(log), [
    { level: 'info', text: 'Input #0, lavfi' },
    { level: 'warning', text: '[libx264] deprecated' },
    { level: 'warning', text: '  second line' },
    { level: 'error', text: '[in#0] [h264] Invalid data' },
    { level: 'fatal', text: 'Over' },
  ]);
});

test('the first error is found, and its absence said', () => {
  assert.equal(firstErrorOf(readLog(log)), 3);
  assert.equal(firstErrorOf(readLog('[info] fine\n')), null);
});
