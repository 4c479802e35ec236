// What is offered depends on where one is in the command.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Expected, expectAt } from './expect-at.ts';

const cases: readonly [before: string, kind: Expected['kind'] | undefined, word: string, about?: string][] = [
  ['-i {{in', 'aliases', '{{in'],
  ['-i << o', 'aliases', '<< o'],
  ['-i {{in_a}} -pre', 'options', '-pre'],
  ['-c:v libx264 -aq', 'options', '-aq', 'encoder libx264'],
  ['-c:v libx264 -c:a aac -', 'options', '-', 'encoder libx264, encoder aac'],
  ['-c:v lib', 'encoders', 'lib'],
  ['-acodec aa', 'encoders', 'aa'],
  ['-f ma', 'formats', 'ma'],
  ['-pix_fmt yuv', 'pixelFormats', 'yuv'],
  ['-vf sc', 'filters', 'sc'],
  ['-vf "scale=1280:-2,fo', 'filters', 'fo'],
  ["-filter_complex '[0:v]ove", 'filters', 'ove'],
  ['-filter_complex "[0:v]scale=2:2 [a]; over', 'filters', 'over'],
  ['-crf 2', undefined, ''],
  ['-vf scale=', 'arguments', '', 'filter scale'],
  ['-vf scale=wi', 'arguments', 'wi', 'filter scale'],
  ['-vf "hflip,drawtext@title=fontsize=1:te', 'arguments', 'te', 'filter drawtext, after fontsize'],
  ["-vf \"drawtext=text='a:b,c=d':fontc", 'arguments', 'fontc', 'filter drawtext, after text'],
  [String.raw`-vf "drawtext=text=a\:b\,c:fontc`, 'arguments', 'fontc', 'filter drawtext, after text'],
  ['-vf "drawtext=text=\'a:b', undefined, ''],
  ['-vf "[in', undefined, ''],
  ['-vf scale=1280', 'arguments', '1280', 'filter scale'],
  ['-vf scale=iw/', undefined, ''],
  ['-vf overlay=eval=', 'constants', '', 'filter overlay, of eval'],
  ['-vf scale=flags=bicubic+acc', 'constants', 'acc', 'filter scale, of flags'],
  ['-c:v libx264 -aq-mode var', 'constants', 'var', 'encoder libx264, of aq-mode'],
  ['-c:v libx264 -profile:v hi', 'constants', 'hi', 'encoder libx264, of profile'],
];

for (const [before, kind, word, about] of cases) {
  test(`after ${before} ${kind === undefined ? 'nothing is' : `${kind} are`} offered`, () => {
    const expected = expectAt(before);
    assert.equal(expected?.kind, kind);
    assert.equal(before.slice(expected?.from ?? before.length), word);
    if (about !== undefined) assert.equal(sayOf(expected), about);
  });
}

function sayOf(expected: Expected | null): string {
  if (expected === null || !('of' in expected)) return '';
  const parts = [expected.of]
    .flat()
    .map(({ kind, name }) => `${kind} ${name}`)
    .join(', ');
  if (expected.kind === 'constants') return `${parts}, of ${expected.option}`;
  return expected.kind === 'arguments' && expected.given.length > 0
    ? `${parts}, after ${expected.given.join(' ')}`
    : parts;
}
