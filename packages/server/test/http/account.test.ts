// What an account does for itself: its keys, its limits, its usage.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { createdKey, ErrorBody } from '@renderio/contract';
import type { z } from 'zod';
import { makeKey, setOwnLimits } from '../support/accounts.ts';
import { assertAnswer, assertRefused, faultsOf } from '../support/answers.ts';
import { type Answer, startTestServer, type TestServer, until } from '../support/server.ts';

let server: TestServer;

before(async () => {
  server = await startTestServer({
    RENDERIO_ROLE: 'api',
    RENDERIO_QUEUED_COMMANDS: '1234',
    RENDERIO_LINK_DAYS: '2',
    RENDERIO_KEEP_LOGS_DAYS: '7',
  });
});
after(async () => {
  await server.stop();
});

const as = (key: string) => ({ 'x-api-key': key });

async function createKey(apiKey: string, body: unknown = { name: 'ci' }): Promise<z.output<typeof createdKey>> {
  return assertAnswer('createKey', await server.call('POST', '/keys', body, as(apiKey)));
}

async function refusedKey(body: unknown): Promise<ErrorBody> {
  return assertRefused(await server.call('POST', '/keys', body), 'VALIDATION_ERROR', JSON.stringify(body));
}

async function assertClosed(key: string): Promise<void> {
  const answer = await until(1_000, 'the key is refused', async (): Promise<Answer | null> => {
    const seen = await server.call('GET', '/commands?limit=1', undefined, as(key));
    return seen.status === 200 ? null : seen;
  });
  assertRefused(answer, 'UNAUTHORIZED');
}

test('a new key works at once, is shown once, and is listed by its last characters', async () => {
  const { key, id } = await makeKey(server.database);
  const made = await createKey(key, { name: 'build server' });
  assert.match(made.api_key, /^ffsk_[0-9a-f]{64}$/);
  assert.equal(made.hint, made.api_key.slice(-4));
  assert.deepEqual(
    [made.name, made.expires_at, made.revoked_at, made.last_used_at],
    ['build server', null, null, null],
  );
  assertAnswer('listCommands', await server.call('GET', '/commands?limit=1', undefined, as(made.api_key)));

  const page = assertAnswer('listKeys', await server.call('GET', '/keys', undefined, as(key)));
  assert.deepEqual(new Set(page.keys.map(({ key_id }) => key_id)), new Set([made.key_id, id]));
  assert.ok(!JSON.stringify(page).includes(made.api_key.slice(5, 60)));
});

test('an expiry is a time in the future with its offset', async () => {
  const { key } = await makeKey(server.database);
  const soon = new Date(Date.now() + 60_000).toISOString();
  assert.equal((await createKey(key, { name: 'a', expires_at: soon })).expires_at, soon);
  assert.equal((await createKey(key, { name: 'a', expires_at: null })).expires_at, null);
  for (const expires_at of ['tomorrow', '2030-01-31', '2030-01-31T12:00:00', 5]) {
    assert.equal(faultsOf(await refusedKey({ name: 'a', expires_at }))[0]?.split(' ')[0], 'body.expires_at');
  }
  assert.deepEqual(faultsOf(await refusedKey({ name: 'a', expires_at: '2020-01-31T12:00:00Z' })), [
    'body.expires_at invalid_value',
  ]);
});

test('a key has a name', async () => {
  for (const name of ['', 'n'.repeat(256), 'a\nb', 'a\0b', '\ud800', 5, null]) {
    assert.equal(faultsOf(await refusedKey({ name }))[0]?.split(' ')[0], 'body.name', JSON.stringify(name));
  }
  assert.deepEqual(faultsOf(await refusedKey({})), ['body.name missing']);
  assertRefused(await server.call('POST', '/keys', 'x', { 'content-type': 'text/plain' }), 'INVALID_REQUEST');
});

