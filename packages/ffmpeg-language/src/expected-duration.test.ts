// What is claimed of durations, and above all where nothing is: every row was compared with real runs of FFmpeg 5.1, 7.1 and 9.0.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readDurationIntent } from './duration-intent.ts';
import { type ExpectedDuration, expectedDuration, type OutputFacts } from './expected-duration.ts';
import type { InputFacts, InputStream } from './input-span.ts';
import { parseCommandLine } from './parse-command-line.ts';
import { splitWords } from './split-words.ts';

const video = (seconds: number | null, average = 25, base = 25): InputStream => ({
  medium: 'video',
  seconds,
  averageFrameRate: average,
  baseFrameRate: base,
});
const audio = (seconds: number | null): InputStream => ({
  medium: 'audio',
  seconds,
  averageFrameRate: null,
  baseFrameRate: null,
});
const picture: InputStream = { medium: 'picture', seconds: null, averageFrameRate: null, baseFrameRate: null };

/** Inputs by alias. */
const files: Record<string, InputFacts> = {
  in_av: { seconds: 10, streams: [video(10), audio(10)] },
  in_long: { seconds: 12, streams: [video(10), audio(12)] },
  in_mkv: { seconds: 10, streams: [video(null), audio(null)] },
  in_v: { seconds: 10, streams: [video(10)] },
  in_a4: { seconds: 4, streams: [audio(4)] },
  in_cover: { seconds: 4, streams: [audio(4), picture] },
  in_png: { seconds: null, streams: [picture] },
  // Fifteen frames at five a second, the last of which stays: 5.8 s in the container, 3 s in what 7.1 writes.
  in_gif: { seconds: 5.8, streams: [video(5.8, 15 / 5.8, 5)] },
  in_ts: { seconds: null, streams: [video(null), audio(null)] },
  in_unprobed: { seconds: 10, streams: null },
};

const names: Record<string, string> = { in_png: 'in_png.png', out_list: 'list.m3u8', out_series: 'f_%04d.png' };

function claim(command: string, output: OutputFacts | null, outputIndex = 0): ExpectedDuration {
  const split = splitWords(command);
  assert.ok(split.ok);
  const line = parseCommandLine(split.words);
  const intent = readDurationIntent(line, (alias) => names[alias] ?? `${alias}.mp4`);
  const facts = line.inputs.map(({ url }) => files[url.text.replaceAll(/[{}]/g, '')] ?? null);
  return expectedDuration(intent, outputIndex, facts, output);
}

const streams = {
  av: { hasVideo: true, hasAudio: true },
  v: { hasVideo: true, hasAudio: false },
  a: { hasVideo: false, hasAudio: true },
} satisfies Record<string, OutputFacts>;

