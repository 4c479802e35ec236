// Durations and rates as FFmpeg's own parser takes them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseRate, parseTimeSeconds } from './parse-time.ts';

const times: readonly (readonly [string, number | null])[] = [
  ['55', 55],
  ['0.2', 0.2],
  ['62.5', 62.5],
  ['00:01:02.5', 62.5],
  ['12:03:45', 43_425],
  ['100:00:00', 360_000],
  ['1:02', 62],
  ['23.189', 23.189],
  ['200ms', 0.2],
  ['500ms', 0.5],
  ['1.5ms', 0.0015],
  ['1us', 0.000_001],
  ['200000us', 0.2],
  ['5s', 5],
  ['5.', 5],
  ['-1', -1],
  ['-00:00:01.5', -1.5],
  ['+3', 3],
  ['1.1234567', 1.123_456],
  ['0', 0],
  ['', null],
  ['.5', null],
  ['abc', null],
  ['90:00', null],
  ['1:60', null],
  ['1:2:3:4', null],
  ['5 s', null],
  ['5m', null],
  ['1e3', null],
  ['{{in_a}}', null],
  ['99999999999999999999', null],
];

for (const [text, expected] of times) {
  test(`"${text}" is ${expected === null ? 'no duration' : `${expected} s`}`, () => {
    assert.equal(parseTimeSeconds(text), expected);
  });
}

test('seconds are read back as they were written, in either syntax', () => {
  fc.assert(
    fc.property(fc.nat(359_999_999), (milliseconds) => {
      const seconds = milliseconds / 1000;
      const pad = (value: number): string => String(value).padStart(2, '0');
      const whole = Math.floor(seconds);
      const clock = `${Math.floor(whole / 3600)}:${pad(Math.floor(whole / 60) % 60)}:${pad(whole % 60)}.${String(milliseconds % 1000).padStart(3, '0')}`;
      assert.equal(parseTimeSeconds(clock), seconds);
      assert.equal(parseTimeSeconds(seconds.toFixed(3)), seconds);
      assert.equal(parseTimeSeconds(`${milliseconds}ms`), seconds);
    }),
  );
});

test('a rate is a number, a fraction or a name', () => {
  assert.deepEqual(['25', '30000/1001', '1/10', 'pal', 'x', '25x'].map(parseRate), [25, 30_000 / 1001, 0.1, 25, 0, 0]);
});
