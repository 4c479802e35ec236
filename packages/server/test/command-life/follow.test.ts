// Watching, waiting for, ending and repeating commands.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import type { Command, ErrorBody } from '@renderio/contract';
import { startTestServer, type TestServer, until } from '../support/server.ts';

let server: TestServer;

before(async () => {
  server = await startTestServer({ RENDERIO_CONCURRENCY: '1' });
});
after(() => server.stop());

const quick = {
  input_files: {},
  output_files: { out_v: 'v.mp4' },
  ffmpeg_command: '-f lavfi -i testsrc2=s=64x64:d=1 {{out_v}}',
};
/** Runs in real time, so for a minute. */
const slow = { ...quick, ffmpeg_command: '-re -f lavfi -i testsrc2=s=64x64:d=60 -metadata comment=slow-one {{out_v}}' };

async function isFfmpegAlive(word: string): Promise<boolean> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return lines.some((line) => line.includes('ffmpeg') && line.includes(word));
}

async function whileRunning(commandId: string): Promise<Command> {
  return await until(20_000, 'FFmpeg reports progress', async () => {
    const { body } = await server.call<Command>('GET', `/commands/${commandId}`);
    return body.progress_detail?.frame ? body : null;
  });
}

test('with ?wait the answer comes when the command is done', async () => {
  const { status, body } = await server.call<{ command_id: string; command: Command }>(
    'POST',
    '/run-ffmpeg-command?wait=30',
    quick,
  );
  assert.equal(status, 200);
  assert.equal(body.command.status, 'SUCCESS', body.command.error_message ?? '');
  assert.equal(body.command.command_id, body.command_id);
});

test('a wait that is too short ends with what there is, and one that is too long is refused', async () => {
  const id = await server.submit(slow);
  const { body } = await server.call<Command>('GET', `/commands/${id}?wait=1`);
  assert.ok(body.status === 'QUEUED' || body.status === 'PROCESSING');
  assert.equal((await server.call('GET', `/commands/${id}?wait=61`)).status, 400);
  await server.call('POST', `/commands/${id}/cancel`);
  await server.finished(id);
});

test('a running command tells its progress, and cancelling it ends FFmpeg within two seconds', async () => {
  const id = await server.submit(slow);
  const running = await whileRunning(id);
  assert.ok(running.progress !== null && running.progress > 0 && running.progress < 1, `progress ${running.progress}`);
  assert.deepEqual(
    running.steps.map(({ status }) => status),
    ['PROCESSING'],
  );
  assert.equal(await isFfmpegAlive('slow-one'), true);
  const { status } = await server.call('POST', `/commands/${id}/cancel`);
  assert.equal(status, 200);
  await until(2_000, 'FFmpeg is gone', async () => ((await isFfmpegAlive('slow-one')) ? null : true));
  const done = await server.finished(id, 5_000);
  assert.deepEqual([done.status, done.error_status], ['FAILED', 'CANCELLED']);
  assert.deepEqual(done.output_files, {});
});

test('a command that waits has a place in the queue, and is cancelled at once', async () => {
  const first = await server.submit(slow);
  await whileRunning(first);
  const second = await server.submit(quick);
  const third = await server.submit(quick);
  const position = async (id: string) => (await server.call<Command>('GET', `/commands/${id}`)).body.queue_position;
  assert.deepEqual([await position(second), await position(third)], [0, 1]);
  const { body } = await server.call<Command>('POST', `/commands/${second}/cancel`);
  assert.deepEqual([body.status, body.error_status], ['FAILED', 'CANCELLED']);
  const sum = body.timeline.reduce((total, { seconds }) => total + seconds, 0);
  assert.ok(Math.abs(sum - (body.total_processing_seconds ?? 0)) < 0.0015, 'its phases add up');
  assert.equal(await position(third), 0);
  await server.call('POST', `/commands/${first}/cancel`);
  assert.equal((await server.finished(third)).status, 'SUCCESS');
});

test('cancelling what is done changes nothing, and what is unknown is not found', async () => {
  const done = await server.run(quick);
  const { status, body } = await server.call<Command>('POST', `/commands/${done.command_id}/cancel`);
  assert.deepEqual([status, body.status], [200, 'SUCCESS']);
  assert.equal((await server.call('POST', '/commands/nonsense/cancel')).status, 404);
});

test('a retry is a new command from the old request', async () => {
  const first = await server.run({ ...quick, metadata: { job: 'a' } });
  const { body } = await server.call<{ command_id: string; retry_of: string }>(
    'POST',
    `/commands/${first.command_id}/retry`,
  );
  const second = await server.finished(body.command_id);
  assert.notEqual(second.command_id, first.command_id);
  assert.deepEqual(
    [second.status, second.retry_of, second.metadata, second.original_request],
    ['SUCCESS', first.command_id, { job: 'a' }, first.original_request],
  );
});

test("a command's files are deleted together, once", async () => {
  const done = await server.run(quick);
  const link = done.output_files['out_v']?.storage_url ?? '';
  assert.equal((await fetch(link)).status, 200);
  const path = `/commands/${done.command_id}/files`;
  assert.deepEqual((await server.call('DELETE', path)).body, { deleted: true, files_deleted: 1 });
  assert.deepEqual((await server.call('DELETE', path)).body, { deleted: true, files_deleted: 0 });
  assert.equal((await fetch(link)).status, 404);
  const { body } = await server.call<Command>('GET', `/commands/${done.command_id}`);
  assert.deepEqual([body.output_files['out_v']?.is_deleted, body.output_files['out_v']?.storage_url], [true, null]);
});

