// Aliases against keys: everything wrong is told at once, with the way out, and nothing that is right is refused.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type CommandTexts, readCommands } from './read-commands.ts';

function problemsOf(request: CommandTexts): string[] {
  return readCommands(request).problems.map(({ path, type, message }) => `${path.join('.')} ${type}: ${message}`);
}

test('a good chain gives its commands', () => {
  const read = readCommands({
    inputKeys: ['in_a'],
    outputKeys: ['out_a', 'out_b'],
    texts: ['-i {{in_a}} mid.mp4', 'ffmpeg -i mid.mp4 <<out_a>> {{ out_b }}'],
  });
  assert.deepEqual(read.problems, []);
  assert.deepEqual(
    read.commands.map(({ words, line }) => [words.length, line.inputs.length, line.outputs.length]),
    [
      [3, 1, 1],
      [4, 1, 2],
    ],
  );
});

const cases: readonly (readonly [string, CommandTexts, readonly RegExp[]])[] = [
  [
    'an unknown placeholder is told the nearest key',
    { inputKeys: ['in_video'], outputKeys: ['out_v'], texts: ['-i {{in_vidoe}} -i {{in_video}} {{out_v}}'] },
    [/^texts\.0 unknown_placeholder: .*Did you mean \{\{in_video\}\}\?$/],
  ],
  [
    'a malformed one too',
    {
      inputKeys: ['in_video'],
      outputKeys: ['out_v'],
      texts: ['-i {{video}} -i {{in video}} -i {{in_video}} {{out_v}}'],
    },
    [
      /^texts\.0 malformed_placeholder: \{\{video\}\} .*Did you mean \{\{in_video\}\}\?$/,
      /^texts\.0 malformed_placeholder: \{\{in video\}\} .*Did you mean \{\{in_video\}\}\?$/,
    ],
  ],
  [
    'an expression that was not filled in is named as one',
    { inputKeys: [], outputKeys: ['out_v'], texts: ['-i "{{ $json.url }}" {{out_v}}'] },
    [/^texts\.0 malformed_placeholder: .*should have filled in/],
  ],
  [
    'where no key is near, all are listed',
    { inputKeys: ['in_video'], outputKeys: ['out_v'], texts: ['-i {{in_video}} -i {{in_soundtrack}} {{out_v}}'] },
    [/^texts\.0 unknown_placeholder: .*The keys of this request are: in_video, out_v\.$/],
  ],
  [
    'an unused key is told where it stands without braces',
    { inputKeys: ['in_a', 'in_b', 'in_c'], outputKeys: ['out_v'], texts: ['-i in_a -i {in_b} {{out_v}}'] },
    [
      /^inputKeys\.in_a unused_key: .*The command has in_a, .*write \{\{in_a\}\}/,
      /^inputKeys\.in_b unused_key: .*The command has \{in_b\}, .*write \{\{in_b\}\}/,
      /^inputKeys\.in_c unused_key: .*or leave the key out/,
    ],
  ],
  [
    'keys must have the form, and the prefix of their side',
    {
      inputKeys: ['video', 'out_x', 'in_a b', 'in_'],
      outputKeys: ['in_y', 'out_v'],
      texts: ['{{out_v}} {{out_x}} {{in_y}}'],
    },
    [
      /^inputKeys\.video invalid_key/,
      /^inputKeys\.out_x invalid_key: .*begin with in_/,
      /^inputKeys\.in_a b invalid_key/,
      /^inputKeys\.in_ invalid_key/,
      /^outputKeys\.in_y invalid_key: .*begin with out_/,
      /^inputKeys\.video unused_key/,
      /^inputKeys\.in_a b unused_key/,
      /^inputKeys\.in_ unused_key/,
    ],
  ],
  [
    'one placeholder within another is malformed',
    { inputKeys: ['in_a'], outputKeys: ['out_v'], texts: ['-i {{in_{{in_a}}}} {{out_v}}'] },
    [/^texts\.0 malformed_placeholder: \{\{in_\{\{in_a\}\}\}\} has one placeholder within another/],
  ],
  [
    'what a command may not name is refused, in each text',
    { inputKeys: ['in_a'], outputKeys: ['out_v'], texts: ['-i {{in_a}} /tmp/a', '-i /b {{out_v}}'] },
    [/^texts\.0 forbidden_file: \/tmp\/a at line 1, column 13 /, /^texts\.1 forbidden_file: \/b at line 1, column 4 /],
  ],
  [
    'every text has its own problems, and what cannot be read accuses no key',
    { inputKeys: ['in_a'], outputKeys: ['out_v'], texts: ['-i "{{in_a}} x', '', '-i a -c:v', '{{out_w}}'] },
    [/^texts\.0 unclosed_quote/, /^texts\.1 empty_command/, /^texts\.2 missing_value/, /^texts\.3 unknown_placeholder/],
  ],
];

for (const [title, request, expected] of cases) {
  test(title, () => {
    const found = problemsOf(request);
    assert.equal(found.length, expected.length, found.join('\n'));
    for (const [index, pattern] of expected.entries()) assert.match(found[index] ?? '', pattern);
    assert.deepEqual(readCommands(request).commands, []);
  });
}

test('an output name that stands for a series may not count to thousands of digits', () => {
  const request = { inputKeys: [], outputKeys: ['out_v'], texts: ['-f lavfi -i color {{out_v}}'] };
  const { problems } = readCommands({ ...request, outputNames: { out_v: 'f%0999999999d.png' } });
  assert.deepEqual(
    problems.map(({ path, type }) => [path, type]),
    [[['outputKeys', 'out_v'], 'forbidden_file']],
  );
  assert.deepEqual(readCommands({ ...request, outputNames: { out_v: 'f%04d.png' } }).problems, []);
});

test('with the policy off nothing is refused for what it names', () => {
  const request = { inputKeys: [], outputKeys: ['out_v'], texts: ['-i /etc/passwd {{out_v}}'], policy: 'off' } as const;
  assert.deepEqual(readCommands(request).problems, []);
});

test('never throws, and gives commands or problems but never both', () => {
  const text = fc.string({ unit: fc.constantFrom(...Array.from(`{}<>in_outa '"\\-:\n`)), maxLength: 60 });
  const key = fc.oneof(text, fc.constantFrom('in_a', 'out_a', '__proto__', 'in_toString'));
  fc.assert(
    fc.property(
      fc.array(key),
      fc.array(key),
      fc.array(text, { minLength: 1, maxLength: 3 }),
      (inputKeys, outputKeys, texts) => {
        const read = readCommands({ inputKeys, outputKeys, texts });
        assert.equal(read.commands.length, read.problems.length === 0 ? texts.length : 0);
      },
    ),
    { numRuns: 1_000 },
  );
});
