// Processor time is read from the right two fields, whatever a program calls itself.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCpuSeconds, readCpuSeconds } from './cpu-use.ts';

test('user and system time count together, and a name of brackets and blanks moves no field', () => {
  const rest = 'S 1 2 3 0 -1 4194560 100 0 0 0 1234 66 7 8 20 0 5 0 42 1000 200 18446744073709551615';
  for (const name of ['ffmpeg', 'a) R 1 2', ') (']) assert.equal(parseCpuSeconds(`77 (${name}) ${rest}`), 13);
});

test('this process has used some, and one that is gone has none', () => {
  const { user, system } = process.cpuUsage();
  const read = readCpuSeconds(process.pid) ?? Number.NaN;
  assert.ok(Math.abs(read - (user + system) / 1e6) < 1, `${read}`);
  assert.equal(readCpuSeconds(2 ** 22 + 1), null);
});
