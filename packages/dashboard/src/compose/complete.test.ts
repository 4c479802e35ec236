// What is offered depends on where one is in the command.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expectAt } from './complete.ts';

const cases: readonly [before: string, kind: string | undefined, word: string][] = [
  ['-i {{in', 'aliases', '{{in'],
  ['-i << o', 'aliases', '<< o'],
  ['-i {{in_a}} -pre', 'options', '-pre'],
  ['-c:v lib', 'encoders', 'lib'],
  ['-acodec aa', 'encoders', 'aa'],
  ['-f ma', 'formats', 'ma'],
  ['-pix_fmt yuv', 'pixelFormats', 'yuv'],
  ['-vf sc', 'filters', 'sc'],
  ['-vf "scale=1280:-2,fo', 'filters', 'fo'],
  ["-filter_complex '[0:v]ove", 'filters', 'ove'],
  ['-crf 2', undefined, ''],
  ['-vf scale=wi', undefined, ''],
];

for (const [before, kind, word] of cases) {
  test(`after ${before} ${kind === undefined ? 'nothing is' : `${kind} are`} offered`, () => {
    const expected = expectAt(before);
    assert.equal(expected?.kind, kind);
    assert.equal(before.slice(expected?.from ?? before.length), word);
  });
}
