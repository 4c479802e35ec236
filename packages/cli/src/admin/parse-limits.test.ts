// What an operator may write as a limit.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseLimits } from './parse-limits.ts';

test('a limit is a whole number, of bytes with a unit, or the default', () => {
  assert.deepEqual(parseLimits(['run_seconds=60', 'stored_bytes=1.5GB', 'input_bytes=2 GiB', 'threads=default']), {
    run_seconds: 60,
    stored_bytes: 1_500_000_000,
    input_bytes: 2 * 1024 ** 3,
    threads: null,
  });
});

test('anything else is refused with what could be written', () => {
  const cases: [string, RegExp][] = [
    ['speed=1', /names no limit.*names are: submits_per_minute, /],
    ['run_seconds', /names no limit/],
    ['run_seconds=1MB', /run_seconds is a whole number, or "default"/],
    ['stored_bytes=10GiBs', /with kB, MB/],
    ['stored_bytes=1.5', /whole number/],
    ['threads=', /whole number/],
  ];
  for (const [text, message] of cases) assert.throws(() => parseLimits([text]), message);
});
