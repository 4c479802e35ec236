// Who may call: every way in which a key can be good or bad, at every endpoint.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { apiPrefix, endpoints } from '@renderio/contract';
import { makeKey } from '../support/accounts.ts';
import { assertAnswer, assertRefused } from '../support/answers.ts';
import { exchange } from '../support/raw-http.ts';
import { type Answer, startTestServer, type TestServer, until } from '../support/server.ts';

let server: TestServer;

before(async () => {
  server = await startTestServer();
});
after(async () => {
  await server.stop();
});

/** One request with these headers alone. */
async function ask(headers: Record<string, string>, method = 'GET', path = '/commands?limit=1'): Promise<Answer> {
  const response = await fetch(`${server.url}${apiPrefix}${path}`, { method, headers });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

test('a key opens its account as X-API-KEY, in any case of the header, and as bearer token', async () => {
  const good: Record<string, string>[] = [
    { 'X-API-KEY': server.key },
    { 'x-api-key': server.key },
    { 'X-Api-Key': ` ${server.key} ` },
    { Authorization: `Bearer ${server.key}` },
    { authorization: `bearer   ${server.key}` },
    { 'x-api-key': server.key, authorization: 'Basic dXNlcjpwYXNz' },
  ];
  for (const headers of good) {
    assert.deepEqual(assertAnswer('listCommands', await ask(headers)).commands, []);
  }
});

test('a header in upper case on the wire is the same header', async () => {
  const request = `GET ${apiPrefix}/commands?limit=1 HTTP/1.1\r\nHost: x\r\nX-API-KEY: ${server.key}\r\n\r\n`;
  assert.equal((await exchange(server.url, request))?.status, 200);
});

test('what is not a key of ours is refused with 401', async () => {
  const { key } = server;
  const bad: Record<string, string>[] = [
    {},
    { 'x-api-key': '' },
    { 'x-api-key': 'ffsk_' },
    { 'x-api-key': key.slice(0, -1) },
    { 'x-api-key': `${key}0` },
    { 'x-api-key': key.toUpperCase() },
    { 'x-api-key': `ffsk_${key.slice(5).toUpperCase().replace(/^\d*$/, 'A')}` },
    { 'x-api-key': key.replace('ffsk_', 'sk_') },
    { 'x-api-key': `${key}, ${key}` },
    { 'x-api-key': `Bearer ${key}` },
    { 'x-api-key': `ffsk_${'0'.repeat(64)}` },
    { 'x-api-key': `ffsk_${'g'.repeat(64)}` },
    { 'x-api-key': 'x'.repeat(8000) },
    { authorization: key },
    { authorization: `Basic ${key}` },
    { authorization: 'Bearer' },
    { authorization: `Bearer ${key} ${key}` },
    // The header that is meant for keys counts, not the other.
    { 'x-api-key': `ffsk_${'0'.repeat(64)}`, authorization: `Bearer ${key}` },
  ];
  for (const headers of bad) assertRefused(await ask(headers), 'UNAUTHORIZED', JSON.stringify(headers));
  assertRefused(await ask({}, 'GET', `/commands?api_key=${key}`), 'UNAUTHORIZED', 'in the query');
});

test('no endpoint answers without a key, whatever else is wrong', async () => {
  for (const [name, { method, path }] of Object.entries(endpoints)) {
    const answer = await ask({ 'content-type': 'text/nonsense' }, method, `${path.replace(/:\w+/g, 'x')}?limit=wrong`);
    assertRefused(answer, 'UNAUTHORIZED', name);
  }
});

test('the sentence tells a missing, a malformed and an unknown key apart', async () => {
  const messages = await Promise.all(
    [{}, { 'x-api-key': 'ffsk_short' }, { 'x-api-key': `ffsk_${'0'.repeat(64)}` }].map(
      async (headers: Record<string, string>) => assertRefused(await ask(headers), 'UNAUTHORIZED').message,
    ),
  );
  assert.match(messages[0] ?? '', /X-API-KEY/);
  assert.match(messages[1] ?? '', /malformed/);
  assert.match(messages[2] ?? '', /unknown, revoked or expired/);
});

/** A key may be believed for a moment after it was seen; a second is the most. */
async function assertClosesWithinASecond(key: string): Promise<void> {
  const answer = await until(1_000, 'the key is refused', async () => {
    const seen = await ask({ 'x-api-key': key });
    return seen.status === 200 ? null : seen;
  });
  assertRefused(answer, 'UNAUTHORIZED');
}

test('a key ends at its expiry, and not before', async () => {
  const inAnHour = await makeKey(server.database, { expiresAt: new Date(Date.now() + 3_600_000) });
  assertAnswer('listCommands', await ask({ 'x-api-key': inAnHour.key }));
  const gone = await makeKey(server.database, { expiresAt: new Date(Date.now() - 1) });
  assertRefused(await ask({ 'x-api-key': gone.key }), 'UNAUTHORIZED');
  await server.database.query('update api_keys set expires_at = now() where id = $1', [inAnHour.id]);
  await assertClosesWithinASecond(inAnHour.key);
});

test('a revoked key is refused within a second, and the other keys of its account stay good', async () => {
  const first = await makeKey(server.database);
  const second = await makeKey(server.database, { accountId: first.accountId });
  assertAnswer('listCommands', await ask({ 'x-api-key': first.key }));
  await server.database.query('update api_keys set revoked_at = now() where id = $1', [first.id]);
  await assertClosesWithinASecond(first.key);
  assertAnswer('listCommands', await ask({ 'x-api-key': second.key }));
});

test('a key is nowhere in the database', async () => {
  const { rows } = await server.database.query<{ row: string }>('select k::text as row from api_keys k');
  assert.ok(rows.length > 0);
  assert.ok(rows.every(({ row }) => !row.includes(server.key.slice(5, 40))));
});
