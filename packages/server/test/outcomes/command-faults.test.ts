// Commands that cannot give what they promise: each ends FAILED with its code and a sentence that says what to mend.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { FailureCode } from '@renderio/contract';
import { startTestServer, type TestServer } from '../support/server.ts';
import { assertFailure, isFalseSuccess } from './faults/fault.ts';
import { type FixtureName, makeFixtures } from './fixtures.ts';

interface Row {
  readonly name: string;
  readonly command: string;
  /** The declared name of `out_a`; others are given by their own key. */
  readonly output?: string;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly inputs?: Readonly<Record<string, FixtureName>>;
  readonly status: FailureCode;
  readonly says: RegExp;
}

const rows: readonly Row[] = [
  ...(
    [
      ['mp4', 'OUTPUT_INVALID'],
      ['mkv', 'OUTPUT_INVALID'],
      ['webm', 'OUTPUT_INVALID'],
      ['mov', 'OUTPUT_INVALID'],
      ['mp3', 'OUTPUT_INVALID'],
      ['wav', 'OUTPUT_INVALID'],
      ['m4a', 'OUTPUT_INVALID'],
      ['png', 'OUTPUT_MISSING'],
    ] as const
  ).map(
    ([ending, status]): Row => ({
      name: `a seek past the end, into .${ending}`,
      command: '-ss 60 -i {{in_video}} {{out_a}}',
      output: `none.${ending}`,
      status,
      says: /^Output \{\{out_a\}\} .*-ss 60 lies past the end of \{\{in_video\}\}, which lasts 2 s\.$/,
    }),
  ),
  ...['ts', 'gif', 'webp', 'jpg'].map(
    (ending): Row => ({
      name: `a seek past the end that makes the encoder fail, into .${ending}`,
      command: '-ss 60 -i {{in_video}} {{out_a}}',
      output: `none.${ending}`,
      status: 'FFMPEG_FAILED',
      says: /^No frame reached an output\. Check whether -ss lies past the end/,
    }),
  ),
  ...['mp4', 'mkv', 'mp3'].map(
    (ending): Row => ({
      name: `a seek past the end, copied into .${ending}`,
      inputs: { in_video: ending === 'mp3' ? 'voice.wav' : 'video.mp4' },
      command: `-ss 60 -i {{in_video}} -c ${ending === 'mp3' ? 'mp3' : 'copy'} {{out_a}}`,
      output: `none.${ending}`,
      status: 'OUTPUT_INVALID',
      says: /\{\{out_a\}\}.*-ss 60 lies past the end of \{\{in_video\}\}, which lasts 2 s\.$/,
    }),
  ),
  {
    name: 'no frame wanted by -frames:v 0',
    command: '-i {{in_video}} -an -frames:v 0 {{out_a}}',
    status: 'OUTPUT_INVALID',
    says: /no frame/,
  },
  {
    name: 'no time wanted by -t 0',
    command: '-i {{in_video}} -t 0 {{out_a}}',
    status: 'OUTPUT_INVALID',
    says: /no frame/,
  },
  {
    name: 'a filter that lets no frame through, into a picture',
    command: '-i {{in_video}} -vf "select=gt(scene\\,2)" -frames:v 1 {{out_a}}',
    output: 'scene.png',
    status: 'OUTPUT_MISSING',
    says: /out_a/,
  },
  {
    name: 'a filter that lets no frame through, into a series',
    command: '-i {{in_video}} -vf "select=gt(scene\\,2)" {{out_a}}',
    output: 'scene_%03d.png',
    status: 'OUTPUT_MISSING',
    says: /out_a/,
  },
  {
    name: 'a filter that lets no frame through, into a film',
    command: '-i {{in_video}} -vf "select=gt(scene\\,2)" -an {{out_a}}',
    status: 'OUTPUT_INVALID',
    says: /no frame/,
  },
  {
    name: 'a metadata file that no filter writes',
    command: '-i {{in_video}} -metadata comment={{out_a}} -f null -',
    output: 'scenes.txt',
    status: 'OUTPUT_MISSING',
    says: /\{\{out_a\}\}.*not write/,
  },
  {
    name: 'an output named in a place that is no file',
    command: '-i {{in_video}} -metadata title={{out_a}} copy.mp4',
    status: 'OUTPUT_MISSING',
    says: /\{\{out_a\}\}.*not write/,
  },
  {
    name: 'one of two outputs that nothing reaches',
    command: '-i {{in_video}} -c copy {{out_a}} -ss 60 -frames:v 1 {{out_b}}',
    outputs: { out_a: 'a.mp4', out_b: 'b.jpg' },
    status: 'FFMPEG_FAILED',
    says: /No frame reached an output/,
  },
  {
    name: 'text in a file that should be a film',
    command: '-i {{in_video}} -f ffmetadata {{out_a}}',
    status: 'OUTPUT_INVALID',
    says: /\{\{out_a\}\} \(out\.mp4\).*no frame/,
  },
  {
    name: 'an ending that no muxer knows',
    command: '-i {{in_video}} {{out_a}}',
    output: 'film.mp5',
    status: 'FFMPEG_FAILED',
    says: /\{\{out_a\}\}.*(format|extension)/is,
  },
  {
    name: 'no ending at all',
    command: '-i {{in_video}} {{out_a}}',
    output: 'film',
    status: 'FFMPEG_FAILED',
    says: /\{\{out_a\}\}.*format/is,
  },
  {
    name: 'a codec that the container cannot hold',
    command: '-i {{in_video}} -c copy {{out_a}}',
    output: 'film.webm',
    status: 'FFMPEG_FAILED',
    says: /Only VP8 or VP9 or AV1/,
  },
  {
    name: 'a film copied into an MP3',
    command: '-i {{in_video}} -c copy {{out_a}}',
    output: 'film.mp3',
    status: 'FFMPEG_FAILED',
    says: /mp3|audio/i,
  },
  {
    name: 'an unknown filter',
    command: '-i {{in_video}} -vf "scael=320:-2" {{out_a}}',
    status: 'FFMPEG_FAILED',
    says: /scael=320:-2/,
  },
  {
    name: 'an unknown encoder',
    command: '-i {{in_video}} -c:v libx266 {{out_a}}',
    status: 'FFMPEG_FAILED',
    says: /Unknown encoder 'libx266'/,
  },
  {
    name: 'an unknown option',
    command: '-i {{in_video}} -bitrate_video 5 {{out_a}}',
    status: 'FFMPEG_FAILED',
    says: /bitrate_video/,
  },
  {
    name: 'an option with a wrong value',
    command: '-i {{in_video}} -preset fastest {{out_a}}',
    status: 'FFMPEG_FAILED',
    says: /fastest/,
  },
  {
    name: 'a time that is none',
    command: '-ss tomorrow -i {{in_video}} {{out_a}}',
    status: 'FFMPEG_FAILED',
    says: /tomorrow/,
  },
  {
    name: 'an odd width for x264',
    command: '-i {{in_video}} -vf scale=101:75 -pix_fmt yuv420p {{out_a}}',
    status: 'FFMPEG_FAILED',
    says: /(width|height) not divisible by 2 \(101x75\)/,
  },
  {
    name: 'a file that nobody gave',
    command: '-i {{in_video}} -i logo.png -filter_complex overlay {{out_a}}',
    status: 'FFMPEG_FAILED',
    says: /^There is no file logo\.png: give it in input_files/,
  },
  {
    name: 'subtitles that nobody gave',
    command: '-i {{in_video}} -vf subtitles=subs.srt {{out_a}}',
    status: 'FFMPEG_FAILED',
    says: /subs\.srt/,
  },
  {
    name: 'a file that nobody gave',
    command: '-i {{in_video}} -i logo.png {{out_a}}',
    status: 'FFMPEG_FAILED',
    says: /^There is no file logo\.png: give it in input_files/,
  },
  {
    name: 'a stream that is not there',
    command: '-i {{in_video}} -map 0:s:0 {{out_a}}',
    status: 'FFMPEG_FAILED',
    says: /matches no streams[^]*0:s:0/,
  },
  {
    name: 'a label that nothing makes',
    command: '-i {{in_video}} -filter_complex "[0:v]scale=160:-2[v]" -map "[vout]" {{out_a}}',
    status: 'FFMPEG_FAILED',
    says: /vout/,
  },
  {
    name: 'a graph that wants sound from a silent film',
    inputs: { in_video: 'silent.mp4' },
    command: '-i {{in_video}} -filter_complex "[0:a]volume=2[a]" -map "[a]" {{out_a}}',
    status: 'FFMPEG_FAILED',
    says: /0:a|matches no streams/,
  },
  {
    name: 'a silent film as an MP3',
    inputs: { in_video: 'silent.mp4' },
    command: '-i {{in_video}} {{out_a}}',
    output: 'sound.mp3',
    status: 'FFMPEG_FAILED',
    says: /does not contain any stream/,
  },
  {
    name: 'text where a film is meant',
    inputs: { in_video: 'notes.txt' },
    command: '-i {{in_video}} {{out_a}}',
    status: 'FFMPEG_FAILED',
    says: /Invalid data[^]*\{\{in_video\}\}/,
  },
  {
    name: 'films of two sizes for the concat filter',
    inputs: { in_video: 'video.mp4', in_b: 'long-sound.mp4' },
    command:
      '-i {{in_video}} -i {{in_b}} -filter_complex "[0:v][0:a][1:v][1:a]concat=n=2:v=1:a=1[v][a]" -map "[v]" -map "[a]" {{out_a}}',
    status: 'FFMPEG_FAILED',
    says: /do not match the corresponding output link/,
  },
  {
    name: 'a playlist that names its segments where they are not',
    command: '-i {{in_video}} -c copy -f hls -hls_time 1 -hls_base_url gone/ {{out_a}}',
    output: 'index.m3u8',
    status: 'OUTPUT_INVALID',
    says: /\{\{out_a\}\}.*missing/,
  },
  {
    name: 'no picture wanted by -frames:v 0',
    command: '-i {{in_video}} -f image2 -update 1 -frames:v 0 {{out_a}}',
    output: 'nothing.jpg',
    status: 'OUTPUT_MISSING',
    says: /out_a/,
  },
];

