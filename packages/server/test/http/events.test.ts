// GET /events: all that changes in an account, told within a second or two, at any process, and gone on with after a break.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type AccountEvent, accountEvent } from '@renderio/contract';
import { createClient } from '@renderio/sdk';
import { makeKey } from '../support/accounts.ts';
import { assertAnswer, assertRefused } from '../support/answers.ts';
import { startSecondApi } from '../support/second-api.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;

before(async () => {
  server = await startTestServer();
  assertAnswer('putWebhookConfig', await server.call('PUT', '/webhook-config', { url: 'http://127.0.0.1:19999/hook' }));
});
after(async () => {
  await server.stop();
});

const picture = {
  input_files: {},
  output_files: { out_a: 'a.png' },
  ffmpeg_command: '-f lavfi -i color=red:s=16x16 -frames:v 1 {{out_a}}',
};
const slow = {
  input_files: {},
  output_files: { out_a: 'a.mp4' },
  ffmpeg_command: '-f lavfi -i testsrc2=size=64x64:duration=4,realtime {{out_a}}',
};

interface Reading {
  readonly events: AccountEvent[];
  /** Resolves once an event like this has come. */
  find(isWanted: (event: AccountEvent) => boolean): Promise<AccountEvent>;
  stop(): void;
}

async function follow(
  options: { url?: string; key?: string; lastEventId?: string; seconds?: number } = {},
): Promise<Reading> {
  const leaving = new AbortController();
  const client = createClient({ baseUrl: options.url ?? server.url, apiKey: options.key ?? server.key, retries: 0 });
  const stream = await client.getEvents({
    query: { seconds: options.seconds ?? 60 },
    signal: leaving.signal,
    headers: options.lastEventId === undefined ? {} : { 'last-event-id': options.lastEventId },
  });
  const events: AccountEvent[] = [];
  let wake = Promise.withResolvers<undefined>();
  const reading = (async () => {
    for await (const event of stream) {
      events.push(accountEvent.parse(event));
      wake.resolve(undefined);
    }
  })().catch(() => undefined);
  void reading.finally(() => {
    wake.resolve(undefined);
  });
  let isOver = false;
  void reading.then(() => {
    isOver = true;
  });
  return {
    events,
    async find(isWanted) {
      const limit = AbortSignal.timeout(30_000);
      for (;;) {
        const found = events.find(isWanted);
        if (found !== undefined) return found;
        assert.ok(!isOver, `the stream is over: ${JSON.stringify(events.map(({ event }) => event))}`);
        limit.throwIfAborted();
        wake = Promise.withResolvers();
        await Promise.race([
          wake.promise,
          new Promise((resolve) => {
            limit.addEventListener('abort', resolve);
          }),
        ]);
      }
    },
    stop() {
      leaving.abort();
    },
  };
}

const isCommand =
  (id: string, status: string) =>
  (event: AccountEvent): boolean =>
    event.event === 'command' && event.data.command_id === id && event.data.status === status;

const isNews = ({ event }: AccountEvent): boolean => event !== 'reset';

test('a stream that begins says so, so that lists are read from then on; one that goes on does not', async () => {
  const first = await follow();
  const { event, id } = await first.find(() => true);
  assert.equal(event, 'reset');
  first.stop();
  const fileId = await server.upload('c.txt', Buffer.from('text'));
  const second = await follow({ lastEventId: id });
  await second.find(({ event: kind, data }) => kind === 'file' && data.file_id === fileId);
  assert.ok(second.events.every(isNews));
  second.stop();
});

test('a command is told from its submission to its end, with its progress, its file and its delivery', async () => {
  const reading = await follow();
  const id = await server.submit(slow);
  await reading.find(isCommand(id, 'PROCESSING'));
  await reading.find(
    ({ event, data }) => event === 'progress' && data.command_id === id && (data.progress_detail?.frame ?? 0) > 0,
  );
  const end = await reading.find(isCommand(id, 'SUCCESS'));
  assert.ok(end.event === 'command' && end.data.output_files['out_a']?.storage_url !== null);
  await reading.find(({ event, data }) => event === 'file' && data.filename === 'a.mp4');
  await reading.find(({ event, data }) => event === 'delivery' && data.command_id === id);
  const ends = reading.events.filter(isCommand(id, 'SUCCESS'));
  assert.equal(ends.length, 1, 'once');
  reading.stop();
});

test('uploads and deletions are told, at a process that has done neither', async () => {
  const second = await startSecondApi(server, { RENDERIO_DATA: server.dataFolder });
  try {
    const reading = await follow({ url: second.url });
    const fileId = await server.upload('b.txt', Buffer.from('text'));
    await reading.find(({ event, data }) => event === 'file' && data.file_id === fileId && data.status === 'STORED');
    await server.call('DELETE', `/files/${fileId}`);
    await reading.find(({ event, data }) => event === 'file' && data.file_id === fileId && data.is_deleted);
    reading.stop();
  } finally {
    await second.stop();
  }
});

test('a stream that begins tells what waits and runs; one that goes on tells what ended meanwhile', async () => {
  const id = await server.submit(slow);
  const first = await follow();
  const event = await first.find(({ event: kind, data }) => kind === 'command' && data.command_id === id);
  first.stop();
  await server.finished(id);
  const second = await follow({ lastEventId: event.id });
  await second.find(isCommand(id, 'SUCCESS'));
  second.stop();
});

test('more than can be told one by one, or a gap that is too long, is a reset', async () => {
  const late = await follow({ lastEventId: String(Date.now() - 3_600_000) });
  assert.equal((await late.find(() => true)).event, 'reset');
  late.stop();

  const { key, accountId } = await makeKey(server.database);
  const reading = await follow({ key });
  const beginning = await reading.find(({ event }) => event === 'reset');
  await server.database.query(
    `insert into files (id, account_id, store_type, status, filename, queue_state)
     select gen_random_uuid(), $1, 'UPLOAD', 'STORED', 'x', 'done' from generate_series(1, 300)`,
    [accountId],
  );
  await reading.find((event) => event.event === 'reset' && event !== beginning);
  // And it goes on after that.
  const { body } = await server.call<{ command_id: string }>('POST', '/run-ffmpeg-command', picture, {
    'x-api-key': key,
  });
  await reading.find(isCommand(body.command_id, 'SUCCESS'));
  assert.equal(reading.events.filter(({ event }) => event === 'reset').length, 2);
  reading.stop();
});

test("nothing of another account's is told", async () => {
  const { key } = await makeKey(server.database);
  const reading = await follow({ key, seconds: 3 });
  await server.run(picture);
  await assert.rejects(reading.find(isNews), /the stream is over: \["reset"\]/);
});

test('it lasts as long as it is asked to, and an account has sixteen at once', async () => {
  const { key } = await makeKey(server.database);
  const open = await Promise.all(Array.from({ length: 16 }, () => follow({ key, seconds: 2 })));
  const more = await server.call('GET', '/events', undefined, { 'x-api-key': key });
  assertRefused(more, 'RATE_LIMITED');
  await Promise.all(open.map((reading) => assert.rejects(reading.find(isNews), /over/)));
  const again = await follow({ key, seconds: 1 });
  await assert.rejects(again.find(isNews), /over/);
  for (const seconds of ['0', '601', 'x']) {
    assertRefused(await server.call('GET', `/events?seconds=${seconds}`), 'INVALID_REQUEST', seconds);
  }
});
