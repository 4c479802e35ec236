// The attacks have teeth: without walls they reach the canaries, so what holds them in the other settings are the walls.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runUnwalled } from './driver/run-unwalled.ts';
import { disguises } from './vectors/disguises.ts';
import { network } from './vectors/network.ts';
import { optionFiles } from './vectors/option-files.ts';
import { reads } from './vectors/reads.ts';
import { writes } from './vectors/writes.ts';

/** How many must; the others find it closed by FFmpeg 7.1 itself or by its build, or are after what is no canary, such as /etc/shadow. */
const floors = [
  [reads, 40],
  [writes, 35],
  [network, 36],
  [disguises, 6],
  [optionFiles, 17],
] as const;

for (const [{ name, vectors }, floor] of floors) {
  test(`${name}: at least ${floor} of ${vectors.length} reach a canary where no wall stands`, async (t) => {
    const toothless: string[] = [];
    for (const vector of vectors) if ((await runUnwalled(vector)).length === 0) toothless.push(vector.name);
    const bitten = vectors.length - toothless.length;
    t.diagnostic(`${bitten} of ${vectors.length} reach a canary`);
    assert.ok(bitten >= floor, `${bitten} reach a canary; these do not: ${toothless.join('; ')}`);
  });
}
