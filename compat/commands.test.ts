// Commands: submitting, every field of the object in each of its states, lists, deletion, and how they fail.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
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
  submit,
  succeed,
} from './support/client.ts';
import { type Host, startHost } from './support/host.ts';
import { assertShape, type Command } from './support/wire.ts';

let host: Host;
let clip: string;

before(async () => {
  host = await startHost();
  clip = await makeClip();
});
after(() => host.stop());

test('a submit answers 200 with the id, at once', async () => {
  const startedAt = performance.now();
  const { status, body } = await call<{ command_id: string }>('POST', '/run-ffmpeg-command', picture);
  assert.equal(status, 200, 'never 202');
  assert.equal(typeof body.command_id, 'string');
  assert.ok(performance.now() - startedAt < 2000);
});

test('a command that succeeded has its request as sent, its times, and each output with all its fields', async () => {
  const request = {
    input_files: { in_clip: clip },
    output_files: { out_video: 'small.mp4', out_sound: 'sound.mp3', out_thumb: 'thumb.jpg', out_facts: 'facts.txt' },
    ffmpeg_command:
      '-i {{in_clip}} -vf scale=160:120 -c:v libx264 -c:a aac {{out_video}} -vn -c:a libmp3lame {{out_sound}} -frames:v 1 {{out_thumb}} -f ffmetadata {{out_facts}}',
  };
  const command = await run({ ...request, metadata: { order: 7, is_draft: true, note: 'ä' } });
  assert.equal(command.command_type, 'FFMPEG_COMMAND');
  assert.deepEqual(command.original_request, request);
  assert.deepEqual(command.metadata, { order: 7, is_draft: true, note: 'ä' });
  assert.ok((command.ffmpeg_command_run_seconds ?? 0) > 0);
  assert.ok((command.total_processing_seconds ?? 0) >= (command.ffmpeg_command_run_seconds ?? 0));
  assert.deepEqual(Object.keys(command.output_files).sort(), Object.keys(request.output_files).sort());

  const video = outputOf(command, 'out_video');
  assert.deepEqual(
    [video.file_type, video.file_format, video.codec, video.pixel_format, video.mime_type, video.width, video.height],
    ['video', 'mp4', 'h264', 'yuv420p', 'video/mp4', 160, 120],
  );
  assert.equal(video.frame_rate, 25);
  assert.ok(Math.abs((video.duration ?? 0) - 2) < 0.2);
  assert.ok((video.bitrate_video_kb ?? 0) > 0 && (video.bitrate_audio_kb ?? 0) > 0);

  const sound = outputOf(command, 'out_sound');
  assert.deepEqual(
    [sound.file_type, sound.file_format, sound.codec, sound.mime_type],
    ['audio', 'mp3', 'mp3', 'audio/mpeg'],
  );
  assert.deepEqual(
    [sound.width, sound.height, sound.frame_rate, sound.pixel_format, sound.bitrate_video_kb],
    [null, null, null, null, null],
  );

  const thumb = outputOf(command, 'out_thumb');
  assert.deepEqual([thumb.file_type, thumb.mime_type, thumb.width], ['image', 'image/jpeg', 320]);
  assert.deepEqual([thumb.duration, thumb.frame_rate, thumb.bitrate_audio_kb], [null, null, null]);

  const facts = outputOf(command, 'out_facts');
  assert.deepEqual([facts.file_type, facts.width, facts.duration, facts.codec], ['text', null, null, null]);

  for (const output of [video, sound, thumb, facts]) {
    assert.deepEqual([output.status, output.rendi_store_type, output.is_deleted], ['STORED', 'OUTPUT', false]);
    const bytes = await download(output.storage_url);
    assert.equal(bytes.length, Math.round((output.size_mbytes ?? 0) * 1_048_576), 'size_mbytes is not rounded');
    assert.equal(decodeURIComponent(output.storage_url.split('?')[0]?.split('/').pop() ?? ''), output.filename);
  }
});

