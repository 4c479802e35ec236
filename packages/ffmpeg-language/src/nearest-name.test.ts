// Suggestions: slips are recognised, different words are not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearestName } from './nearest-name.ts';

const keys = ['in_video', 'in_audio', 'out_video'];
const cases: readonly (readonly [string, string | null])[] = [
  ['in_vidoe', 'in_video'],
  ['in_vid', 'in_video'],
  ['IN_VIDEO', 'in_video'],
  ['out_vide', 'out_video'],
  ['in_logo', null],
  ['', null],
];

for (const [wanted, expected] of cases) {
  test(`"${wanted}" is nearest to ${expected ?? 'none'}`, () => {
    assert.equal(nearestName(wanted, keys), expected);
  });
}
