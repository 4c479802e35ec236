// What we promise beyond RenderIO (section 7 of the contract), as far as a client can see it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import {
  assertRefused,
  baseUrl,
  call,
  finished,
  makeClip,
  outputOf,
  picture,
  run,
  submit,
  succeed,
} from './support/client.ts';
import { assertShape, type Command, type File } from './support/wire.ts';

const endless = { ...picture, ffmpeg_command: '-re -f lavfi -i testsrc2=s=64x48:d=600 -update 1 {{out_a}}' };

test('a running command can be cancelled', async () => {
  const commandId = await submit(endless);
  assertShape('command', await succeed('POST', `/commands/${commandId}/cancel`));
  assert.equal((await finished(commandId)).error_status, 'CANCELLED');
});

test('a command can be repeated', async () => {
  const { command_id } = await run({ ...picture, metadata: { a: 1 } });
  const again = await succeed<{ command_id: string; retry_of: string }>('POST', `/commands/${command_id}/retry`);
  assert.equal(again.retry_of, command_id);
  const done = await finished(again.command_id);
  assert.deepEqual([done.status, done.metadata], ['SUCCESS', { a: 1 }]);
});

test('an answer can be waited for', async () => {
  const { command } = await succeed<{ command: Command }>('POST', '/run-ffmpeg-command?wait=30', picture);
  assert.equal(command.status, 'SUCCESS');
  const commandId = await submit(picture);
  assert.equal((await succeed<Command>('GET', `/commands/${commandId}?wait=30`)).status, 'SUCCESS');
  for (const wait of ['61', '-1', 'x'])
    assertRefused(await call('GET', `/commands/${commandId}?wait=${wait}`), 'INVALID_REQUEST', wait);
});

test('the object tells its phases, its progress and what was verified', async () => {
  interface Told extends Command {
    timeline: { phase: string; started_at: string; seconds: number }[];
    progress: number | null;
    queue_position: number | null;
    started_at: string | null;
    completed_at: string | null;
    queue_seconds: number | null;
    batch_id: string | null;
    retry_of: string | null;
    steps: unknown[];
  }
  const { command_id } = await run(picture);
  const command = await succeed<Told>('GET', `/commands/${command_id}`);
  const phases = command.timeline.map(({ phase }) => phase);
  assert.deepEqual(phases, ['accepted', 'queued', 'fetching', 'running', 'verifying', 'storing']);
  const sum = command.timeline.reduce((total, { seconds }) => total + seconds, 0);
  assert.ok(Math.abs(sum - (command.total_processing_seconds ?? 0)) < 0.002);
  assert.deepEqual([command.progress, command.queue_position, command.steps.length], [1, null, 1]);
  assert.ok(command.started_at !== null && command.completed_at !== null && command.queue_seconds !== null);
  const checks = (
    command.output_files['out_a'] as unknown as { checks: { name: string; verdict: string; message: string }[] }
  ).checks;
  assert.ok(
    checks.some(({ name }) => name === 'exists') &&
      checks.every(({ verdict }) => verdict === 'pass' || verdict === 'warn'),
  );
});

test('log and events of a command', async () => {
  const { command_id } = await run(picture);
  const log = await call<string>('GET', `/commands/${command_id}/log`);
  assert.equal(log.status, 200);
  assert.match(log.headers.get('content-type') ?? '', /^text\/plain/);
  assert.match(log.body, /testsrc2/);
  const events = await call<string>('GET', `/commands/${command_id}/events`);
  assert.match(events.headers.get('content-type') ?? '', /^text\/event-stream/);
  assert.match(events.body, /^event: status\ndata: \{.*"SUCCESS"/m);
});

test('a command can be validated, and a file probed, without running or keeping anything', async () => {
  const good = await succeed<{ valid: boolean; arguments: string[][] }>('POST', '/validate', picture);
  assert.equal(good.valid, true);
  const bad = await succeed<{ valid: boolean; detail: unknown[] }>('POST', '/validate', {
    ...picture,
    ffmpeg_command: '-i {{in_x}} {{out_a}}',
  });
  assert.equal(bad.valid, false);
  assert.ok(bad.detail.length > 0);
  const probed = await succeed<File>('POST', '/probe', { input: await makeClip() });
  assert.deepEqual([probed.codec, probed.width], ['h264', 320]);
});

test('lists go by cursor too, and filter by type, time and metadata', async () => {
  const marker = `m${Date.now()}`;
  const ids = [await submit({ ...picture, metadata: { marker } }), await submit({ ...picture, metadata: { marker } })];
  interface Page {
    commands: Command[];
    next_cursor: string | null;
  }
  const found = await succeed<Page>('GET', `/commands?metadata.marker=${marker}`);
  assert.deepEqual(
    found.commands.map(({ command_id }) => command_id),
    ids.toReversed(),
  );
  const first = await succeed<Page>('GET', '/commands?limit=1');
  const second = await succeed<Page>('GET', `/commands?limit=1&cursor=${first.next_cursor ?? ''}`);
  assert.deepEqual([first.commands[0]?.command_id, second.commands[0]?.command_id], ids.toReversed());
  assert.deepEqual((await succeed<Page>('GET', '/commands?created_after=2999-01-01T00:00:00Z')).commands, []);
  assert.ok((await succeed<Page>('GET', '/commands?command_type=FFMPEG_COMMAND')).commands.length > 0);
  await Promise.all(ids.map((id) => finished(id)));
});

test('a playlist is kept with its segments and plays from its link', async () => {
  const command = await run({
    input_files: { in_clip: await makeClip() },
    output_files: { out_list: 'index.m3u8' },
    ffmpeg_command: '-i {{in_clip}} -c:v libx264 -g 25 -hls_time 1 -hls_playlist_type vod {{out_list}}',
  });
  const list = outputOf(command, 'out_list');
  const text = await (await fetch(list.storage_url)).text();
  const [segment = ''] = text.split('\n').filter((line) => line.endsWith('.ts'));
  assert.equal((await fetch(new URL(segment, list.storage_url))).status, 200);
  assert.ok((list.items ?? []).length >= 2);
});

test('an account manages its own keys', async () => {
  const made = await succeed<{ key_id: string; api_key: string }>('POST', '/keys', { name: 'compat' }, 201);
  const headers = { 'X-API-KEY': made.api_key };
  assert.equal((await call('GET', '/commands?limit=1', undefined, headers)).status, 200);
  const { keys } = await succeed<{ keys: { key_id: string }[] }>('GET', '/keys');
  assert.ok(keys.some(({ key_id }) => key_id === made.key_id));
  await succeed('DELETE', `/keys/${made.key_id}`);
  // Within a second, everywhere.
  await pause(1000);
  assertRefused(await call('GET', '/commands?limit=1', undefined, headers), 'UNAUTHORIZED');
});

test('limits, usage, webhook deliveries', async () => {
  const limits = await succeed<Record<string, unknown>>('GET', '/limits');
  assert.equal(typeof limits['submits_per_minute'], 'number');
  await succeed('GET', '/usage');
  await succeed('GET', '/webhook-deliveries');
});

test('health, readiness and what the API says of itself need no key', async () => {
  for (const [path, type] of [
    ['/health', 'application/json'],
    ['/ready', 'application/json'],
    ['/openapi.json', 'application/json'],
    ['/docs', 'text/html'],
    ['/llms.txt', 'text/plain'],
    ['/llms-full.txt', 'text/plain'],
  ] as const) {
    const response = await fetch(baseUrl + path);
    assert.equal(response.status, 200, path);
    assert.ok((response.headers.get('content-type') ?? '').startsWith(type), path);
    await response.body?.cancel();
  }
});