let server: TestServer;
let video: string;
const ids: string[] = [];
let falseSuccesses = 0;

before(async () => {
  let fixtures: ReadonlyMap<FixtureName, Buffer>;
  [server, fixtures] = await Promise.all([startTestServer(), makeFixtures()]);
  const wanted = new Set(['video.mp4', ...rows.flatMap(({ inputs = {} }) => Object.values(inputs))]);
  const uploads = new Map<string, string>();
  for (const [name, bytes] of fixtures) if (wanted.has(name)) uploads.set(name, await server.upload(name, bytes));
  video = uploads.get('video.mp4') ?? '';
  for (const { command, output = 'out.mp4', outputs = { out_a: output }, inputs = { in_video: 'video.mp4' } } of rows) {
    const input_files = Object.fromEntries(
      Object.entries(inputs).map(([alias, name]) => [alias, uploads.get(name) ?? '']),
    );
    ids.push(await server.submit({ input_files, output_files: { ...outputs }, ffmpeg_command: command }));
  }
});
after(async () => {
  await server.stop();
  console.log(`${rows.length} faults of commands, ${falseSuccesses} false SUCCESS`);
});

for (const [index, row] of rows.entries()) {
  test(`no success: ${row.name}`, async () => {
    const done = await server.finished(ids[index] ?? '');
    if (isFalseSuccess(done)) falseSuccesses += 1;

    assertFailure(done, row);
  });
}

test('afterwards a normal command succeeds', async () => {
  const done = await server.run({
    input_files: { in_video: video },
    output_files: { out_a: 'out.mp4' },
    ffmpeg_command: '-i {{in_video}} -c copy {{out_a}}',
  });
  assert.equal(done.status, 'SUCCESS', done.error_message ?? '');
});
