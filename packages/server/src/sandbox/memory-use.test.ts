// The kernel's own words about a process's memory, and what is made of them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseMemoryUse, readMemoryUse } from './memory-use.ts';

test('swapped and huge pages and page tables count', () => {
  const status =
    'Name:\tx\nVmHWM:\t     900 kB\nVmRSS:\t     100 kB\nVmPTE:\t       1 kB\nVmSwap:\t      20 kB\nHugetlbPages:\t    2048 kB\n';
  assert.deepEqual(parseMemoryUse(status), { nowBytes: 2_169 * 1_024, peakBytes: 2_169 * 1_024 });
});

test('the peak is the kernel’s, not that of the polls', () => {
  assert.equal(parseMemoryUse('VmHWM:\t     900 kB\nVmRSS:\t     100 kB\n').peakBytes, 900 * 1_024);
});

test('a process without memory of its own, as a zombie is, holds nothing', () => {
  assert.deepEqual(parseMemoryUse('Name:\tx\nState:\tZ (zombie)\n'), { nowBytes: 0, peakBytes: 0 });
});

test('a process that is gone is null', () => {
  assert.equal(readMemoryUse(2 ** 30), null);
});
