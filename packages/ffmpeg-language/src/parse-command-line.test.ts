// Which word belongs to what, by the rules of FFmpeg's own option parser.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { optionNames, optionRow } from './option-table.ts';
import { type Option, wordsOf } from './parse-arguments.ts';
import { type CommandLine, parseCommandLine } from './parse-command-line.ts';
import { quoteWord, splitWords } from './split-words.ts';

function parse(command: string): CommandLine {
  const split = splitWords(command);
  assert.ok(split.ok, JSON.stringify(split));
  return parseCommandLine(split.words);
}

function show(option: Option): string {
  const { isFromFile, isNegated, name, specifier, value } = option;
  return `${isFromFile ? '/' : ''}${isNegated ? 'no ' : ''}${name}${specifier === null ? '' : `[${specifier}]`}${value ? `=${value.text}` : ''}`;
}

function shape(line: CommandLine): Record<string, unknown> {
  return {
    global: line.global.map(show),
    inputs: line.inputs.map(({ options, url }) => [...options.map(show), url.text]),
    outputs: line.outputs.map(({ options, url }) => [...options.map(show), url.text]),
    trailing: line.trailing.map(show),
  };
}

const cases: readonly (readonly [string, string, Record<string, unknown>])[] = [
  [
    'options belong to the next file, global ones to the run',
    '-ss 1 -y -i a -vf x -i b -c:v:0 libx264 -an o1 -t 5 o2 -nostats -shortest',
    {
      global: ['y', 'no stats'],
      inputs: [
        ['ss=1', 'a'],
        ['vf=x', 'b'],
      ],
      outputs: [
        ['c[v:0]=libx264', 'an', 'o1'],
        ['t=5', 'o2'],
      ],
      trailing: ['shortest'],
    },
  ],
  [
    'an option with a value takes the next word, whatever it is',
    '-i -y -metadata -an -ss -5 -unknown_private_option -i - ',
    {
      global: [],
      inputs: [['-y']],
      outputs: [['metadata=-an', 'ss=-5', 'unknown_private_option=-i', '-']],
      trailing: [],
    },
  ],
  [
    'flags may be denied, and take no value',
    '-noautorotate -nostdin -noaccurate_seek -i a -noautoscale:v -nobitexact o',
    {
      global: ['no stdin'],
      inputs: [['no autorotate', 'no accurate_seek', 'a']],
      outputs: [['no autoscale[v]', 'no bitexact', 'o']],
      trailing: [],
    },
  ],
  [
    'what begins with no but denies no flag is an option with a value',
    '-i a -noise_reduction 100 -nr 5 o',
    { global: [], inputs: [['a']], outputs: [['noise_reduction=100', 'nr=5', 'o']], trailing: [] },
  ],
  [
    'a slash before the name takes the value from a file',
    '-/filter_complex g.txt -i a -/filter:v f.txt o',
    { global: ['/filter_complex=g.txt'], inputs: [['a']], outputs: [['/filter[v]=f.txt', 'o']], trailing: [] },
  ],
  [
    'after two dashes one word is a file, whatever it looks like',
    '-i a -- -y -n o',
    { global: ['n'], inputs: [['a']], outputs: [['-y'], ['o']], trailing: [] },
  ],
  [
    'an option that prints and ends swallows a word',
    '-i a -h full o -version',
    { global: ['h=full', 'version'], inputs: [['a']], outputs: [['o']], trailing: [] },
  ],
];

for (const [title, command, expected] of cases) {
  test(title, () => {
    const line = parse(command);
    assert.deepEqual(shape(line), expected);
    assert.deepEqual(line.problems, []);
  });
}

test('a loopback decoder is neither input nor output', () => {
  const line = parse('-i a -map 0:v -c:v libx264 o -c:v h264 -dec 0:0 -filter_complex [0:v][dec:0]hstack o2');
  assert.deepEqual(
    line.decoders.map(({ options, url }) => [...options.map(show), url.text]),
    [['c[v]=h264', '0:0']],
  );
  assert.deepEqual([line.inputs.length, line.outputs.length], [1, 2]);
});

const refusals: readonly (readonly [string, string, string, number])[] = [
  ['an option without its value', '-i a o -c:v', 'missing_value', 7],
  ['an input without its url', 'o -i', 'missing_value', 2],
  ['no output', '-i a -c copy', 'no_output', 8],
];

for (const [title, command, type, offset] of refusals) {
  test(`a problem: ${title}`, () => {
    const found = parse(command).problems;
    assert.deepEqual(
      found.map((problem) => [problem.type, problem.offset]),
      [[type, offset]],
    );
  });
}

test('an output that an option has swallowed is named', () => {
  assert.match(parse('-i a -crf {{out_v}}').problems[0]?.message ?? '', /\{\{out_v\}\} is the value of -crf/);
});

test('no option of the table takes two places in it', () => {
  assert.equal(new Set(optionNames()).size, optionNames().length);
  assert.ok(optionNames().length > 190);
});

test('every word of a command comes back, in order, from its arguments', () => {
  const word = fc.oneof(
    fc.constantFrom(...optionNames()).map((name) => `-${name}`),
    fc.constantFrom(...optionNames().filter((name) => optionRow(name).kind === 'flag')).map((name) => `-no${name}`),
    fc.constantFrom('-i', '-dec', '-', '-c:v', '-/vf', 'file.mp4', '{{in_a}}', '-crf', '23', ''),
    fc.string({ maxLength: 8 }).filter((text) => text !== '--'),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 12 }), (texts) => {
      const line = parse(['o', ...texts].map(quoteWord).join(' '));
      const back = line.arguments.flatMap(wordsOf).map(({ text }) => text);
      const isShort = line.problems.some(({ type }) => type === 'missing_value');
      assert.deepEqual(back, isShort ? ['o', ...texts].slice(0, -1) : ['o', ...texts]);
    }),
    { numRuns: 1_000 },
  );
});
