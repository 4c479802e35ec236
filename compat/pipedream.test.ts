// The calls that the published Pipedream component makes: actions, waiting and downloading, and its two polling sources.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { call, download, makeClip, succeed, upload } from './support/client.ts';
import type { Command, File, Preset } from './support/wire.ts';

let clip: string;
before(async () => {
  clip = await makeClip('talk.mp4');
});

/** As the component reads it: lower case, and done when it is one of these. */
const isTerminal = (status: string): boolean => ['success', 'failed'].includes(status.toLowerCase());

async function poll(commandId: string): Promise<Command> {
  for (;;) {
    const command = await succeed<Command>('GET', `/commands/${commandId}`);
    if (isTerminal(command.status)) return command;
    await pause(100);
  }
}

test('run with a time limit, wait, and download each output under the last part of its link', async () => {
  const submitted = await succeed<Partial<Command>>('POST', '/run-ffmpeg-command', {
    input_files: { in_video: clip },
    output_files: { out_video: 'my talk.mp4', out_sound: 'talk.mp3' },
    ffmpeg_command: '-i {{in_video}} -c:v copy {{out_video}} -vn {{out_sound}}',
    metadata: { source: 'pipedream', attempt: '1' },
    max_command_run_seconds: 120,
  });
  assert.ok(!isTerminal(submitted.status ?? ''), 'the answer to a submit has no status yet');
  const command = await poll(submitted.command_id ?? '');
  assert.equal(command.error_message, null, 'any text here is thrown');
  assert.equal(command.status.toLowerCase(), 'success');
  const names: string[] = [];
  for (const { storage_url } of Object.values(command.output_files)) {
    assert.ok(storage_url !== null && storage_url.startsWith('http'));
    names.push(decodeURIComponent(storage_url.split('?')[0]?.split('/').pop() ?? ''));
    assert.ok((await download(storage_url)).length > 0);
  }
  assert.deepEqual(names.sort(), ['my talk.mp4', 'talk.mp3']);
});

test('run chained and run multiple', async () => {
  const { command_id } = await succeed<{ command_id: string }>('POST', '/run-chained-ffmpeg-commands', {
    input_files: { in_video: clip },
    output_files: { out_video: 'o.mp4' },
    ffmpeg_commands: ['-i {{in_video}} -t 1 -c copy mid.mp4', '-i mid.mp4 -c copy {{out_video}}'],
    metadata: { a: 'b' },
  });
  assert.equal((await poll(command_id)).status, 'SUCCESS');
  const entry = {
    input_files: { in_video: clip },
    output_files: { out_video: 'output.mp4' },
    ffmpeg_command: '-i {{in_video}} -c copy {{out_video}}',
  };
  const { command_ids } = await succeed<{ command_ids: string[] }>('POST', '/run-multiple-ffmpeg-commands', {
    commands: [entry, entry],
  });
  for (const id of command_ids) assert.equal((await poll(id)).status, 'SUCCESS');
});

test('store, upload, get, list and delete a file', async () => {
  const { file_id } = await succeed<{ file_id: string }>('POST', '/files/store-file', { file_url: clip });
  assert.equal((await succeed<File>('GET', `/files/${file_id}`)).file_id, file_id);
  const uploaded = await upload('video.mp4', await download(clip));
  assert.ok(
    (await succeed<{ files: File[] }>('GET', '/files?limit=10&offset=0')).files.some(
      (file) => file.file_id === uploaded.file_id,
    ),
  );
  await succeed('DELETE', `/files/${uploaded.file_id}`);
});

test('list, get and execute a preset', async () => {
  const { presets } = await succeed<{ presets: Preset[] }>('GET', '/presets');
  const preset = presets.find(
    ({ input_file_keys, command_type }) => input_file_keys.length === 1 && command_type === 'FFMPEG_COMMAND',
  );
  assert.ok(preset !== undefined);
  await succeed('GET', `/presets/${preset.preset_id}`);
  const { command_id } = await succeed<{ command_id: string }>('POST', `/presets/${preset.preset_id}/execute`, {
    input_files: Object.fromEntries(preset.input_file_keys.map((key) => [key, clip])),
    metadata: { source: 'pipedream' },
  });
  await poll(command_id);
});

for (const [list, idName] of [
  ['commands', 'command_id'],
  ['files', 'file_id'],
] as const) {
  test(`the source of new ${list} walks pages of 100 to the first short one and sorts by created_at`, async () => {
    const items: { id: string; ts: number }[] = [];
    for (let offset = 0; ; offset += 100) {
      const page = await succeed<Record<string, Record<string, string>[]>>(
        'GET',
        `/${list}?limit=100&offset=${offset}`,
      );
      const entries = page[list] ?? [];
      for (const entry of entries) items.push({ id: entry[idName] ?? '', ts: Date.parse(entry['created_at'] ?? '') });
      if (entries.length < 100) break;
    }
    assert.ok(items.every(({ id, ts }) => id !== '' && !Number.isNaN(ts)));
    assert.equal(new Set(items.map(({ id }) => id)).size, items.length, 'nothing twice');
    const times = items.map(({ ts }) => ts);
    assert.deepEqual(
      times,
      times.toSorted((a, b) => b - a),
      'newest first',
    );
  });
}

test('a request with a bad key is tried once more by the client, and refused the same way', async () => {
  const headers = { 'X-API-KEY': `ffsk_${'f'.repeat(64)}` };
  const ask = (): Promise<{ status: number }> => call('GET', '/commands?limit=1', undefined, headers);
  assert.deepEqual([(await ask()).status, (await ask()).status], [401, 401]);
});
