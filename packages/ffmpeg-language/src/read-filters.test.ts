// Reading graphs as FFmpeg's graph parser does: quoting, labels, chains.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readFilterOptions, readFilters } from './read-filters.ts';

const graphs: readonly (readonly [string, readonly string[] | null])[] = [
  ['scale=2:2', ['scale(2:2)']],
  ['scale=2:2,format=yuv420p', ['scale(2:2)', 'format(yuv420p)']],
  ["select='gt(a,b)',showinfo", ['select(gt(a,b))', 'showinfo()']],
  [String.raw`select=gt(a\,b)`, ['select(gt(a,b))']],
  [' [0:v] [1:v] overlay = 1 : 2 [out] ; [out] null ', ['[0:v][1:v]overlay(1 : 2)[out]', ';[out]null()']],
  ['[0]split[a][b];[a]crop@left=iw/2[c]', ['[0]split()[a][b]', ';[a]crop(iw/2)[c]']],
  ['sws_flags=bicubic;scale=1', ['scale(1)']],
  ['a,', ['a()']],
  ["drawtext=text='a; b [x]', c", ['drawtext(text=a; b [x])', 'c()']],
  ['', null],
  [',a', null],
  ['[a', null],
  ['[]a', null],
  ['a]', ['a]()']],
  ['a=b]c', null],
  ['scale=[a]b', null],
];

for (const [graph, expected] of graphs) {
  test(`the graph ${JSON.stringify(graph)}`, () => {
    const read = readFilters(graph);
    const bracket = (labels: readonly string[]): string => labels.map((label) => `[${label}]`).join('');
    assert.deepEqual(
      read?.map(
        ({ name, text, inputs, outputs, chain }) =>
          `${';'.repeat(chain)}${bracket(inputs)}${name}(${text})${bracket(outputs)}`,
      ) ?? null,
      expected,
    );
  });
}

test('options are read by name, with their own level of quoting', () => {
  const options = readFilterOptions(String.raw`10:d=5:text='a:b': x = c\:d :fps=`);
  assert.deepEqual(
    [...options],
    [
      ['d', '5'],
      ['text', 'a:b'],
      ['x', 'c:d'],
      ['fps', ''],
    ],
  );
});

test('never throws, and always ends', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...Array.from(`a=:,;[]'\\ @`)), maxLength: 40 }), (graph) => {
      for (const { text } of readFilters(graph) ?? []) readFilterOptions(text);
    }),
    { numRuns: 3_000 },
  );
});