test('a revoked key is refused within a second, stays listed, and cannot be revoked again', async () => {
  const { key } = await makeKey(server.database);
  const made = await createKey(key);
  assertAnswer('listCommands', await server.call('GET', '/commands?limit=1', undefined, as(made.api_key)));
  const revoked = await server.call('DELETE', `/keys/${made.key_id}`, undefined, as(key));
  assert.deepEqual(assertAnswer('revokeKey', revoked), { revoked: true, key_id: made.key_id });
  await assertClosed(made.api_key);
  assertRefused(await server.call('DELETE', `/keys/${made.key_id}`, undefined, as(key)), 'NOT_FOUND');
  const { keys } = assertAnswer('listKeys', await server.call('GET', '/keys', undefined, as(key)));
  assert.ok(keys.find(({ key_id }) => key_id === made.key_id)?.revoked_at);
});

test('the key that asks cannot be revoked by itself, and no key of another account', async () => {
  const mine = await makeKey(server.database);
  const other = await makeKey(server.database);
  const own = await server.call('DELETE', `/keys/${mine.id}`, undefined, as(mine.key));
  assert.match(assertRefused(own, 'FORBIDDEN').message, /another/);
  for (const id of [other.id, 'x', mine.id.toUpperCase(), '00000000-0000-7000-8000-000000000000']) {
    assertRefused(await server.call('DELETE', `/keys/${id}`, undefined, as(mine.key)), 'NOT_FOUND');
  }
  assertAnswer('listKeys', await server.call('GET', '/keys', undefined, as(other.key)));
});

test('keys are paged newest first, by offset and by cursor', async () => {
  const { key, id } = await makeKey(server.database);
  const made = [id];
  for (let index = 0; index < 5; index += 1) made.push((await createKey(key)).key_id);
  // By id, which tells the time of all but the first, whose id the test made up.
  made.sort().reverse();
  const page = async (query: string) =>
    assertAnswer('listKeys', await server.call('GET', `/keys?${query}`, undefined, as(key)));
  const first = await page('limit=2');
  assert.deepEqual(
    first.keys.map(({ key_id }) => key_id),
    made.slice(0, 2),
  );
  const next = await page(`limit=2&cursor=${String(first.next_cursor)}`);
  assert.deepEqual(
    next.keys.map(({ key_id }) => key_id),
    made.slice(2, 4),
  );
  assert.deepEqual((await page('limit=2&offset=2')).keys, next.keys);
  assert.equal((await page('limit=100')).next_cursor, null);
  for (const query of ['limit=0', 'limit=101', 'offset=-1', 'cursor=x']) {
    assertRefused(await server.call('GET', `/keys?${query}`), 'INVALID_REQUEST', query);
  }
});

test('the last use of a key is noted, and not again within the minute', async () => {
  const { key, id, accountId } = await makeKey(server.database);
  const readUse = async (): Promise<Date | null> => {
    const { rows } = await server.database.query<{ last_used_at: Date | null }>(
      'select last_used_at from api_keys where id = $1',
      [id],
    );
    return rows[0]?.last_used_at ?? null;
  };
  const use = () => server.call('GET', '/commands?limit=1', undefined, as(key));
  assert.equal(await readUse(), null);
  await use();
  const noted = await until(1_000, 'the use is noted', readUse);
  // Once the account's new limit shows, the key has been looked up anew; its use was not due.
  await setOwnLimits(server.database, accountId, { requests_per_minute: 999 });
  await until(2_000, 'the key is looked up again', async () =>
    (await use()).headers.get('ratelimit-limit') === '999' ? true : null,
  );
  assert.deepEqual(await readUse(), noted);
  const anHourAgo = new Date(Date.now() - 3_600_000);
  await server.database.query('update api_keys set last_used_at = $2 where id = $1', [id, anHourAgo]);
  await until(2_000, 'the use is noted again', async () => {
    await use();
    return ((await readUse()) ?? anHourAgo) > anHourAgo ? true : null;
  });
});

