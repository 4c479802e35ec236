// What the server takes out of a command and what it puts in other words, as whole argument lists.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseCommandLine } from './parse-command-line.ts';
import { type PreparedArguments, prepareArguments } from './prepare-arguments.ts';
import { quoteWord, splitWords } from './split-words.ts';

function prepare(command: string, majorVersion: number): PreparedArguments {
  const split = splitWords(command);
  assert.ok(split.ok, JSON.stringify(split));
  return prepareArguments(parseCommandLine(split.words), { majorVersion });
}

const textsOf = (prepared: PreparedArguments): string => prepared.words.map((word) => word.text).join(' ');

const removals: readonly (readonly [string, string, string])[] = [
  ['wherever they stand', '-y -hide_banner -i a -v error -nostdin o -stats -n', '-i a o'],
  ['with their values', '-loglevel 0 -progress url -stats_period 1 -i a -report o -nostats', '-i a o'],
  [
    'but not values of other options that look like them',
    '-i a -metadata -y -metadata title=-v o',
    '-i a -metadata -y -metadata title=-v o',
  ],
  ['but not other options that look like them', '-i a -vn -vstats -n:x o', '-i a -vn -vstats o'],
  [
    'but not a progress report that is a declared output',
    '-progress {{out_log}} -i a o',
    '-progress {{out_log}} -i a o',
  ],
];

for (const [title, command, expected] of removals) {
  test(`the server's own options are taken out: ${title}`, () => {
    assert.equal(textsOf(prepare(command, 7)), expected);
  });
}

const levels: readonly (readonly [string, string])[] = [
  ['', 'info'],
  ['-v quiet', 'info'],
  ['-loglevel repeat+level+verbose', 'verbose'],
  ['-v 48', 'debug'],
  ['-v 99', 'trace'],
  ['-v debug -v error', 'info'],
  ['-v nonsense', 'info'],
];

for (const [options, expected] of levels) {
  test(`the log level of "${options}" is ${expected}`, () => {
    assert.equal(prepare(`${options} -i a o`, 7).logLevel, expected);
  });
}

/** Command; the first version that needs other words; those words. */
const replaced: readonly (readonly [string, number, string])[] = [
  ['-vsync 0 -i a o', 9, '-i a -fps_mode passthrough o'],
  ['-i a -c copy o1 o2 -vsync VFR', 9, '-i a -fps_mode vfr -c copy o1 -fps_mode vfr o2'],
  ['-i a -fps_mode cfr -vsync 2 o', 9, '-i a -fps_mode vfr -fps_mode cfr o'],
  ['-i a -filter_script:v f.txt o', 9, '-i a -/filter:v f.txt o'],
  ['-i a -filter_complex_script {{in_f}} o', 9, '-i a -/filter_complex {{in_f}} o'],
  ['-i a -qphist -adrift_threshold 1 o', 9, '-i a o'],
  ['-i a -psnr o', 7, '-i a o'],
  ['-i a -map_channel 0.0.1 o1 -map_channel 0.0.0 o2', 7, '-i a -af pan=mono|c0=c1 o1 -af pan=mono|c0=c0 o2'],
  ['-i a -map_channel 0.1.1 -af volume=2 -map_channel 0.1.0? o', 7, '-i a -af volume=2,pan=stereo|c0=c1|c1=c0 o'],
  ['-i a -map_channel -1 -map_channel 0.0.0 o', 7, '-i a -af pan=stereo|c1=c0 o'],
  ['-i a -absf aac_adtstoasc -vbsf {{in_x}} o', 6, '-i a -bsf:a aac_adtstoasc -bsf:v {{in_x}} o'],
  [
    '-async 1 -i a -af x={{in_x}} o1 -c:a copy o2 -vn o3',
    6,
    '-i a -af aresample=async=1:first_pts=0,x={{in_x}} o1 -c:a copy o2 -af aresample=async=1:first_pts=0 -vn o3',
  ],
  ['-i a -async 1 -vol 512 o', 6, '-i a -af aresample=async=1:first_pts=0,volume=2 o'],
  ['-i a -vol 256 o', 6, '-i a o'],
  ['-i a -deinterlace -vf scale=2:2 o', 5, '-i a -vf yadif,scale=2:2 o'],
  ['-i a -deinterlace -filter:v x -vn o', 5, '-i a -filter:v x -vn o'],
  ['-i a -intra o', 5, '-i a -g 1 o'],
];

for (const [command, since, expected] of replaced) {
  test(`from FFmpeg ${since} on: ${command}`, () => {
    const before = prepare(command, since - 1);
    assert.deepEqual([textsOf(before), before.notes], [command, []]);
    for (const version of [since, 10, Infinity]) {
      const after = prepare(command, version);
      assert.equal(textsOf(after), expected);
      assert.ok(after.notes.length > 0 && after.notes.every((note) => note.endsWith('.')));
    }
  });
}

const unequalled = [
  '-vsync drop -i a o',
  '-i a -async 1 -filter_complex x o',
  '-i a -map_channel 0.0.0:0.0 o',
  '-i a -map_channel 0.0.0 -map_channel 1.0.0 o',
  '-i a -top 1 o',
];

for (const command of unequalled) {
  test(`what has no equal stays, for FFmpeg to refuse: ${command}`, () => {
    const prepared = prepare(command, 9);
    assert.deepEqual([textsOf(prepared), prepared.notes], [command, []]);
  });
}

test('a command without such options comes through word for word', () => {
  const word = fc.oneof(
    fc.constantFrom('-i', '-c:v', '-an', '-vf', '-map', '-t', '-', 'x', '{{in_a}}'),
    fc.string({ maxLength: 6 }),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 10 }), (texts) => {
      fc.pre(texts.every((text) => /^(?!-(no)?(y|n|v|stats|stdin|report|progress)|--$)/.test(text)));
      const command = ['o', ...texts, 'last'].map(quoteWord).join(' ');
      assert.deepEqual(
        prepare(command, 9).words.map(({ text }) => text),
        ['o', ...texts, 'last'],
      );
    }),
    { numRuns: 1_000 },
  );
});
