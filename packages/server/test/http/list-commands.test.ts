// GET /commands: newest first, in pages, by status, and only one's own.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Command } from '@renderio/contract';
import { makeKey } from '../support/accounts.ts';
import { assertAnswer, assertRefused, faultsOf } from '../support/answers.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
/** Newest first. */
let ids: string[];

const count = 23;

before(async () => {
  // Without a worker, commands stay as they are.
  server = await startTestServer({ RENDERIO_ROLE: 'api' });
  ids = [];
  for (let index = 0; index < count; index += 1) {
    ids.unshift(
      await server.submit({
        input_files: {},
        output_files: { out_a: `${index}.mp4` },
        ffmpeg_command: '-f lavfi -i testsrc2=d=1 {{out_a}}',
        metadata: { index },
      }),
    );
  }
});
after(async () => {
  await server.stop();
});

async function list(query: string): Promise<{ commands: Command[]; limit: number; offset: number }> {
  return assertAnswer('listCommands', await server.call('GET', `/commands${query}`));
}

const idsOf = ({ commands }: { commands: Command[] }): string[] => commands.map(({ command_id }) => command_id);

test('commands come newest first, with the paging that was used', async () => {
  const all = await list('');
  assert.deepEqual([all.limit, all.offset], [50, 0]);
  assert.deepEqual(idsOf(all), ids);
  assert.deepEqual(
    all.commands.map(({ metadata }) => metadata?.['index']),
    Array.from({ length: count }, (_, index) => count - 1 - index),
  );
});

test('an entry of the list is the command itself', async () => {
  const [entry] = (await list('?limit=1')).commands;
  const command = assertAnswer('getCommand', await server.call('GET', `/commands/${ids[0] ?? ''}`));
  assert.ok(entry !== undefined);
  // What costs a query each, a list leaves null.
  assert.deepEqual({ ...entry, queue_position: null }, { ...command, queue_position: null });
});

test('a walk by limit and offset sees each command once, whatever the page size', async () => {
  for (const limit of [1, 5, 7, 23, 100]) {
    const seen: string[] = [];
    for (let offset = 0; offset <= count; offset += limit) {
      const page = await list(`?limit=${limit}&offset=${offset}`);
      assert.deepEqual([page.limit, page.offset], [limit, offset]);
      assert.equal(page.commands.length, Math.min(limit, count - offset));
      seen.push(...idsOf(page));
    }
    assert.deepEqual(seen, ids);
  }
});

test('an offset beyond the end gives an empty page', async () => {
  for (const offset of [count, 1000, 999_999_999]) assert.deepEqual((await list(`?offset=${offset}`)).commands, []);
});

test('status chooses', async () => {
  const { database } = server;
  const failed = ids.slice(3, 6);
  await database.query(
    `update commands set status = 'FAILED', queue_state = 'done', completed_at = now(), error_code = 'CANCELLED' where id = any($1::uuid[])`,
    [failed],
  );
  await database.query(`update commands set status = 'PROCESSING' where id = $1`, [ids[0]]);
  assert.deepEqual(idsOf(await list('?status=FAILED')), failed);
  assert.deepEqual(idsOf(await list('?status=FAILED&limit=2&offset=1')), failed.slice(1));
  assert.deepEqual(idsOf(await list('?error_status=CANCELLED')), failed);
  assert.deepEqual(idsOf(await list('?status=FAILED&error_status=TIMEOUT')), []);
  assert.deepEqual(idsOf(await list('?status=QUEUED&error_status=CANCELLED')), []);
  assert.deepEqual(idsOf(await list('?status=PROCESSING')), ids.slice(0, 1));
  assert.deepEqual(idsOf(await list('?status=SUCCESS')), []);
  assert.equal((await list('?status=QUEUED')).commands.length, count - 4);
});

test('every bad field of the query is named at once', async () => {
  const answer = await server.call('GET', '/commands?limit=0&offset=-1&status=DONE');
  assert.deepEqual(faultsOf(assertRefused(answer, 'INVALID_REQUEST')), [
    'query.limit too_small',
    'query.offset invalid_format',
    'query.status invalid_value',
  ]);
});

test('a limit, offset or status outside of what is allowed is 400', async () => {
  const bad: Record<string, string[]> = {
    limit: [
      '0',
      '101',
      '-1',
      'abc',
      '',
      '1.5',
      '1e1',
      '0x10',
      ' 1',
      '1%20',
      '9999999999',
      'NaN',
      'Infinity',
      '1&limit=2',
      '%00',
      '１',
    ],
    offset: ['-1', 'abc', '', '1.5', '1000000000', '99999999999999999999', '1&offset=1', 'null'],
    error_status: ['timeout', 'INVALID_REQUEST', ''],
    status: ['queued', 'DONE', '', 'QUEUED,FAILED', 'QUEUED&status=FAILED', '%00', "QUEUED'"],
  };
  for (const [field, values] of Object.entries(bad)) {
    for (const value of values) {
      const body = assertRefused(
        await server.call('GET', `/commands?${field}=${value}`),
        'INVALID_REQUEST',
        `${field}=${value}`,
      );
      assert.deepEqual(
        body.detail?.map(({ loc }) => loc),
        [['query', field]],
        `${field}=${value}`,
      );
    }
  }
});

test('fields that the contract does not name are ignored', async () => {
  assert.equal((await list('?limit=3&page=2&sort=asc&__proto__=1&constructor=1&limit[]=2')).commands.length, 3);
});

test('an account sees its own commands alone', async () => {
  const other = await makeKey(server.database);
  const answer = await server.call('GET', '/commands', undefined, { 'x-api-key': other.key });
  assert.deepEqual(assertAnswer('listCommands', answer).commands, []);
});

test('text is looked for in requests and error messages, in any case', async () => {
  const { database } = server;
  const { key } = await makeKey(database);
  const as = { 'x-api-key': key };
  const submit = async (name: string, title: string): Promise<string> => {
    const body = {
      input_files: {},
      output_files: { out_a: name },
      ffmpeg_command: `-f lavfi -i testsrc2=d=1 -metadata title="${title}" {{out_a}}`,
    };
    const answer = await server.call('POST', '/run-ffmpeg-command', body, as);
    return assertAnswer('runFfmpegCommand', answer).command_id;
  };
  const holiday = await submit('Holiday.mp4', 'so "nice" 100%');
  const other = await submit('other.mp4', 'plain');
  await database.query(
    `update commands set status = 'FAILED', error_code = 'TIMEOUT', error_message = 'It took too long.',
            queue_state = 'done', completed_at = created_at where id = $1`,
    [other],
  );
  const found = async (text: string): Promise<string[]> => {
    const answer = await server.call('GET', `/commands?text=${encodeURIComponent(text)}`, undefined, as);
    return idsOf(assertAnswer('listCommands', answer));
  };
  assert.deepEqual(await found('holiday'), [holiday]);
  assert.deepEqual(await found('TOO LONG'), [other]);
  assert.deepEqual(await found('title="so'), [holiday]);
  assert.deepEqual(await found('100%'), [holiday]);
  assert.deepEqual(await found('100_'), []);
  assert.deepEqual(await found('nice"'), [holiday]);
  assert.deepEqual(await found('plain%'), []);
  assert.deepEqual(await found('testsrc2'), [other, holiday]);
  assertRefused(await server.call('GET', '/commands?text=', undefined, as), 'INVALID_REQUEST');
});
