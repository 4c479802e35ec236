// Idempotency-Key: however often a request is sent, and to however many processes, its effect happens once.
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { makeKey, setOwnLimits } from '../support/accounts.ts';
import { assertAnswer, assertRefused, faultsOf } from '../support/answers.ts';
import { startSecondApi } from '../support/second-api.ts';
import { type Answer, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let second: { url: string; stop(): Promise<void> };

before(async () => {
  server = await startTestServer({ RENDERIO_ROLE: 'api' });
  second = await startSecondApi(server);
});
after(async () => {
  await second.stop();
  await server.stop();
});

const command = {
  input_files: { in_video: 'https://example.com/a.mp4' },
  output_files: { out_video: 'a.mp4' },
  ffmpeg_command: '-i {{in_video}} {{out_video}}',
};
const { ffmpeg_command, ...files } = command;
const bodies: Record<string, unknown> = {
  '/run-ffmpeg-command': command,
  '/run-chained-ffmpeg-commands': { ...files, ffmpeg_commands: [ffmpeg_command] },
  '/run-multiple-ffmpeg-commands': { commands: [command, command] },
  '/files/store-file': { file_url: 'https://example.com/a.mp4' },
};

async function send(
  key: string,
  body: unknown,
  options: { path?: string; apiKey?: string; url?: string; raw?: string } = {},
): Promise<Answer> {
  const { path = '/run-ffmpeg-command', apiKey = server.key, url = server.url } = options;
  const response = await fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: { 'x-api-key': apiKey, 'content-type': 'application/json', 'idempotency-key': key },
    body: options.raw ?? JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

const isReplay = ({ headers }: Answer): boolean => headers.get('idempotent-replayed') === 'true';

async function countRows(accountId: string): Promise<number> {
  const { rows } = await server.database.query<{ count: number }>(
    `select (select count(*) from commands where account_id = $1)::int + (select count(*) from files where account_id = $1)::int as count`,
    [accountId],
  );
  return rows[0]?.count ?? -1;
}

test('the same request again has the same answer and no second effect, at each endpoint', async () => {
  const { key: apiKey, accountId } = await makeKey(server.database);
  for (const [path, body] of Object.entries(bodies)) {
    const key = randomUUID();
    const first = await send(key, body, { path, apiKey });
    assert.equal(first.status, 200, JSON.stringify(first.body));
    assert.ok(!isReplay(first));
    const rows = await countRows(accountId);
    for (const url of [server.url, second.url]) {
      const again = await send(key, body, { path, apiKey, url });
      assert.deepEqual([again.status, again.body], [200, first.body], path);
      assert.ok(isReplay(again), path);
    }
    assert.equal(await countRows(accountId), rows, path);
  }
});

test('executing a preset is done once too', async () => {
  const { key: apiKey, accountId } = await makeKey(server.database);
  const made = await fetch(`${server.url}/api/v1/presets`, {
    method: 'POST',
    headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'mine',
      ffmpeg_command,
      input_file_keys: ['in_video'],
      output_file_definitions: { out_video: 'a.mp4' },
    }),
  });
  const { preset_id } = (await made.json()) as { preset_id: string };
  const path = `/presets/${preset_id}/execute`;
  const body = { input_files: command.input_files };
  const first = await send('p', body, { path, apiKey });
  const again = await send('p', body, { path, apiKey });
  assert.deepEqual([first.status, again.body, isReplay(again)], [200, first.body, true]);
  assert.equal(await countRows(accountId), 1);
});

test('fifty equal requests at once, at two processes, make one command', async () => {
  const { key: apiKey, accountId } = await makeKey(server.database);
  const key = randomUUID();
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      send(key, command, { apiKey, url: index % 2 === 0 ? server.url : second.url }),
    ),
  );
  assert.equal(await countRows(accountId), 1);
  const done = answers.filter(({ status }) => status === 200);
  assert.equal(done.filter((answer) => !isReplay(answer)).length, 1);
  assert.equal(new Set(done.map(({ body }) => JSON.stringify(body))).size, 1);
  for (const answer of answers.filter(({ status }) => status !== 200)) {
    assertRefused(answer, 'CONFLICT');
    assert.equal(answer.headers.get('retry-after'), '1');
  }
  assert.ok(isReplay(await send(key, command, { apiKey })));
});

