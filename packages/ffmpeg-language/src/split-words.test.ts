// Splitting: POSIX quoting where it is easily got wrong, problems with their places, and that quoting undoes splitting.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { placeOf } from './problem.ts';
import { quoteWord, splitWords } from './split-words.ts';

function textsOf(command: string): string[] {
  const split = splitWords(command);
  assert.ok(split.ok, JSON.stringify(split));
  return split.words.map((word) => word.text);
}

const cases: readonly (readonly [string, string, readonly string[]])[] = [
  ['pieces written in different ways join to one word', `a'b c'"d e"\\ f`, ['ab cd e f']],
  ['empty quotes are a word', `'' ""`, ['', '']],
  ['no character but the four is escaped in double quotes', String.raw`"\,\:\n\'\x"`, [String.raw`\,\:\n\'\x`]],
  ['the four and the newline are escaped in double quotes', '"\\$ \\` \\" \\\\ a\\\nb"', ['$ ` " \\ ab']],
  ['a backslash is itself in single quotes', String.raw`'a\'b`, [String.raw`a\b`]],
  ['outside of quotes a backslash takes any character', String.raw`a\,b\'c\\d\ne`, [String.raw`a,b'c\dne`]],
  ['a continued line joins words that touch', 'ab\\\ncd', ['abcd']],
  ['newlines separate words', 'a\nb\r\nc', ['a', 'b', 'c']],
  ['newlines in quotes are kept', '"a\nb"', ['a\nb']],
  [
    'nothing is expanded and there are no operators',
    'a;b |c>d &e #f ~ *.mp4 $HOME $(x) `y` %z !',
    'a;b |c>d &e #f ~ *.mp4 $HOME $(x) `y` %z !'.split(' '),
  ],
  ['only the plain first word ffmpeg is dropped', 'ffmpeg ffmpeg /usr/bin/ffmpeg', ['ffmpeg', '/usr/bin/ffmpeg']],
  [
    'blanks in a placeholder do not split it',
    'a{{ in_x }}b << out_y >> \\{\\{ in_z \\}\\}',
    ['a{{ in_x }}b', '<< out_y >>', '{{ in_z }}'],
  ],
  ['angle brackets around something else are ordinary', 'a << b >> c', ['a', '<<', 'b', '>>', 'c']],
  ['a backslash before the last blanks continues onto nothing', 'a \\ \n ', ['a']],
];

for (const [title, command, expected] of cases) {
  test(title, () => {
    assert.deepEqual(textsOf(command), expected);
  });
}

test('a word knows where it stands and how its pieces were written', () => {
  const split = splitWords(`  a'b c'\\d "e"`);
  assert.ok(split.ok);
  const [first, second] = split.words;
  assert.deepEqual([first?.start, first?.end], [2, 10]);
  assert.deepEqual(
    first?.pieces.map(({ text, quoting }) => [text, quoting]),
    [
      ['a', 'bare'],
      ['b c', 'single'],
      ['d', 'backslash'],
    ],
  );
  assert.deepEqual([second?.start, second?.end], [11, 14]);
});

const refusals: readonly (readonly [string, string, string, { line: number; column: number }])[] = [
  ['a single quote that is never closed', "-i a\n-metadata title=Don't b", 'unclosed_quote', { line: 2, column: 20 }],
  ['a double quote that is never closed', '-vf "scale=1:1 out', 'unclosed_quote', { line: 1, column: 5 }],
  ['blanks between a backslash and the end of its line', '-i a \\ \n b', 'stray_backslash', { line: 1, column: 6 }],
  ['a NUL character', '-i a\0b', 'nul_character', { line: 1, column: 5 }],
  ['nothing', ' \n ', 'empty_command', { line: 1, column: 1 }],
  ['ffmpeg alone', 'ffmpeg', 'empty_command', { line: 1, column: 1 }],
];

for (const [title, command, type, place] of refusals) {
  test(`refused, with its place: ${title}`, () => {
    const split = splitWords(command);
    assert.ok(!split.ok);
    assert.equal(split.problem.type, type);
    assert.deepEqual(placeOf(command, split.problem.offset), place);
    assert.match(split.problem.message, /\.$|\}\}$/);
  });
}

/** Text of the characters that matter here, and any other. */
const hostileText = fc.oneof(
  fc.string({ unit: fc.constantFrom(...Array.from(`ab '"\\{}<>_,;:[]=-\n\r\t$in`)), maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
);

test('what is quoted is read back unchanged', () => {
  const words = fc.array(
    hostileText.map((text) => text.replaceAll('\0', '')),
    { minLength: 1, maxLength: 6 },
  );
  fc.assert(
    fc.property(words, (texts) => {
      // The first word stands apart, lest it be `ffmpeg` or make the next one a filtergraph.
      assert.deepEqual(textsOf(['x', ...texts.map(quoteWord)].join(' ')), ['x', ...texts]);
    }),
    { numRuns: 2_000 },
  );
});

test('splitting a text that was already split and quoted changes nothing', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const split = splitWords(text);
      if (!split.ok) return;
      const texts = split.words.map((word) => word.text);
      if (texts[0] === 'ffmpeg') return;
      assert.deepEqual(textsOf(texts.map(quoteWord).join('\n')), texts);
    }),
    { numRuns: 2_000 },
  );
});

test('the pieces of the words cover everything but blanks and continuations', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const split = splitWords(text);
      if (!split.ok) return;
      let rest = text;
      for (const { start, end } of split.words.flatMap((word) => word.pieces).toReversed()) {
        assert.ok(start < end);
        rest = rest.slice(0, start) + rest.slice(end);
      }
      assert.match(rest.replace('ffmpeg', ''), /^(\s|\\)*$/);
    }),
  );
});

test('a long hostile text is split in time that grows with its length', () => {
  for (const unit of ['\\ ', '{{', '\\{', '<<in_', "'a'", '{{a}}', '\\', '{{ '.padEnd(200, 'x')]) {
    const begun = process.cpuUsage();
    splitWords(unit.repeat(32_768 / unit.length));
    const { user } = process.cpuUsage(begun);
    assert.ok(user < 500_000, `${JSON.stringify(unit)}: ${user} µs`);
  }
});