test('the log can be read while FFmpeg runs and is whole afterwards', async () => {
  const id = await server.submit(slow);
  const readLog = async () =>
    await (await fetch(`${server.url}/api/v1/commands/${id}/log`, { headers: { 'x-api-key': server.key } })).text();
  await until(20_000, 'the log speaks of the input', async () =>
    (await readLog()).includes('Input #0') ? true : null,
  );
  await server.call('POST', `/commands/${id}/cancel`);
  await server.finished(id);
  assert.match(await readLog(), /Input #0/);
});

interface SeenEvent {
  readonly event: string;
  readonly id: string | null;
  readonly data: { status?: string; text?: string };
}

async function readEvents(id: string, lastEventId?: string): Promise<SeenEvent[]> {
  const response = await fetch(`${server.url}/api/v1/commands/${id}/events`, {
    headers: { 'x-api-key': server.key, ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }) },
  });
  assert.match(response.headers.get('content-type') ?? '', /^text\/event-stream/);
  const field = (block: string, name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? null;
  return (await response.text())
    .split('\n\n')
    .filter((block) => block.includes('event: '))
    .map((block) => ({
      event: field(block, 'event') ?? '',
      id: field(block, 'id'),
      data: JSON.parse(field(block, 'data') ?? 'null') as SeenEvent['data'],
    }));
}

test('events tell state, progress and log until the command is done, and the log resumes where it was', async () => {
  const command = { ...quick, ffmpeg_command: '-re -f lavfi -i testsrc2=s=64x64:d=3 {{out_v}}' };
  const id = await server.submit(command);
  const events = await readEvents(id);
  const states = events.filter(({ event }) => event === 'status').map(({ data }) => data.status);
  assert.equal(states.at(-1), 'SUCCESS');
  assert.deepEqual(states, [...new Set(states)]);
  assert.ok(events.some(({ event }) => event === 'progress'));
  const logs = events.filter(({ event }) => event === 'log');
  assert.match(logs.map(({ data }) => data.text).join(''), /Input #0.*Output #0/s);
  const [first] = logs;
  const again = (await readEvents(id, first?.id ?? '')).filter(({ event }) => event === 'log');
  assert.deepEqual(
    again.map(({ id: place }) => place),
    logs.slice(1).map(({ id: place }) => place),
  );
});

test('validate tells what would be run, and everything that is wrong', async () => {
  const good = await server.call<{ valid: boolean; arguments: string[][]; warnings: string[] }>('POST', '/validate', {
    input_files: { in_v: 'https://example.com/v.mp4' },
    output_files: { out_v: 'v.mp4' },
    ffmpeg_command: "ffmpeg -y -i {{in_v}} -vsync vfr -vf select='gt(scene,0.3)' {{out_v}}",
  });
  assert.equal(good.status, 200);
  assert.equal(good.body.valid, true);
  assert.deepEqual(good.body.arguments[0]?.slice(0, 2), ['-i', '{{in_v}}']);
  const bad = await server.call<{ valid: boolean; detail: ErrorBody['detail'] }>('POST', '/validate', {
    input_files: { in_v: 'ftp://example.com/v.mp4' },
    output_files: { out_v: 'v.mp4' },
    ffmpeg_command: '-i {{in_w}} {{out_v}}',
  });
  assert.equal(bad.body.valid, false);
  assert.ok((bad.body.detail?.length ?? 0) >= 3, JSON.stringify(bad.body.detail));
});

test('lists go on by cursor without repeating or skipping while commands come in', async () => {
  for (let index = 0; index < 5; index += 1) await server.submit(quick);
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page: { commands: Command[]; next_cursor: string | null } = (
      await server.call<{ commands: Command[]; next_cursor: string | null }>(
        'GET',
        `/commands?limit=4${cursor === null ? '' : `&cursor=${cursor}`}`,
      )
    ).body;
    seen.push(...page.commands.map(({ command_id }) => command_id));
    cursor = page.next_cursor;
    await server.submit(quick);
  } while (cursor !== null);
  assert.deepEqual(seen, [...new Set(seen)].sort().reverse());
  assert.equal((await server.call('GET', '/commands?cursor=x')).status, 400);
});

test('lists can be narrowed by type, time and metadata', async () => {
  const since = new Date().toISOString();
  await server.submit({ ...quick, metadata: { job: 'x', number: 7 } });
  await server.submit({ ...quick, metadata: { job: 'y' } });
  const count = async (filter: string) =>
    (await server.call<{ commands: Command[] }>('GET', `/commands?created_after=${since}&${filter}`)).body.commands
      .length;
  assert.equal(await count(''), 2);
  assert.equal(await count('metadata.job=x&metadata.number=7'), 1);
  assert.equal(await count('metadata.job=z'), 0);
  assert.equal(await count('command_type=CHAINED_COMMAND'), 0);
  assert.equal(await count(`created_before=${since}`), 0);
  assert.equal((await server.call('GET', '/commands?created_after=yesterday')).status, 400);
});
