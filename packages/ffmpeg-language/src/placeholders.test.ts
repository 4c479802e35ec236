// Placeholders: every way of writing them is found, and no path can change anything but its own place.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findPlaceholders, renderWords } from './placeholders.ts';
import { quoteWord, splitWords } from './split-words.ts';
import type { Word } from './word.ts';

function wordsOf(command: string): readonly Word[] {
  const split = splitWords(command);
  assert.ok(split.ok, JSON.stringify(split));
  return split.words;
}

const written = [
  '{{in_a}}',
  '{{ in_a }}',
  '<<in_a>>',
  '<< in_a >>',
  String.raw`\{\{in_a\}\}`,
  String.raw`\{\{ in_a \}\}`,
  String.raw`"\{\{in_a\}\}"`,
  String.raw`'\{\{in_a\}\}'`,
  '"{{in_a}}"',
  "'<<in_a>>'",
];

for (const text of written) {
  test(`${text} is the placeholder in_a, alone and inside a word`, () => {
    assert.deepEqual(
      renderWords(wordsOf(text), (alias) => `/job/${alias}.mp4`),
      ['/job/in_a.mp4'],
    );
    assert.deepEqual(
      renderWords(wordsOf(`x=${text}:y`), (alias) => `<${alias}>`),
      ['x=<in_a>:y'],
    );
  });
}

test('what is meant as a placeholder but names no key is found and marked', () => {
  const found = findPlaceholders(wordsOf('-i {{in video}} {{video}} {{}} "{{ $json.url }}" <<in_a-b>> "<<out_a b>>"'));
  assert.deepEqual(
    found.map(({ alias, isWellFormed, wordIndex }) => [alias, isWellFormed, wordIndex]),
    [
      ['in video', false, 1],
      ['video', false, 2],
      ['', false, 3],
      ['$json.url', false, 4],
      ['in_a-b', false, 5],
      ['out_a b', false, 6],
    ],
  );
});

test("FFmpeg's own braces and angle brackets are no placeholders", () => {
  const command = String.raw`-vf "drawtext=text='%{pts\:hms} %{eif\:n\:d} {in_a} << Next >>'" -metadata a=<b> out_a`;
  assert.deepEqual(findPlaceholders(wordsOf(command)), []);
});

test('malformed placeholders stay as they are written', () => {
  assert.deepEqual(
    renderWords(wordsOf('{{in video}}{{in_a}}'), () => 'p'),
    ['{{in video}}p'],
  );
});

test('whatever a path holds, it changes its own place alone', () => {
  const texts = fc.array(fc.string({ unit: fc.constantFrom(...Array.from(`ab '"\\{}<>$&|;`)), maxLength: 12 }), {
    maxLength: 4,
  });
  fc.assert(
    fc.property(texts, texts, fc.string({ unit: 'binary', maxLength: 30 }), fc.nat(4), (before, after, path, style) => {
      const placeholder = written[style] ?? '';
      const around = [...before, ...after];
      fc.pre(!around.some((text) => /\{\{.*\}\}|<<.*>>/s.test(text.replaceAll('\\', ''))));
      const command = ['x', ...before.map(quoteWord), placeholder, ...after.map(quoteWord)].join(' ');
      const rendered = renderWords(wordsOf(command), () => path);
      assert.deepEqual(rendered, ['x', ...before, path, ...after]);
    }),
    { numRuns: 300 },
  );
});

test('a path that looks like a placeholder is not looked at again', () => {
  assert.deepEqual(
    renderWords(wordsOf('{{in_a}}{{in_b}}'), (alias) => (alias === 'in_a' ? '{{in_b}}$&' : 'b')),
    ['{{in_b}}$&b'],
  );
});
