// The rate of a transfer, by a clock that the test moves.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMeter } from './meter.ts';

test('the rate is that of the last ten seconds, and is not told before it can be known', () => {
  let atMs = 0;
  const meter = createMeter(() => atMs);
  const at = (ms: number, bytes: number, filename = 'a'): number | null => {
    atMs = ms;
    meter.count(filename, bytes);
    return meter.bytesPerSecond();
  };
  assert.equal(at(0, 1000), null);
  assert.equal(at(400, 2000), null);
  assert.equal(at(1000, 2000), 1000);
  assert.equal(at(5000, 6000), 1000);
  assert.equal(at(14_000, 24_000), 2000);
  assert.equal(at(15_000, 0, 'b'), null);
});
