// Every character of a word is found again where it was written, however it was quoted.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createPlacer } from './place-in-word.ts';
import { splitWords } from './split-words.ts';

const anyText = fc.string({
  unit: fc.constantFrom(...Array.from(`ab,=:$\`"'\\ \n`), '-vf ', '{{in_a}}', '\\{\\{in_a\\}\\}', '\r\n', '{{ in_a }}'),
  maxLength: 40,
});

test('a character stands where it was written, behind at most a backslash', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const split = splitWords(text);
      if (!split.ok) return;
      for (const word of split.words) {
        const place = createPlacer(text, word);
        let last = word.start;
        for (let at = 0; at < word.text.length; at += 1) {
          const { start, end } = place({ start: at, end: at + 1 });
          assert.ok(last <= start && start < end && end <= word.end);
          last = start;
          // The whole of a word is its quotes as well, and an escaped placeholder is one thing.
          if (word.text.length === 1 || end - start > 2) continue;
          assert.equal(text.slice(start, end).replace(/^\\(?=.)/s, ''), word.text[at]);
        }
      }
    }),
    { numRuns: 5_000 },
  );
});

test('the whole of a word is its quotes as well', () => {
  const text = `-i 'a b'"c"`;
  const split = splitWords(text);
  const word = split.ok ? split.words[1] : undefined;
  assert.ok(word);
  const { start, end } = createPlacer(text, word)({ start: 0, end: 4 });
  assert.equal(text.slice(start, end), `'a b'"c"`);
});