test('a twin under way is refused at once, and its end frees the key, also when its process is cut off', async () => {
  const { key: apiKey, accountId } = await makeKey(server.database);
  const key = randomUUID();
  const scope = createHash('sha256')
    .update(JSON.stringify([accountId, '/api/v1/run-ffmpeg-command', key]))
    .digest();
  const holder = await server.database.connect();
  await holder.query('begin');
  await holder.query('select pg_advisory_xact_lock($1)', [scope.readBigInt64BE().toString()]);
  const refused = await send(key, command, { apiKey });
  assertRefused(refused, 'CONFLICT');
  assert.equal(refused.headers.get('retry-after'), '1');
  // Another key is not held up.
  assertAnswer('runFfmpegCommand', await send(randomUUID(), command, { apiKey }));

  const { rows } = await holder.query<{ pid: number }>('select pg_backend_pid() as pid');
  holder.on('error', () => undefined); // the last word of the server, and the end of the stream
  await server.database.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
  holder.release(true);
  assertAnswer('runFfmpegCommand', await send(key, command, { apiKey }));
});

test('the key with another body is 422, whatever differs in its bytes', async () => {
  const key = randomUUID();
  assertAnswer('runFfmpegCommand', await send(key, command));
  for (const raw of [
    JSON.stringify({ ...command, metadata: { a: 1 } }),
    JSON.stringify(command, null, 1),
    `${JSON.stringify(command)} `,
  ]) {
    const body = assertRefused(await send(key, null, { raw }), 'VALIDATION_ERROR');
    assert.deepEqual(faultsOf(body), ['header.idempotency-key invalid_value']);
  }
  assert.ok(isReplay(await send(key, command)));
});

test('a key belongs to its account and its path, and the query is no part of it', async () => {
  const other = await makeKey(server.database);
  const key = randomUUID();
  const first = await send(key, command);
  const ofOther = await send(key, command, { apiKey: other.key });
  assert.ok(!isReplay(ofOther));
  assert.notDeepEqual(first.body, ofOther.body);
  assert.ok(!isReplay(await send(key, bodies['/files/store-file'], { path: '/files/store-file' })));
  assert.ok(isReplay(await send(key, command, { path: '/run-ffmpeg-command/' })));
  const waited = await send(key, command, { path: '/run-ffmpeg-command?wait=0' });
  assert.ok(isReplay(waited));
  // With a wait the command comes along as it is now, the same one.
  const { command_id, command: seen } = assertAnswer('runFfmpegCommand', waited);
  assert.deepEqual([{ command_id }, seen?.command_id], [first.body, command_id]);
});

test('a refused request keeps nothing: mended, it goes through under the same key', async () => {
  const key = randomUUID();
  assertRefused(await send(key, { ...command, ffmpeg_command: '-i {{in_video}}' }), 'INVALID_REQUEST');
  assertRefused(await send(key, null, { raw: '{' }), 'INVALID_REQUEST');
  const answer = await send(key, command);
  assertAnswer('runFfmpegCommand', answer);
  assert.ok(!isReplay(answer));
});

test('an answer of before comes again even when the queue is full', async () => {
  const { key: apiKey, accountId } = await makeKey(server.database);
  await setOwnLimits(server.database, accountId, { queued_commands: 1 });
  const key = randomUUID();
  const first = await send(key, command, { apiKey });
  assertAnswer('runFfmpegCommand', first);
  assertRefused(await send(randomUUID(), command, { apiKey }), 'RATE_LIMITED');
  const again = await send(key, command, { apiKey });
  assert.deepEqual([again.body, isReplay(again)], [first.body, true]);
});

test('a key has 1 to 255 characters', async () => {
  assertAnswer('runFfmpegCommand', await send('k'.repeat(255), command));
  assertRefused(await send('k'.repeat(256), command), 'INVALID_REQUEST');
  assertRefused(await send('', command), 'INVALID_REQUEST');
});

test('after 24 hours a key is as good as new, and answers that old are swept', async () => {
  const key = randomUUID();
  const first = await send(key, command);
  await server.database.query(`update kept_answers set created_at = created_at - interval '23 hours 59 minutes'`);
  assert.ok(isReplay(await send(key, command)));
  await server.database.query(`update kept_answers set created_at = created_at - interval '2 minutes'`);
  const later = await send(key, command);
  assert.ok(!isReplay(later));
  assert.notDeepEqual(later.body, first.body);
  assert.ok(isReplay(await send(key, command)));
});

test('endpoints that do not take the header go by without it', async () => {
  const response = await fetch(`${server.url}/api/v1/commands?limit=1`, {
    headers: { 'x-api-key': server.key, 'idempotency-key': 'k'.repeat(1000) },
  });
  assert.equal(response.status, 200);
});
