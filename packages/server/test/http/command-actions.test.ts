// The endpoints under /commands/:commandId: what each answers in each state, and to whom there is no such command.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { apiPrefix, type Command, commandEvent } from '@renderio/contract';
import { makeKey } from '../support/accounts.ts';
import { assertAnswer, assertRefused, faultsOf } from '../support/answers.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let strangersKey: string;
/** A command that succeeded, with two outputs. */
let done: Command;
/** A command that waits: on this server's one place something runs until the end. */
let waitingId: string;
let runningId: string;

const picture = {
  input_files: {},
  output_files: { out_b: 'b.png', out_a: 'a.txt' },
  ffmpeg_command: '-f lavfi -i color=red:s=16x8 -frames:v 1 {{out_b}} -f ffmetadata {{out_a}}',
};
const endless = {
  input_files: {},
  output_files: { out_v: 'v.mp4' },
  ffmpeg_command: '-re -f lavfi -i testsrc2=s=16x16:d=600 {{out_v}}',
};

before(async () => {
  server = await startTestServer({ RENDERIO_CONCURRENCY: '1' });
  strangersKey = (await makeKey(server.database)).key;
  done = await server.run({ ...picture, metadata: { order: 7 }, max_command_run_seconds: 60 });
  assert.equal(done.status, 'SUCCESS', done.error_message ?? '');
  runningId = await server.submit(endless);
  waitingId = await server.submit(picture);
});
after(async () => {
  await server.call('POST', `/commands/${runningId}/cancel`);
  await server.finished(runningId);
  await server.stop();
});

const actions = [
  ['POST', 'cancel'],
  ['POST', 'retry'],
  ['DELETE', 'files'],
  ['GET', 'log'],
  ['GET', 'events'],
] as const;

const get = (commandId: string) => server.call('GET', `/commands/${commandId}`);
const read = async (commandId: string) => assertAnswer('getCommand', await get(commandId));

/** Reads an answer that is no JSON. */
async function readText(path: string, headers: Record<string, string> = {}) {
  const response = await fetch(server.url + apiPrefix + path, { headers: { 'x-api-key': server.key, ...headers } });
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}

for (const [method, action] of actions) {
  test(`404 for ${method} /commands/:commandId/${action}: unknown, malformed, another account's, and nothing changes`, async () => {
    const [before, beforeWaiting] = [await read(done.command_id), (await read(waitingId)).status];
    const told = new Set<string>();
    const refused = async (id: string, key = server.key): Promise<void> => {
      const answer = await server.call(method, `/commands/${id}/${action}`, undefined, { 'x-api-key': key });
      const { message } = assertRefused(answer, 'NOT_FOUND', id);
      told.add(message.replace(/[0-9a-f-]{36}/, 'ID'));
    };
    for (const id of [done.command_id, waitingId, runningId]) await refused(id, strangersKey);
    await refused('01989f3e-7d2a-7cc3-98c4-dc0c0c07398f');
    assert.equal(told.size, 1, "nothing tells another account's command from none");
    for (const id of [
      'x',
      '0',
      'null',
      '__proto__',
      done.command_id.toUpperCase(),
      `${done.command_id}0`,
      done.command_id.replaceAll('-', ''),
      `%7B${done.command_id}%7D`,
      `%20${done.command_id}`,
      '%00',
      "'%20or%201=1",
      '..%2F..',
      '0'.repeat(300),
    ]) {
      await refused(id);
    }
    const file = Object.values(done.output_files)[0]?.file_id ?? '';
    await refused(file);
    const after = await read(done.command_id);
    assert.deepEqual(withoutLinks(after), withoutLinks(before));
    assert.equal((await read(waitingId)).status, beforeWaiting);
    assert.equal((await read(runningId)).completed_at, null);
  });

  test(`401 and 405 for ${method} /commands/:commandId/${action}`, async () => {
    const path = `/commands/${done.command_id}/${action}`;
    assertRefused(await server.call(method, path, undefined, { 'x-api-key': 'nonsense' }), 'UNAUTHORIZED');
    const other = method === 'GET' ? 'POST' : 'GET';
    assertRefused(await server.call(other, path), 'METHOD_NOT_ALLOWED');
  });
}