const cases: readonly (readonly [string, keyof typeof streams, string])[] = [
  // One file.
  ['-i {{in_av}} {{out}}', 'av', 'at_least 10'],
  ['-i {{in_av}} -c copy {{out}}', 'av', 'at_least 10'],
  ['-i {{in_av}} {{out}}', 'a', 'at_least 10'],
  ['-i {{in_long}} {{out}}', 'av', 'at_least 12'],
  ['-i {{in_long}} {{out}}', 'v', 'at_least 10'],
  ['-i {{in_long}} -an {{out}}', 'av', 'at_least 10'],
  ['-vn -i {{in_long}} {{out}}', 'a', 'at_least 12'],
  ['-i {{in_long}} -shortest {{out}}', 'av', 'at_least 10'],
  ['-i {{in_mkv}} {{out}}', 'av', 'at_least 10'],
  ['-i {{in_mkv}} {{out}}', 'v', 'unknown'],
  ['-i {{in_gif}} {{out}}', 'v', 'at_least 3'],
  ['-i {{in_ts}} {{out}}', 'av', 'unknown'],
  ['-i {{in_unprobed}} {{out}}', 'av', 'unknown'],
  ['-i {{in_cover}} {{out}}', 'av', 'at_least 4'],
  // Limits and places.
  ['-i {{in_av}} -t 3 {{out}}', 'av', 'exact 3'],
  ['-i {{in_av}} -t 30 {{out}}', 'av', 'at_least 10'],
  ['-i {{in_av}} -to 00:00:03 {{out}}', 'av', 'exact 3'],
  ['-i {{in_av}} -ss 2 -to 5 {{out}}', 'av', 'exact 3'],
  ['-i {{in_av}} -ss 8 -t 5 {{out}}', 'av', 'at_least 2'],
  ['-ss 2 -to 5 -i {{in_av}} {{out}}', 'av', 'exact 3'],
  ['-ss 2 -i {{in_av}} -to 5 {{out}}', 'av', 'exact 5'],
  ['-ss 12 -i {{in_av}} -t 5 {{out}}', 'av', 'at_most 5'],
  ['-ss 2 -i {{in_av}} -c copy -t 5 {{out}}', 'av', 'at_least 5'],
  ['-i {{in_av}} -ss 2 -c copy {{out}}', 'av', 'unknown'],
  ['-sseof -3 -i {{in_av}} {{out}}', 'av', 'at_least 3'],
  ['-i {{in_ts}} -t 5 {{out}}', 'av', 'at_most 5'],
  ['-i {{in_av}} -t nonsense {{out}}', 'av', 'unknown'],
  ['-i {{in_av}} -r 2 {{out}}', 'av', 'at_least 10 ±1'],
  ['-i {{in_av}} -vf fps=1/4 {{out}}', 'v', 'at_least 10 ±8'],
  // Repeating.
  ['-stream_loop -1 -i {{in_av}} -t 30 {{out}}', 'av', 'exact 30'],
  ['-stream_loop -1 -i {{in_unprobed}} -t 30 {{out}}', 'av', 'exact 30'],
  ['-stream_loop 2 -i {{in_av}} {{out}}', 'av', 'at_least 30'],
  ['-stream_loop 2 -ss 1 -i {{in_av}} {{out}}', 'av', 'unknown'],
  ['-stream_loop -1 -i {{in_a4}} -i {{in_v}} -shortest {{out}}', 'av', 'at_least 10'],
  ['-loop 1 -i {{in_png}} -t 5 {{out}}', 'v', 'exact 5'],
  ['-loop 1 -framerate 1 -i {{in_png}} -t 5 {{out}}', 'v', 'exact 5 ±2'],
  ['-loop 1 -i {{in_png}} -i {{in_a4}} -shortest {{out}}', 'av', 'at_least 4'],
  ['-i {{in_png}} -i {{in_a4}} {{out}}', 'av', 'at_least 4'],
  // Made by FFmpeg.
  ['-f lavfi -i testsrc=d=5 {{out}}', 'v', 'exact 5'],
  ['-f lavfi -i color=c=red:duration=5s,drawbox=w=1 {{out}}', 'v', 'exact 5'],
  ['-f lavfi -i sine -t 7 {{out}}', 'a', 'exact 7'],
  ['-f lavfi -i sine {{out}}', 'a', 'unknown'],
  ['-f lavfi -i testsrc=d=5,setpts=2*PTS {{out}}', 'v', 'unknown'],
  ['-f lavfi -i testsrc=d=5,loop=3:10 {{out}}', 'v', 'unknown'],
  ['-f lavfi -i anullsrc -i {{in_v}} -shortest {{out}}', 'av', 'at_least 10'],
  ['-f lavfi -i movie=x.mp4 {{out}}', 'v', 'unknown'],
  // Several inputs and maps.
  ['-i {{in_v}} -i {{in_a4}} -map 0:v -map 1:a {{out}}', 'av', 'at_least 10'],
  ['-i {{in_v}} -i {{in_a4}} -map 0:v -map 1:a -shortest {{out}}', 'av', 'at_least 4'],
  ['-i {{in_long}} -i {{in_a4}} -map 0:0 -map 1:a {{out}}', 'av', 'at_least 10'],
  ['-i {{in_long}} -map 0:1 {{out}}', 'a', 'at_least 12'],
  ['-i {{in_long}} -map 0 -map -0:a {{out}}', 'v', 'unknown'],
  ['-i {{in_av}} -map 0 -map -0:s {{out}}', 'av', 'at_least 10'],
  ['-i {{in_av}} -map 0:p:1 {{out}}', 'av', 'at_least 10'],
  ['-i {{in_av}} -map 0:s {{out}}', 'av', 'unknown'],
  // Filters.
  ['-i {{in_av}} -vf scale=2:2,yadif -af volume=2 {{out}}', 'av', 'at_least 10'],
  ['-i {{in_av}} -vf setpts=0.5*PTS {{out}}', 'av', 'at_least 10'],
  ['-i {{in_av}} -vf setpts=0.5*PTS -shortest {{out}}', 'av', 'unknown'],
  ['-i {{in_av}} -vf setpts=0.5*PTS -af atempo=2 {{out}}', 'av', 'unknown'],
  [`-i {{in_v}} -vf "select='gt(scene,0.3)'" {{out}}`, 'v', 'unknown'],
  ['-i {{in_v}} -vf trim=end=2 -t 5 {{out}}', 'v', 'at_most 5'],
  ['-i {{in_v}} -vf nosuchfilter {{out}}', 'v', 'unknown'],
  ['-i {{in_av}} -filter:a atempo=2 {{out}}', 'av', 'at_least 10'],
  ['-i {{in_av}} -i {{in_png}} -filter_complex overlay=1:1 {{out}}', 'av', 'at_least 10'],
  ['-i {{in_av}} -i {{in_png}} -filter_complex overlay=1:1 {{out}}', 'v', 'unknown'],
  ['-i {{in_av}} -i {{in_av}} -filter_complex "[0:a][1:a]amix[a]" -map 0:v -map "[a]" {{out}}', 'av', 'at_least 10'],
  ['-i {{in_av}} -i {{in_av}} -filter_complex "[0:v][0:a][1:v][1:a]concat=n=2:v=1:a=1" {{out}}', 'av', 'unknown'],
  // What changes timing, or is not the media itself.
  ['-i {{in_av}} -frames:v 30 {{out}}', 'av', 'unknown'],
  ['-i {{in_av}} -fs 1M {{out}}', 'av', 'unknown'],
  ['-itsoffset 3 -i {{in_av}} {{out}}', 'av', 'unknown'],
  ['-r 10 -i {{in_av}} {{out}}', 'av', 'unknown'],
  ['-copyts -ss 5 -i {{in_av}} {{out}}', 'av', 'unknown'],
  ['-skip_frame nokey -i {{in_av}} {{out}}', 'av', 'unknown'],
  ['-i {{in_av}} -c copy -bsf:v setts=pts=0 {{out}}', 'av', 'unknown'],
  ['-i {{in_av}} -f hls -hls_list_size 3 {{out}}', 'av', 'unknown'],
  ['-i {{in_av}} {{out_list}}', 'av', 'unknown'],
  ['-i {{in_av}} {{out_series}}', 'v', 'unknown'],
  ['-i {{in_av}} -f segment -segment_time 2 {{out}}', 'av', 'unknown'],
  ['-i {{in_av}} -/filter:v f.txt {{out}}', 'av', 'unknown'],
];