test('limits are those in force: settings, and the account’s own', async () => {
  const { key, accountId } = await makeKey(server.database);
  await setOwnLimits(server.database, accountId, { submits_per_minute: 7 });
  const limits = assertAnswer('getLimits', await server.call('GET', '/limits', undefined, as(key)));
  const { memory_mbytes, ...fixed } = limits;
  assert.ok(memory_mbytes >= 1024, 'worked out from the host');
  assert.deepEqual(fixed, {
    submits_per_minute: 7,
    requests_per_minute: 1_000_000,
    queued_commands: 1234,
    running_commands: 1000,
    stored_bytes: 10 * 1024 ** 4,
    input_bytes: 10 * 1024 ** 3,
    input_seconds: 360_000,
    frame_pixels: 16_384 ** 2,
    scratch_bytes: 200 * 1024 ** 3,
    output_bytes: 20 * 1024 ** 3,
    stored_files: 10_000,
    run_seconds: 3600,
    max_run_seconds: 21_600,
    cpu_seconds: 345_600,
    threads: 2048,
    inputs: 50,
    outputs: 50,
    command_text_bytes: 32_768,
    json_body_bytes: 1_048_576,
    link_seconds: 172_800,
    log_bytes: 1_048_576,
    keep_deliveries_days: 90,
    keep_logs_days: 7,
    keep_commands_days: 0,
  });
});

test('usage counts this month by day, and what is stored now', async () => {
  const { key, accountId } = await makeKey(server.database);
  const read = async () => assertAnswer('getUsage', await server.call('GET', '/usage', undefined, as(key)));
  const empty = await read();
  assert.deepEqual([empty.days, empty.storage, empty.commands.queued], [[], { files: 0, bytes: 0 }, 0]);
  const now = new Date(empty.period.to);
  assert.equal(empty.period.from, new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1)).toISOString());

  const request = {
    input_files: { in_video: 'https://example.com/a.mp4' },
    output_files: { out_video: 'a.mp4' },
    ffmpeg_command: '-i {{in_video}} {{out_video}}',
  };
  const ids: string[] = [];
  for (let index = 0; index < 4; index += 1) {
    const answer = await server.call('POST', '/run-ffmpeg-command', request, as(key));
    ids.push(assertAnswer('runFfmpegCommand', answer).command_id);
  }
  await server.database.query(
    `update commands set status = 'SUCCESS', queue_state = 'done', completed_at = created_at + interval '2.5 s', ffmpeg_seconds = 1.25 where id = $1`,
    [ids[0]],
  );
  await server.database.query(
    `update commands set status = 'FAILED', error_code = 'TIMEOUT', queue_state = 'done', completed_at = created_at + interval '1 s' where id = $1`,
    [ids[1]],
  );
  // Of last month, by both its times: not in this one.
  await server.database.query(`update commands set created_at = created_at - interval '40 days' where id = $1`, [
    ids[2],
  ]);
  await server.database.query(
    `insert into files (id, account_id, store_type, status, filename, object_key, size_bytes, items, queue_state, deleted_at)
     values (gen_random_uuid(), $1, 'UPLOAD', 'STORED', 'a', 'k1', 100, null, 'done', null),
            (gen_random_uuid(), $1, 'OUTPUT', 'STORED', 'b', 'k2', 10, '[{"sizeBytes": 3}, {"sizeBytes": 4}]', 'done', null),
            (gen_random_uuid(), $1, 'UPLOAD', 'STORED', 'c', 'k3', 1000, null, 'done', now())`,
    [accountId],
  );
  const usage = await read();
  const counts = { queued: 1, processing: 0, succeeded: 1, failed: 1, processing_seconds: 3.5, ffmpeg_seconds: 1.25 };
  assert.deepEqual(usage.commands, counts);
  assert.deepEqual(usage.days, [{ date: usage.period.to.slice(0, 10), ...counts }]);
  assert.deepEqual(usage.failures, [{ error_status: 'TIMEOUT', count: 1 }]);
  assert.deepEqual(usage.storage, { files: 2, bytes: 117 });
});