test('what is not known yet is null, not absent, and there are no outputs', async () => {
  const commandId = await submit({
    ...picture,
    ffmpeg_command: '-re -f lavfi -i testsrc2=s=64x48:d=3 -update 1 {{out_a}}',
  });
  const command = await succeed<Command>('GET', `/commands/${commandId}`);
  assertShape('command', command);
  assert.ok(['QUEUED', 'PROCESSING'].includes(command.status));
  assert.deepEqual(
    [command.total_processing_seconds, command.error_status, command.error_message, command.metadata],
    [null, null, null, null],
  );
  assert.deepEqual(command.output_files, {});
  await finished(commandId);
});

test('a submit that cannot be used is 400 INVALID_REQUEST and names every bad field', async () => {
  const bad: [string, Record<string, unknown>][] = [
    ['input_files absent', { output_files: picture.output_files, ffmpeg_command: picture.ffmpeg_command }],
    [
      'input_files empty though the command reads one',
      { ...picture, ffmpeg_command: '-i https://example.com/a.mp4 {{out_a}}' },
    ],
    ['input_files not an object', { ...picture, input_files: [] }],
    ['input not a string', { ...picture, input_files: { in_a: 5 }, ffmpeg_command: '-i {{in_a}} {{out_a}}' }],
    ['output_files absent', { input_files: {}, ffmpeg_command: picture.ffmpeg_command }],
    ['output_files empty', { ...picture, output_files: {} }],
    ['ffmpeg_command absent', { input_files: {}, output_files: picture.output_files }],
    ['ffmpeg_command empty', { ...picture, ffmpeg_command: '' }],
    ['ffmpeg_command not a string', { ...picture, ffmpeg_command: 7 }],
    ['metadata nested', { ...picture, metadata: { a: {} } }],
    ['metadata not an object', { ...picture, metadata: 'a' }],
    [
      '11 metadata keys',
      { ...picture, metadata: Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`k${i}`, i])) },
    ],
    ['webhook_url not a URL', { ...picture, webhook_url: 'nowhere' }],
    ['max_command_run_seconds not a whole number', { ...picture, max_command_run_seconds: 1.5 }],
    ['max_command_run_seconds zero', { ...picture, max_command_run_seconds: 0 }],
  ];
  for (const [name, body] of bad)
    assertRefused(await call('POST', '/run-ffmpeg-command', body), 'INVALID_REQUEST', name);
  const several = assertRefused(
    await call('POST', '/run-ffmpeg-command', { input_files: {}, output_files: {}, ffmpeg_command: 3 }),
    'INVALID_REQUEST',
  );
  assert.ok((several.detail ?? []).length >= 2, 'all bad fields at once');
});

test('10 metadata keys and max_command_run_seconds are taken', async () => {
  const metadata = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`k${i}`, String(i)]));
  assert.deepEqual((await run({ ...picture, metadata, max_command_run_seconds: 60 })).metadata, metadata);
});

test('a command fails with the code of its cause, a message, and no outputs', async () => {
  const gone = `${host.url}/nothing-here.mp4`;
  const copy = { output_files: { out_a: 'a.mp4' }, ffmpeg_command: '-i {{in_a}} -c copy {{out_a}}' };
  const failed = await runFailing(
    { ...picture, ffmpeg_command: '-f lavfi -i nosuchsource {{out_a}}' },
    'FFMPEG_FAILED',
  );
  assert.deepEqual(failed.output_files, {});
  assert.match(failed.error_message ?? '', /nosuchsource/);
  await runFailing({ ...copy, input_files: { in_a: gone } }, 'INPUT_UNREACHABLE');
  await runFailing(
    { ...copy, input_files: { in_a: 'http://169.254.169.254/latest/meta-data/a.mp4' } },
    'INPUT_FORBIDDEN',
  );
  const page = host.serve('/page.mp4', '<!doctype html><title>Sign in</title>', 'text/html');
  await runFailing({ ...copy, input_files: { in_a: page } }, 'INPUT_UNREACHABLE');
  const list = host.serve('/list.m3u8', '#EXTM3U\n#EXTINF:1,\na.ts\n#EXT-X-ENDLIST\n', 'application/vnd.apple.mpegurl');
  await runFailing({ ...copy, input_files: { in_a: list } }, 'INPUT_UNSUPPORTED');
  await runFailing(
    {
      ...picture,
      ffmpeg_command: '-re -f lavfi -i testsrc2=s=64x48:d=60 -update 1 {{out_a}}',
      max_command_run_seconds: 1,
    },
    'TIMEOUT',
  );
  await runFailing(
    {
      input_files: { in_a: clip },
      output_files: { out_a: 'a.png' },
      ffmpeg_command: '-ss 60 -i {{in_a}} -frames:v 1 {{out_a}}',
    },
    'OUTPUT_MISSING',
  );
});