/** Each read gives fresh links. */
function withoutLinks(command: Command): unknown {
  return JSON.parse(JSON.stringify(command, (name, value: unknown) => (name === 'storage_url' ? typeof value : value)));
}

describe('POST /commands/:commandId/cancel', () => {
  test('200: one that is done stays as it is, however often', async () => {
    const answers = await Promise.all(
      Array.from({ length: 3 }, () => server.call('POST', `/commands/${done.command_id}/cancel`)),
    );
    for (const answer of answers)
      assert.deepEqual(withoutLinks(assertAnswer('cancelCommand', answer)), withoutLinks(done));
  });

  test('200: of many at once, all see the same end', async () => {
    const id = await server.submit(picture);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => server.call('POST', `/commands/${id}/cancel`, { reason: 'ignored' })),
    );
    const ends = answers.map((answer) => assertAnswer('cancelCommand', answer));
    for (const end of ends) {
      assert.deepEqual([end.status, end.error_status, end.started_at], ['FAILED', 'CANCELLED', null]);
      assert.equal(end.completed_at, ends[0]?.completed_at);
    }
  });
});

describe('POST /commands/:commandId/retry', () => {
  const retry = (id: string, body?: object) => server.call('POST', `/commands/${id}/retry`, body);

  test('200: one that is done, one that waits and one that runs, each as it was sent', async () => {
    for (const id of [done.command_id, waitingId, runningId]) {
      const answer = assertAnswer('retryCommand', await retry(id));
      assert.equal(answer.retry_of, id);
      const [first, second] = [await read(id), await read(answer.command_id)];
      assert.deepEqual(
        [second.status, second.retry_of, second.metadata, second.original_request, second.command_type],
        ['QUEUED', id, first.metadata, first.original_request, first.command_type],
      );
      const { rows } = await server.database.query<{ max_run_seconds: number }>(
        'select max_run_seconds from commands where id = any($1) group by 1',
        [[id, answer.command_id]],
      );
      assert.equal(rows.length, 1, 'both may run equally long');
      assertAnswer('cancelCommand', await server.call('POST', `/commands/${answer.command_id}/cancel`));
    }
  });

  test('200: a retry of a retry names the one before, and one of several has no batch', async () => {
    const commands = [picture, picture];
    const several = await server.call('POST', '/run-multiple-ffmpeg-commands', { commands });
    const [first = '', other = ''] = assertAnswer('runMultipleFfmpegCommands', several).command_ids;
    const second = assertAnswer('retryCommand', await retry(first));
    const third = assertAnswer('retryCommand', await retry(second.command_id));
    assert.equal(third.retry_of, second.command_id);
    const { batch_id, command_type } = await read(third.command_id);
    assert.deepEqual([batch_id, command_type], [null, 'MULTIPLE_COMMAND']);
    for (const id of [first, other, second.command_id, third.command_id])
      await server.call('POST', `/commands/${id}/cancel`);
  });

  test('400: a request that is no longer taken, with every fault named as at its first submit', async () => {
    const { command_id } = assertAnswer('retryCommand', await retry(waitingId));
    await server.call('POST', `/commands/${command_id}/cancel`);
    // As an older release with looser rules could have stored it.
    const request = { ...picture, ffmpeg_command: '-i {{in_gone}} {{out_b}}' };
    await server.database.query('update commands set request = $2 where id = $1', [command_id, request]);
    const body = assertRefused(await retry(command_id), 'INVALID_REQUEST');
    assert.deepEqual(faultsOf(body), ['body.ffmpeg_command unknown_placeholder', 'body.output_files.out_a unused_key']);
  });
});

