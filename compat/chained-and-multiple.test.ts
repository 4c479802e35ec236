// Chains share one folder and stop at the first failure; several commands of one request are independent.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import {
  assertRefused,
  call,
  download,
  finished,
  makeClip,
  outputOf,
  picture,
  run,
  runFailing,
  succeed,
} from './support/client.ts';
import type { Command } from './support/wire.ts';

let clip: string;
before(async () => {
  clip = await makeClip();
});

test('a chain has one id, and a later step reads what an earlier one wrote by its own name', async () => {
  const request = {
    input_files: { in_clip: clip },
    output_files: { out_gif: 'small.gif' },
    ffmpeg_commands: [
      'ffmpeg -i {{in_clip}} -vf "scale=80:-2,palettegen" -update 1 palette.png',
      '-i {{in_clip}} -i palette.png -lavfi "scale=80:-2[x];[x][1:v]paletteuse" -t 1 {{out_gif}}',
    ],
  };
  const command = await run(request);
  assert.equal(command.command_type, 'CHAINED_COMMAND');
  assert.deepEqual(command.original_request, request);
  assert.equal(outputOf(command, 'out_gif').width, 80);
});

test('two passes find the log of the first', async () => {
  const command = await run({
    input_files: { in_clip: clip },
    output_files: { out_video: 'v.mp4' },
    ffmpeg_commands: [
      '-y -i {{in_clip}} -c:v libx264 -b:v 200k -pass 1 -an -f null /dev/null',
      '-i {{in_clip}} -c:v libx264 -b:v 200k -pass 2 -c:a aac {{out_video}}',
    ],
  });
  assert.equal(outputOf(command, 'out_video').codec, 'h264');
});

test('a chain stops at its first failing step, which the message names', async () => {
  const command = await runFailing(
    {
      ...chain,
      ffmpeg_commands: [
        '-f lavfi -i color -frames:v 1 one.png',
        '-i one.png -vf nosuchfilter two.png',
        '-i one.png {{out_a}}',
      ],
    },
    'FFMPEG_FAILED',
  );
  assert.match(command.error_message ?? '', /\b(2|second)\b/i);
  assert.deepEqual(command.output_files, {});
});

const chain = { input_files: {}, output_files: { out_a: 'a.png' } };

test('a chain that cannot be used is 400', async () => {
  const one = '-f lavfi -i color -frames:v 1 {{out_a}}';
  const bad: [string, Record<string, unknown>][] = [
    ['no steps', { ...chain, ffmpeg_commands: [] }],
    [
      '11 steps',
      {
        ...chain,
        ffmpeg_commands: [one, ...Array.from({ length: 10 }, (_, i) => `-f lavfi -i color -frames:v 1 ${i}.png`)],
      },
    ],
    ['steps absent', chain],
    ['a step that is not a string', { ...chain, ffmpeg_commands: [one, 5] }],
    ['an empty step', { ...chain, ffmpeg_commands: [one, ''] }],
    [
      'an output that no step uses',
      { ...chain, output_files: { out_a: 'a.png', out_b: 'b.png' }, ffmpeg_commands: [one] },
    ],
    ['an alias that is not defined', { ...chain, ffmpeg_commands: [one, '-i {{in_x}} b.png'] }],
  ];
  for (const [name, body] of bad) {
    assertRefused(await call('POST', '/run-chained-ffmpeg-commands', body), 'INVALID_REQUEST', name);
  }
});

test('several commands have their ids in order, run independently, and are of their own type', async () => {
  const sizes = [16, 24, 32];
  const commands = sizes.map((size) => ({
    ...picture,
    ffmpeg_command: `-f lavfi -i color=s=${size}x16 -frames:v 1 {{out_a}}`,
    metadata: { size },
  }));
  const failing = { ...picture, ffmpeg_command: '-f lavfi -i nosuchsource {{out_a}}' };
  const { command_ids } = await succeed<{ command_ids: string[] }>('POST', '/run-multiple-ffmpeg-commands', {
    commands: [...commands, failing],
  });
  assert.equal(new Set(command_ids).size, 4);
  const done = await Promise.all(command_ids.map((id) => finished(id)));
  assert.deepEqual(
    done.map(({ status }) => status),
    ['SUCCESS', 'SUCCESS', 'SUCCESS', 'FAILED'],
  );
  assert.deepEqual(
    done.slice(0, 3).map((command) => outputOf(command, 'out_a').width),
    sizes,
  );
  assert.deepEqual(
    done.slice(0, 3).map(({ metadata }) => metadata),
    sizes.map((size) => ({ size })),
  );
  for (const { command_type } of done) assert.equal(command_type, 'MULTIPLE_COMMAND');
  assert.equal((await download(outputOf(done[0] as Command, 'out_a').storage_url)).subarray(1, 4).toString(), 'PNG');
});

test('one bad entry, none, or 11 are 400, and nothing is queued', async () => {
  const newest = async (): Promise<string | undefined> =>
    (await succeed<{ commands: Command[] }>('GET', '/commands?limit=1')).commands[0]?.command_id;
  const before = await newest();
  const bad = [
    { commands: [picture, { ...picture, ffmpeg_command: '-i {{in_x}} {{out_a}}' }] },
    { commands: [picture, { ...picture, output_files: {} }] },
    { commands: [] },
    { commands: Array.from({ length: 11 }, () => picture) },
    { commands: picture },
    {},
  ];
  for (const body of bad) {
    assertRefused(await call('POST', '/run-multiple-ffmpeg-commands', body), 'INVALID_REQUEST', JSON.stringify(body));
  }
  assert.equal(await newest(), before);
});
