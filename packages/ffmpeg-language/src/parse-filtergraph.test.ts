// Reading graphs as FFmpeg's graph parser does: quoting, labels, chains.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Label, parseFiltergraph, readFilters } from './parse-filtergraph.ts';

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
    const bracket = (labels: readonly Label[]): string => labels.map(({ name }) => `[${name}]`).join('');
    assert.deepEqual(
      read?.map(
        ({ name, text, inputs, outputs, chain }) =>
          `${';'.repeat(chain)}${bracket(inputs)}${name}(${text})${bracket(outputs)}`,
      ) ?? null,
      expected,
    );
  });
}

test('arguments are read with both levels of quoting, and each knows where it stands', () => {
  const graph = String.raw`null,drawtext=10:d=5:text='a\:b': x = c\\:d :fps=`;
  const [, filter] = readFilters(graph) ?? [];
  assert.deepEqual(
    filter?.arguments.map(({ key, value, start, end }) => [key, value, graph.slice(start, end)]),
    [
      [null, '10', '10'],
      ['d', '5', 'd=5'],
      ['text', 'a:b', String.raw`text='a\:b'`],
      ['x', 'c:d', String.raw`x = c\\:d `],
      ['fps', '', 'fps='],
    ],
  );
  assert.equal(graph.slice(filter.start, filter.nameEnd), 'drawtext');
});

test('of a graph that breaks off, what comes before is read', () => {
  const { filters, brokenAt } = parseFiltergraph('movie=a,[b');
  assert.deepEqual([filters.map(({ name }) => name), brokenAt], [['movie'], 8]);
});

/** Graphs made of the characters that mean something to their grammar. */
const anyGraph = fc.string({ unit: fc.constantFrom(...Array.from(`a=:,;[]'\\ @/.`)), maxLength: 40 });

test('reading never throws and always ends, and every span is of the graph and in order', () => {
  fc.assert(
    fc.property(anyGraph, (graph) => {
      let at = 0;
      for (const { start, nameEnd, arguments: found } of parseFiltergraph(graph).filters) {
        assert.ok(at <= start && start < nameEnd && nameEnd <= graph.length);
        at = nameEnd;
        for (const argument of found) {
          assert.ok(at <= argument.start && argument.start <= argument.valueStart);
          assert.ok(argument.valueStart <= argument.end && argument.end <= graph.length);
          at = argument.end;
        }
      }
    }),
    { numRuns: 3_000 },
  );
});

/** Escaping as the ffmpeg-filters manual teaches it: once for the argument, once for the graph. */
function escapeArgument(text: string): string {
  const once = text.replaceAll(/[\\':\s]/g, '\\$&');
  return once.replaceAll(/[\\'[\],;\s]/g, '\\$&');
}

test('whatever is escaped by the book comes back as it was', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 20 }), fc.string({ maxLength: 20 }), (one, other) => {
      const graph = `drawtext=text=${escapeArgument(one)}:font=${escapeArgument(other)}[a]`;
      const [filter] = readFilters(graph) ?? [];
      assert.deepEqual(
        filter?.arguments.map(({ value }) => value),
        [one, other],
      );
    }),
    { numRuns: 2_000 },
  );
});