describe('DELETE /commands/:commandId/files', () => {
  const deleteFiles = async (id: string) =>
    assertAnswer('deleteCommandFiles', await server.call('DELETE', `/commands/${id}/files`));

  test('200: none of a command that waits or runs, and it goes on', async () => {
    for (const id of [waitingId, runningId]) {
      assert.deepEqual(await deleteFiles(id), { deleted: true, files_deleted: 0 });
      assert.equal((await read(id)).completed_at, null);
    }
  });

  test('200: only those that are left, and never an input', async () => {
    const { command_id, output_files } = done;
    const own = await server.upload('a.txt', Buffer.from('text'));
    assertAnswer('deleteFile', await server.call('DELETE', `/files/${output_files['out_a']?.file_id ?? ''}`));
    assert.deepEqual(await deleteFiles(command_id), { deleted: true, files_deleted: 1 });
    assert.deepEqual(await deleteFiles(command_id), { deleted: true, files_deleted: 0 });
    const after = await read(command_id);
    assert.equal(after.status, 'SUCCESS');
    for (const output of Object.values(after.output_files))
      assert.deepEqual([output.is_deleted, output.storage_url], [true, null]);
    assert.equal(assertAnswer('getFile', await server.call('GET', `/files/${own}`)).is_deleted, false);
    // What is left of the command is still there to be read.
    assert.equal((await readText(`/commands/${command_id}/log`)).status, 200);
  });
});

describe('GET /commands/:commandId/log', () => {
  test('200: text, whole once it is done and empty while it waits', async () => {
    const log = await readText(`/commands/${done.command_id}/log`);
    assert.deepEqual([log.status, log.type], [200, 'text/plain; charset=utf-8']);
    assert.match(log.text, /Output #1/);
    const waiting = await readText(`/commands/${waitingId}/log`);
    assert.deepEqual(waiting, { status: 200, type: 'text/plain; charset=utf-8', text: '' });
  });
});

describe('GET /commands/:commandId/events', () => {
  function eventsIn(text: string) {
    return (
      text
        .split('\n\n')
        // What keeps the stream open, and how soon to come back.
        .filter((block) => block !== '' && !/^(:|retry:)/.test(block))
        .map((block) => {
          const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
          const [event, id, data] = [field('event'), field('id'), JSON.parse(field('data') ?? '') as unknown];
          const sent: unknown = id === undefined ? { event, data } : { event, id, data };
          const parsed = commandEvent.parse(sent);
          assert.deepEqual<unknown>(parsed, sent, 'the event has fields that are not in the contract');
          return parsed;
        })
    );
  }
  const read = async (headers: Record<string, string> = {}) => {
    const { status, type, text } = await readText(`/commands/${done.command_id}/events`, headers);
    assert.deepEqual([status, type], [200, 'text/event-stream; charset=utf-8']);
    return eventsIn(text);
  };

  test('200: of one that is done its log and its end, each as the contract has it, and then the stream is over', async () => {
    const events = await read();
    assert.equal(events.at(-1)?.event, 'status');
    assert.equal(events.filter(({ event }) => event === 'status').length, 1);
  });

  test('200: a Last-Event-ID that is none begins at the beginning, one past the end has no log', async () => {
    const all = await read();
    const logIds = all.flatMap((event) => (event.event === 'log' ? [event.id] : []));
    for (const id of ['', 'x', '1', '1.', '.1', '1.2.3', '-1.0', '99999.1', '1e1.0', "1.0' or 1=1"]) {
      const again = (await read({ 'last-event-id': id })).flatMap((event) => (event.event === 'log' ? [event.id] : []));
      assert.deepEqual(again, logIds, id);
    }
    const rest = await read({ 'last-event-id': '9999.999999999' });
    assert.deepEqual(
      rest.map(({ event }) => event),
      ['status'],
    );
  });

  test('200: of one that waits the state comes at once, and a reader that goes away disturbs nobody', async () => {
    const leaving = new AbortController();
    const response = await fetch(`${server.url}${apiPrefix}/commands/${waitingId}/events`, {
      headers: { 'x-api-key': server.key },
      signal: leaving.signal,
    });
    assert.ok(response.body);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!text.includes('event:')) {
      const { value, done: isOver } = await reader.read();
      assert.ok(!isOver, text);
      text += value;
    }
    assert.match(text, /^retry: 1000\n\nevent: status\ndata: \{.*"status":"QUEUED".*\}\n\n$/);
    leaving.abort();
    assertAnswer('getCommand', await get(waitingId));
  });
});