function show(expected: ExpectedDuration): string {
  if (expected.kind === 'unknown') return 'unknown';
  const slack = expected.slackSeconds > 0 ? ` ±${Number(expected.slackSeconds.toFixed(3))}` : '';
  return `${expected.kind} ${Number(expected.seconds.toFixed(3))}${slack}`;
}

for (const [command, output, expected] of cases) {
  test(`${command} (${output}): ${expected}`, () => {
    const found = claim(command.replaceAll('{{out}}', '{{out_x}}'), streams[output]);
    assert.equal(show(found), expected, found.because);
    assert.notEqual(found.because, '');
  });
}

test('each output is judged by its own options', () => {
  const command = '-i {{in_av}} -t 3 {{out_a}} -ss 4 -vn {{out_b}}';
  assert.equal(show(claim(command, streams.av, 0)), 'exact 3');
  assert.equal(show(claim(command, streams.a, 1)), 'at_least 6');
  assert.equal(show(claim(command, streams.a, 2)), 'unknown');
});

test('without a probe of the output, the weaker stream is what can be claimed', () => {
  assert.equal(show(claim('-i {{in_long}} {{out_x}}', null)), 'at_least 10');
  assert.equal(show(claim('-i {{in_long}} {{out_x}}', { hasVideo: false, hasAudio: false })), 'unknown');
});

test('never throws, and never claims what is not a positive number of seconds, zero or a bound', () => {
  const word = fc.constantFrom(
    ...`-i {{in_av}} {{in_gif}} {{in_png}} -t -ss -to -sseof -1 5 00:03 x -stream_loop -loop 1 -f lavfi sine=d=3 testsrc -map 0 0:v 1:a [v]
        -vf -af scale=1 atempo=2 fps=5 -shortest -an -vn -c copy -r -filter_complex overlay -frames:v o`.split(/\s+/),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 14 }), fc.constantFrom(...Object.values(streams)), (words, output) => {
      const found = claim([...words, 'o.mp4'].join(' '), output);
      if (found.kind !== 'unknown') {
        assert.ok(
          Number.isFinite(found.seconds) && found.seconds >= 0 && Number.isFinite(found.slackSeconds),
          show(found),
        );
      }
    }),
    { numRuns: 3_000 },
  );
});
