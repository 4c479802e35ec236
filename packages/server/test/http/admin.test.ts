// The operator's endpoints: opened by the admin token alone, and what each does and refuses.
import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  type AdminEndpointName,
  accountLimitRows,
  adminEndpoints,
  adminPrefix,
  type Endpoint,
} from '@renderio/contract';
import type { z } from 'zod';
import { assertRefused, faultsOf } from '../support/answers.ts';
import { type Answer, startTestServer, type TestServer, until } from '../support/server.ts';

let server: TestServer;
let token: string;

before(async () => {
  server = await startTestServer();
  token = (await readFile(join(server.dataFolder, 'admin-token'), 'utf8')).trim();
});
after(async () => {
  await server.stop();
});

async function admin(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer> {
  const response = await fetch(`${server.url}${adminPrefix}${path}`, {
    method,
    headers: headers ?? {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

type AnswerTo<Name extends AdminEndpointName> = z.output<(typeof adminEndpoints)[Name]['answer']>;

/** The body of a success, checked as the contract has it. */
function assertAdmin<Name extends AdminEndpointName>(name: Name, answer: Answer): AnswerTo<Name> {
  const endpoint: Endpoint = adminEndpoints[name];
  assert.equal(answer.status, endpoint.status, JSON.stringify(answer.body));
  const parsed = endpoint.answer.parse(answer.body);
  assert.deepEqual(parsed, answer.body, 'the answer has fields that are not in the contract');
  return parsed as AnswerTo<Name>;
}

async function createAccount(body: unknown = { name: 'customer' }): Promise<AnswerTo<'createAccount'>> {
  return assertAdmin('createAccount', await admin('POST', '/accounts', body));
}

const asUser = (key: string) => server.call('GET', '/commands?limit=1', undefined, { 'x-api-key': key });

test('the token is in a file that only its owner reads', async () => {
  assert.equal((await stat(join(server.dataFolder, 'admin-token'))).mode & 0o777, 0o600);
  assert.match(token, /^rdadm_[0-9a-f]{64}$/);
});

test('no endpoint answers without the token, and an API key is none', async () => {
  const bad: Record<string, string>[] = [
    {},
    { authorization: `Bearer ${server.key}` },
    { 'x-api-key': server.key },
    { 'x-api-key': token },
    { authorization: token },
    { authorization: `Basic ${token}` },
    { authorization: `Bearer ${token}0` },
    { authorization: `Bearer ${token.slice(0, -1)}` },
    { authorization: 'Bearer' },
  ];
  for (const { method, path } of Object.values(adminEndpoints)) {
    for (const headers of bad) {
      const answer = await admin(method, path.replace(/:\w+/g, 'x'), undefined, headers);
      assertRefused(answer, 'UNAUTHORIZED', `${method} ${path} ${JSON.stringify(headers)}`);
    }
  }
});

test('the token is no API key', async () => {
  assertRefused(await asUser(token), 'UNAUTHORIZED');
});

test('a method that an admin path does not have is 405', async () => {
  const answer = await admin('PUT', '/accounts');
  assertRefused(answer, 'METHOD_NOT_ALLOWED');
  assert.equal(answer.headers.get('allow'), 'POST, GET, HEAD');
  assertRefused(await admin('GET', '/nothing'), 'NOT_FOUND');
});

test('an account is made with a key that works, and the limits that were asked for', async () => {
  const made = await createAccount({ name: 'customer', limits: { submits_per_minute: 5 } });
  assert.equal(made.name, 'customer');
  assert.equal(made.suspended, false);
  const { submits_per_minute, requests_per_minute, queued_commands } = made.limits;
  assert.deepEqual([submits_per_minute, requests_per_minute, queued_commands], [5, 1_000_000, 10_000]);
  assert.equal((await asUser(made.api_key)).status, 200);
  const { accounts } = assertAdmin('listAccounts', await admin('GET', '/accounts'));
  const { key_id, api_key, ...account } = made;
  assert.deepEqual(accounts[0], account);
  assert.ok(key_id !== '' && !JSON.stringify(accounts).includes(api_key));
});

test('what an account cannot be is named', async () => {
  const cases: [body: unknown, ...faults: string[]][] = [
    [{}, 'body.name missing'],
    [{ name: '' }, 'body.name too_small'],
    [{ name: 'a', limits: { submits_per_minute: 0 } }, 'body.limits.submits_per_minute too_small'],
    [{ name: 'a', limits: { requests_per_minute: 1.5 } }, 'body.limits.requests_per_minute invalid_type'],
    [{ name: 'a', limits: { submit_per_minute: 5 } }, 'body.limits unrecognized_keys'],
    [{ name: 'a', limits: 5 }, 'body.limits invalid_type'],
  ];
  for (const [body, ...faults] of cases) {
    const refused = assertRefused(await admin('POST', '/accounts', body), 'VALIDATION_ERROR', JSON.stringify(body));
    assert.deepEqual(faultsOf(refused), faults);
  }
  assertRefused(await admin('POST', '/accounts', '{'), 'INVALID_REQUEST');
});

test('accounts are paged newest first', async () => {
  const made = [await createAccount(), await createAccount(), await createAccount()].map(
    ({ account_id }) => account_id,
  );
  const first = assertAdmin('listAccounts', await admin('GET', '/accounts?limit=2'));
  assert.deepEqual(
    first.accounts.map(({ account_id }) => account_id),
    made.slice(1).reverse(),
  );
  const next = assertAdmin('listAccounts', await admin('GET', `/accounts?limit=1&cursor=${String(first.next_cursor)}`));
  assert.equal(next.accounts[0]?.account_id, made[0]);
  assertRefused(await admin('GET', '/accounts?limit=0'), 'INVALID_REQUEST');
  assertRefused(await admin('GET', '/accounts?cursor=x'), 'INVALID_REQUEST');
});

test('every limit of the table is set, told to the account, and given back', async () => {
  const { account_id, api_key, limits: usual } = await createAccount({ name: 'a' });
  const own = Object.fromEntries(accountLimitRows.map(([, { wireName }], index) => [wireName, 3 + index]));
  const change = async (limits: unknown) =>
    assertAdmin('changeAccount', await admin('PATCH', `/accounts/${account_id}`, { limits })).limits;
  assert.deepEqual(await change(own), own);
  const told = await server.call<Record<string, number>>('GET', '/limits', undefined, { 'x-api-key': api_key });
  for (const [name, value] of Object.entries(own)) assert.equal(told.body[name], value, name);
  assert.deepEqual(await change(Object.fromEntries(Object.keys(own).map((name) => [name, null]))), usual);
  const { rows } = await server.database.query('select own_limits from accounts where id = $1', [account_id]);
  assert.deepEqual(rows, [{ own_limits: {} }]);
});

test('limits are changed one by one, and null goes back to the default', async () => {
  const { account_id } = await createAccount({ name: 'a', limits: { queued_commands: 5 } });
  const change = async (body: unknown) =>
    assertAdmin('changeAccount', await admin('PATCH', `/accounts/${account_id}`, body));
  const changed = await change({ limits: { submits_per_minute: 9 } });
  assert.deepEqual([changed.limits.submits_per_minute, changed.limits.queued_commands], [9, 5]);
  const back = await change({ limits: { queued_commands: null }, name: 'b' });
  assert.deepEqual([back.limits.submits_per_minute, back.limits.queued_commands, back.name], [9, 10_000, 'b']);
});

test('a suspended account is refused with 403 within a second, and goes on when it is let', async () => {
  const { account_id, api_key } = await createAccount();
  assert.equal((await asUser(api_key)).status, 200);
  const suspend = async (suspended: boolean) =>
    assertAdmin('changeAccount', await admin('PATCH', `/accounts/${account_id}`, { suspended }));
  assert.equal((await suspend(true)).suspended, true);
  const refused = await until(1_000, 'the account is refused', async (): Promise<Answer | null> => {
    const answer = await asUser(api_key);
    return answer.status === 200 ? null : answer;
  });
  assert.match(assertRefused(refused, 'FORBIDDEN').message, /suspended/);
  assert.equal((await suspend(false)).suspended, false);
  await until(1_000, 'the account goes on', async () => ((await asUser(api_key)).status === 200 ? true : null));
});

test('a change says what of whom', async () => {
  const { account_id } = await createAccount();
  assertRefused(await admin('PATCH', `/accounts/${account_id}`, {}), 'VALIDATION_ERROR');
  assertRefused(await admin('PATCH', `/accounts/${account_id}`, { suspended: 'yes' }), 'VALIDATION_ERROR');
  for (const id of ['x', '00000000-0000-7000-8000-000000000000']) {
    assertRefused(await admin('PATCH', `/accounts/${id}`, { suspended: true }), 'NOT_FOUND');
    assertRefused(await admin('GET', `/accounts/${id}/keys`), 'NOT_FOUND');
    assertRefused(await admin('POST', `/accounts/${id}/keys`, { name: 'a' }), 'NOT_FOUND');
    assertRefused(await admin('DELETE', `/keys/${id}`), 'NOT_FOUND');
  }
});

test('keys of an account are made, listed and revoked', async () => {
  const { account_id, key_id: firstId } = await createAccount();
  const made = assertAdmin('createKeyOfAccount', await admin('POST', `/accounts/${account_id}/keys`, { name: 'two' }));
  assert.equal((await asUser(made.api_key)).status, 200);
  const page = assertAdmin('listKeysOfAccount', await admin('GET', `/accounts/${account_id}/keys`));
  assert.deepEqual(
    page.keys.map(({ key_id }) => key_id),
    [made.key_id, firstId],
  );
  assert.deepEqual(assertAdmin('revokeAnyKey', await admin('DELETE', `/keys/${made.key_id}`)), {
    revoked: true,
    key_id: made.key_id,
  });
  await until(1_000, 'the key is refused', async () => ((await asUser(made.api_key)).status === 401 ? true : null));
  assertRefused(await admin('DELETE', `/keys/${made.key_id}`), 'NOT_FOUND');
  assertRefused(await admin('POST', `/accounts/${account_id}/keys`, {}), 'VALIDATION_ERROR');
  assertRefused(await admin('GET', `/accounts/${account_id}/keys?limit=x`), 'INVALID_REQUEST');
});

test('workers are listed with what they are and do', async () => {
  const { workers } = assertAdmin('listWorkers', await admin('GET', '/workers'));
  assert.equal(workers.length, 1);
  assert.equal(workers[0]?.pid, process.pid);
  assert.equal(workers[0].stopped_at, null);
  assert.equal(workers[0].running, 0);
  assert.ok('ffmpeg' in workers[0].programs);
  assertRefused(await admin('GET', '/workers?offset=-1'), 'INVALID_REQUEST');
});

test('a drained worker finishes what it runs and takes no more, until it is let', async () => {
  const { workers } = assertAdmin('listWorkers', await admin('GET', '/workers'));
  const id = workers[0]?.worker_id ?? '';
  const slow = await server.submit({
    input_files: {},
    output_files: { out_a: 'a.mp4' },
    ffmpeg_command: '-f lavfi -i testsrc2=size=64x64:duration=4,realtime {{out_a}}',
  });
  await until(10_000, 'it runs', async () => {
    const { body } = await server.call<{ status: string }>('GET', `/commands/${slow}`);
    return body.status === 'PROCESSING' || null;
  });
  const drained = assertAdmin('drainWorker', await admin('POST', `/workers/${id}/drain`));
  assert.ok(drained.drained_at !== null && drained.running === 1);
  assert.equal(assertAdmin('drainWorker', await admin('POST', `/workers/${id}/drain`)).drained_at, drained.drained_at);
  const waiting = await server.submit({
    input_files: {},
    output_files: { out_a: 'a.png' },
    ffmpeg_command: '-f lavfi -i color=red:s=16x16 -frames:v 1 {{out_a}}',
  });
  assert.equal((await server.finished(slow)).status, 'SUCCESS');
  // What ended has woken the worker, which had room before as well.
  assert.equal((await server.call<{ status: string }>('GET', `/commands/${waiting}?wait=1`)).body.status, 'QUEUED');
  assert.equal(assertAdmin('resumeWorker', await admin('DELETE', `/workers/${id}/drain`)).drained_at, null);
  assert.equal((await server.finished(waiting)).status, 'SUCCESS');
  for (const unknown of ['nothing', '0197c0de-0000-7000-8000-00000000abcd']) {
    assertRefused(await admin('POST', `/workers/${unknown}/drain`), 'NOT_FOUND');
    assertRefused(await admin('DELETE', `/workers/${unknown}/drain`), 'NOT_FOUND');
  }
});

test('the system is told with its settings and without its secrets', async () => {
  const system = assertAdmin('getSystem', await admin('GET', '/system'));
  assert.equal(system.node_version, process.versions.node);
  assert.match(system.postgres_version, /^\d+/);
  assert.equal(system.storage.place, join(server.dataFolder, 'objects'));
  assert.ok((system.storage.free_bytes ?? 0) > 0);
  assert.ok('ffmpeg' in system.about && 'sandbox' in system.about);
  const settings = new Map(system.settings.map((setting) => [setting.name, setting] as const));
  const folder = settings.get('RENDERIO_DATA');
  assert.deepEqual([folder?.value, folder?.source], [server.dataFolder, 'environment']);
  const days = settings.get('RENDERIO_LINK_DAYS');
  assert.deepEqual([days?.value, days?.source], ['7', 'default']);
  for (const name of ['RENDERIO_ADMIN_TOKEN', 'RENDERIO_API_KEY', 'DATABASE_URL']) {
    assert.deepEqual([settings.get(name)?.is_secret, settings.get(name)?.value], [true, null], name);
  }
  const text = JSON.stringify(system);
  assert.ok(!text.includes(token) && !text.includes(server.key));
});