test('an unknown id and a malformed one are 404', async () => {
  for (const id of ['01989f3e-7d2a-7cc3-98c4-dc0c0c07398f', 'x', '%00', 'a%2Fb']) {
    assertRefused(await call('GET', `/commands/${id}`), 'NOT_FOUND', id);
    assertRefused(await call('DELETE', `/commands/${id}/files`), 'NOT_FOUND', id);
  }
});

test("deleting a command's files takes the bytes and leaves the record", async () => {
  const command = await run({
    ...picture,
    output_files: { out_a: 'a.png', out_b: 'b.png' },
    ffmpeg_command: `${picture.ffmpeg_command} -frames:v 1 {{out_b}}`,
  });
  const links = [outputOf(command, 'out_a').storage_url, outputOf(command, 'out_b').storage_url];
  const path = `/commands/${command.command_id}/files`;
  assert.deepEqual(await succeed('DELETE', path), { deleted: true, files_deleted: 2 });
  assert.deepEqual(await succeed('DELETE', path), { deleted: true, files_deleted: 0 });
  const after = await succeed<Command>('GET', `/commands/${command.command_id}`);
  assertShape('command', after);
  assert.equal(after.status, 'SUCCESS');
  for (const output of Object.values(after.output_files)) {
    assert.deepEqual([output.is_deleted, output.storage_url], [true, null]);
  }
  for (const link of links) assert.equal((await fetch(link)).status, 404);
});

interface CommandList {
  commands: Command[];
  limit: number;
  offset: number;
}

test('the list is newest first, pages by limit and offset, and filters by status', async () => {
  const ids: string[] = [];
  for (let index = 0; index < 5; index += 1) ids.unshift(await submit(picture));
  await Promise.all(ids.map((id) => finished(id)));
  const idsOf = ({ commands }: CommandList): string[] => commands.map(({ command_id }) => command_id);
  const first = await succeed<CommandList>('GET', '/commands');
  assert.deepEqual([first.limit, first.offset], [50, 0]);
  for (const command of first.commands) assertShape('command', command);
  assert.deepEqual(idsOf(first).slice(0, 5), ids);
  const paged: string[] = [];
  for (let offset = 0; offset < 5; offset += 2) {
    const page = await succeed<CommandList>('GET', `/commands?limit=2&offset=${offset}`);
    assert.deepEqual([page.limit, page.offset, page.commands.length], [2, offset, 2]);
    paged.push(...idsOf(page));
  }
  assert.deepEqual(paged.slice(0, 5), ids);
  assert.deepEqual((await succeed<CommandList>('GET', '/commands?offset=100000')).commands, []);
  assert.equal((await succeed<CommandList>('GET', '/commands?limit=100')).limit, 100);
  for (const status of ['SUCCESS', 'FAILED', 'QUEUED', 'PROCESSING']) {
    const { commands } = await succeed<CommandList>('GET', `/commands?status=${status}`);
    assert.ok(
      commands.every((command) => command.status === status),
      status,
    );
  }
  assert.ok((await succeed<CommandList>('GET', '/commands?status=SUCCESS')).commands.length >= 5);
});

test('a bad query is 400', async () => {
  const queries = [
    'limit=0',
    'limit=101',
    'limit=-1',
    'limit=1.5',
    'limit=ten',
    'limit=',
    'offset=-1',
    'offset=x',
    'status=DONE',
    'status=success',
  ];
  for (const query of queries) assertRefused(await call('GET', `/commands?${query}`), 'INVALID_REQUEST', query);
});
