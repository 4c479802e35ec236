// The calls that the published n8n node makes (n8n-nodes-renderio), in its order and with its bodies.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { apiKey, baseUrl, finished, makeClip, outputOf, succeed } from './support/client.ts';
import type { File, Preset } from './support/wire.ts';

let clip: string;
before(async () => {
  clip = await makeClip();
});

/** The node's transport: JSON only, the key in the header, a body only when it has fields. */
async function request<T>(
  method: string,
  endpoint: string,
  body?: object,
  query?: Record<string, string | number>,
): Promise<T> {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) search.set(name, String(value));
  const response = await fetch(`${baseUrl}${endpoint}?${search.toString()}`, {
    method,
    headers: {
      'X-API-KEY': apiKey,
      Accept: 'application/json',
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  assert.ok(response.ok, `${method} ${endpoint}: ${response.status} ${await response.clone().text()}`);
  return (await response.json()) as T;
}

test('the credential check', async () => {
  await request('GET', '/api/v1/commands', undefined, { limit: '1' });
});

test('command: run, with metadata that is all strings, then get', async () => {
  const { command_id } = await request<{ command_id: string }>('POST', '/api/v1/run-ffmpeg-command', {
    input_files: { in_video: clip },
    output_files: { out_video: 'output.mp4' },
    metadata: { order: '7', is_draft: 'true' },
    ffmpeg_command: '-i {{in_video}} -c:v libx264 -preset ultrafast {{out_video}}',
  });
  const command = await finished(command_id);
  assert.equal(command.status, 'SUCCESS', command.error_message ?? '');
  assert.deepEqual(command.metadata, { order: '7', is_draft: 'true' });
});

test('command: run chained, run multiple', async () => {
  const chained = await request<{ command_id: string }>('POST', '/api/v1/run-chained-ffmpeg-commands', {
    input_files: { in_video: clip },
    output_files: { out_video: 'output.mp4' },
    ffmpeg_commands: ['-i {{in_video}} -an -c:v copy silent.mp4', '-i silent.mp4 -c copy {{out_video}}'],
  });
  assert.equal((await finished(chained.command_id)).status, 'SUCCESS');
  const multiple = await request<{ command_ids: string[] }>('POST', '/api/v1/run-multiple-ffmpeg-commands', {
    commands: ['a.mp3', 'b.wav'].map((name) => ({
      input_files: { in_video: clip },
      output_files: { out_audio: name },
      ffmpeg_command: '-i {{in_video}} -vn {{out_audio}}',
    })),
  });
  for (const id of multiple.command_ids) assert.equal((await finished(id)).status, 'SUCCESS');
});

test('file: upload binary data, get it, use its storage_url, store, list all in pages of 100, delete', async () => {
  const form = new FormData();
  form.append('file', new Blob([await (await fetch(clip)).arrayBuffer()], { type: 'video/mp4' }), 'file');
  const uploaded = await fetch(`${baseUrl}/api/v1/files/upload`, {
    method: 'POST',
    headers: { 'X-API-KEY': apiKey },
    body: form,
  });
  assert.equal(uploaded.status, 200);
  const { file_id, storage_url } = (await uploaded.json()) as { file_id: string; storage_url: string };
  const used = await request<{ command_id: string }>('POST', '/api/v1/run-ffmpeg-command', {
    input_files: { in_video: storage_url },
    output_files: { out_thumb: 'thumb.jpg' },
    ffmpeg_command: '-i {{in_video}} -frames:v 1 {{out_thumb}}',
  });
  assert.equal(outputOf(await finished(used.command_id), 'out_thumb').file_type, 'image');
  assert.equal((await request<File>('GET', `/api/v1/files/${file_id}`)).file_id, file_id);
  const stored = await request<{ file_id: string }>('POST', '/api/v1/files/store-file', { file_url: clip });

  const all: File[] = [];
  for (let offset = 0; ; offset += 100) {
    const { files } = await request<{ files: File[] }>('GET', '/api/v1/files', undefined, { limit: 100, offset });
    all.push(...files);
    if (files.length < 100) break;
  }
  const ids = new Set(all.map((file) => file.file_id));
  assert.ok(ids.has(file_id) && ids.has(stored.file_id));
  await request('DELETE', `/api/v1/files/${file_id}`);
});

test('preset: list for the drop-down, get, execute with metadata and a webhook', async () => {
  const { presets } = await request<{ presets: Preset[] }>('GET', '/api/v1/presets', undefined, {
    limit: 50,
    offset: 1,
  });
  assert.ok(presets.every((preset) => typeof preset.preset_id === 'string' && typeof preset.name === 'string'));
  const preset = presets.find(
    ({ input_file_keys, command_type }) => input_file_keys.length === 1 && command_type === 'FFMPEG_COMMAND',
  );
  assert.ok(preset !== undefined);
  await request('GET', `/api/v1/presets/${preset.preset_id}`);
  const { command_id } = await request<{ command_id: string }>('POST', `/api/v1/presets/${preset.preset_id}/execute`, {
    input_files: Object.fromEntries(preset.input_file_keys.map((key) => [key, clip])),
    metadata: { source: 'n8n' },
    webhook_url: 'https://example.com/hook',
  });
  assert.ok(['SUCCESS', 'FAILED'].includes((await finished(command_id)).status));
});

test("a refusal's message is a sentence that can be shown to people", async () => {
  const response = await fetch(`${baseUrl}/api/v1/run-ffmpeg-command`, {
    method: 'POST',
    headers: { 'X-API-KEY': apiKey, 'Content-Type': 'application/json' },
    body: JSON.stringify({ input_files: {}, output_files: {}, ffmpeg_command: '' }),
  });
  const { message } = (await response.json()) as { message: string };
  assert.match(message, /^\S.*[a-z]/s);
  assert.equal((await succeed<{ commands: unknown[] }>('GET', '/commands?limit=1')).commands.length, 1);
});
