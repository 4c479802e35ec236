// Placeholders and words: how a command line is read before FFmpeg sees it.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { assertRefused, call, download, makeClip, outputOf, picture, run } from './support/client.ts';

let clip: string;
before(async () => {
  clip = await makeClip('clip one.mp4');
});

const frames = { output_files: { out_a: 'a.png' } };

test('every way to write a placeholder means the same', async () => {
  const lines = [
    '-i {{in_v}} -frames:v 1 {{out_a}}',
    '-i <<in_v>> -frames:v 1 <<out_a>>',
    '-i {{ in_v }} -frames:v 1 << out_a >>',
    '-i \\{\\{in_v\\}\\} -frames:v 1 \\{\\{out_a\\}\\}',
    'ffmpeg -i {{in_v}} -frames:v 1 {{out_a}}',
    '-i "{{in_v}}" -frames:v 1 \'{{out_a}}\'',
    '-y -hide_banner -loglevel warning -threads 32 -i {{in_v}} \\\n -frames:v 1 {{out_a}}',
    "-i {{in_v}} -vf select='gt(n,3)' -frames:v 1 {{out_a}}",
    '-i {{in_v}} -i {{in_v}} -filter_complex "[0:v][1:v]hstack[v]" -map [v] -frames:v 1 {{out_a}}',
    '-i {{in_v}} -f null - -frames:v 1 {{out_a}}',
    '-i {{in_v}} -f null /dev/null -frames:v 1 {{out_a}}',
    '-f lavfi -i "movie={{in_v}}" -frames:v 1 {{out_a}}',
    '-i concat:{{in_v}} -frames:v 1 {{out_a}}',
  ];
  for (const ffmpeg_command of lines) {
    const command = await run({ ...frames, input_files: { in_v: clip }, ffmpeg_command });
    assert.equal(outputOf(command, 'out_a').file_type, 'image', ffmpeg_command);
    assert.equal(command.original_request['ffmpeg_command'], ffmpeg_command, 'kept as sent');
  }
});

test('an output may be written by a filter alone, inside a quoted argument', async () => {
  const command = await run({
    input_files: { in_v: clip },
    output_files: { out_scenes: 'scenes.txt' },
    ffmpeg_command: '-i {{in_v}} -vf "select=\'gte(scene,0)\',metadata=print:file=<<out_scenes>>" -f null -',
  });
  const text = (await download(outputOf(command, 'out_scenes').storage_url)).toString();
  assert.match(text, /frame:0/);
});

test('several outputs in one word', async () => {
  const command = await run({
    input_files: { in_v: clip },
    output_files: { out_a: 'a.mp4', out_b: 'b.mp4' },
    ffmpeg_command: '-i {{in_v}} -map 0 -c copy -f tee "{{out_a}}|{{out_b}}"',
  });
  assert.deepEqual(
    ['out_a', 'out_b'].map((alias) => outputOf(command, alias).codec),
    ['h264', 'h264'],
  );
});

test('what a shell would read is ordinary text, and quotes work as in POSIX', async () => {
  const titleOf = async (word: string): Promise<string> => {
    const command = await run({
      input_files: {},
      output_files: { out_facts: 'facts.txt' },
      ffmpeg_command: `-f lavfi -i anullsrc -t 0.1 -metadata ${word} -f ffmetadata {{out_facts}}`,
    });
    const text = (await download(outputOf(command, 'out_facts').storage_url)).toString();
    return (/^title=(.*)$/m.exec(text)?.[1] ?? '').replace(/\\(.)/g, '$1');
  };
  const cases: [string, string][] = [
    ['title=$HOME`id`$(id)', '$HOME`id`$(id)'],
    ['title=a|b>c&d', 'a|b>c&d'],
    ['"title=two words"', 'two words'],
    ['\'title=$x "y"\'', '$x "y"'],
    ['title=a\\ b', 'a b'],
    ['title="it\'s"', "it's"],
    ['title=*.mp4', '*.mp4'],
    ['title=~', '~'],
  ];
  for (const [word, title] of cases) assert.equal(await titleOf(word), title, word);
});

test('a placeholder that is not defined, a key that is not used, and a key of another form are 400', async () => {
  const bad: [string, Record<string, unknown>][] = [
    ['not defined', { ...picture, ffmpeg_command: `${picture.ffmpeg_command} {{out_b}}` }],
    ['input not defined', { ...picture, input_files: { in_a: clip }, ffmpeg_command: '-i {{in_b}} {{out_a}}' }],
    ['output not used', { ...picture, output_files: { out_a: 'a.png', out_b: 'b.png' } }],
    ['input not used', { ...picture, input_files: { in_a: clip } }],
    [
      'an input key without in_',
      { ...picture, input_files: { video: clip }, ffmpeg_command: '-i {{video}} {{out_a}}' },
    ],
    [
      'an output key without out_',
      { ...picture, output_files: { result: 'a.png' }, ffmpeg_command: '-f lavfi -i color {{result}}' },
    ],
    [
      'a key with a dash',
      { ...picture, output_files: { 'out_a-b': 'a.png' }, ffmpeg_command: '-f lavfi -i color {{out_a-b}}' },
    ],
    [
      'an empty rest of the key',
      { ...picture, output_files: { out_: 'a.png' }, ffmpeg_command: '-f lavfi -i color {{out_}}' },
    ],
    ['an open quote', { ...picture, ffmpeg_command: `${picture.ffmpeg_command} "` }],
  ];
  for (const [name, body] of bad)
    assertRefused(await call('POST', '/run-ffmpeg-command', body), 'INVALID_REQUEST', name);
});

test('a file name is one path part of 1 to 255 bytes, and two outputs never share one', async () => {
  const named = (...names: string[]): Record<string, unknown> => ({
    input_files: {},
    output_files: Object.fromEntries(names.map((name, index) => [`out_${index}`, name])),
    ffmpeg_command: `-f lavfi -i color=s=16x16:d=1 ${names.map((_, index) => `-frames:v 1 {{out_${index}}}`).join(' ')}`,
  });
  for (const name of ['', '.', '..', '../a.png', 'a/b.png', 'a\n.png', 'a\u0000.png', `${'é'.repeat(126)}.png`]) {
    assertRefused(await call('POST', '/run-ffmpeg-command', named(name)), 'INVALID_REQUEST', JSON.stringify(name));
  }
  assertRefused(await call('POST', '/run-ffmpeg-command', named('a.png', 'a.png')), 'INVALID_REQUEST');
  for (const name of [`${'a'.repeat(251)}.png`, "it's [a] b, c; d: 100%.png", 'ünï 字.png', '-dash.png']) {
    const command = await run(named(name));
    const output = outputOf(command, 'out_0');
    assert.equal(output.filename, name);
    assert.equal(decodeURIComponent(output.storage_url.split('/').pop() ?? ''), name);
    await download(output.storage_url);
  }
});

test('a name with a printf number stands for a series of files', async () => {
  const command = await run({
    input_files: { in_v: clip },
    output_files: { out_frames: 'frame_%03d.png' },
    ffmpeg_command: '-i {{in_v}} -vf fps=2 {{out_frames}}',
  });
  const series = outputOf(command, 'out_frames');
  assert.deepEqual(
    (series.items ?? []).map(({ filename }) => filename),
    ['frame_001.png', 'frame_002.png', 'frame_003.png', 'frame_004.png'],
  );
  assert.equal((await download(series.storage_url)).subarray(0, 2).toString(), 'PK', 'its own link is a zip');
  for (const item of series.items ?? []) {
    assert.equal((await download(item.storage_url ?? '')).subarray(1, 4).toString(), 'PNG');
  }
});
