// A browser's session: what signs in, what the cookies open and from where, and what ends them.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { adminPrefix, apiPrefix, session } from '@renderio/contract';
import { signSession } from '../../src/domain/session-token.ts';
import { makeKey } from '../support/accounts.ts';
import { assertRefused } from '../support/answers.ts';
import { type Answer, startTestServer, type TestServer, until } from '../support/server.ts';

let server: TestServer;
let adminToken: string;

before(async () => {
  server = await startTestServer();
  adminToken = (await readFile(join(server.dataFolder, 'admin-token'), 'utf8')).trim();
});
after(async () => {
  await server.stop();
});

async function ask(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: unknown,
): Promise<Answer> {
  const response = await fetch(server.url + path, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

const signIn = (key: string, headers: Record<string, string> = {}): Promise<Answer> =>
  ask('POST', '/api/session', headers, { key });

/** The cookies that an answer sets, as a browser sends them back. */
const cookiesOf = ({ headers }: Answer): string =>
  headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');

const list = (headers: Record<string, string>): Promise<Answer> => ask('GET', `${apiPrefix}/commands?limit=1`, headers);
const write = (headers: Record<string, string>): Promise<Answer> =>
  ask('POST', `${apiPrefix}/keys`, headers, { name: 'made by a page' });
const ownPage = { 'sec-fetch-site': 'same-origin' };

test('a key signs in, and its cookie opens what the key opens', async () => {
  const answer = await signIn(server.key);
  assert.equal(answer.status, 200);
  const { account, admin } = session.strict().parse(answer.body);
  assert.ok(account !== null);
  assert.equal(admin, null);
  const days = (Date.parse(account.expires_at) - Date.now()) / 86_400_000;
  assert.ok(days > 6.9 && days <= 7, account.expires_at);

  const cookie = cookiesOf(answer);
  assert.equal((await list({ cookie })).status, 200);
  assert.equal((await write({ cookie, ...ownPage })).status, 201);
  assert.deepEqual((await ask('GET', '/api/session', { cookie })).body, answer.body);
  assertRefused(await ask('GET', `${adminPrefix}/accounts`, { cookie }), 'UNAUTHORIZED');
});

test('the admin token signs in beside a key, and each cookie opens its own', async () => {
  const asUser = cookiesOf(await signIn(server.key));
  const answer = await signIn(adminToken, { cookie: asUser });
  const asAdmin = cookiesOf(answer);
  const both = session.parse(answer.body);
  assert.ok(both.account !== null && both.admin !== null);
  assert.equal((await ask('GET', `${adminPrefix}/accounts`, { cookie: asAdmin })).status, 200);
  assertRefused(await list({ cookie: asAdmin }), 'UNAUTHORIZED');
  assertRefused(await ask('POST', `${adminPrefix}/accounts`, { cookie: asAdmin }, { name: 'x' }), 'FORBIDDEN');
  const made = await ask('POST', `${adminPrefix}/accounts`, { cookie: asAdmin, ...ownPage }, { name: 'x' });
  assert.equal(made.status, 201);
});

test('a cookie is out of reach of scripts and of other sites', async () => {
  const [cookie = ''] = (await signIn(server.key)).headers.getSetCookie();
  assert.match(cookie, /^renderio_session=[\w-]{92}; Path=\/api; Max-Age=604800; HttpOnly; SameSite=Lax$/);
  assert.doesNotMatch(cookie, new RegExp(server.key));
});

test('a cookie is secure where the public URL is https', async () => {
  await using secure = await startSecure();
  const response = await fetch(`${secure.test.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'https://media.example.com' },
    body: JSON.stringify({ key: secure.test.key }),
  });
  assert.equal(response.status, 200);
  assert.match(response.headers.getSetCookie()[0] ?? '', /; Secure$/);
});

async function startSecure(): Promise<AsyncDisposable & { test: TestServer }> {
  const test = await startTestServer({ RENDERIO_PUBLIC_URL: 'https://media.example.com', RENDERIO_ROLE: 'api' });
  return { test, [Symbol.asyncDispose]: () => test.stop() };
}

test('what neither is a good key nor the admin token signs nobody in', async () => {
  for (const key of ['x', `ffsk_${'0'.repeat(64)}`, `${adminToken}x`]) {
    const answer = await signIn(key);
    assertRefused(answer, 'UNAUTHORIZED', key);
    assert.deepEqual(answer.headers.getSetCookie(), []);
  }
  assertRefused(await ask('POST', '/api/session', {}, {}), 'VALIDATION_ERROR');
  assertRefused(await ask('POST', '/api/session', {}, { key: '' }), 'VALIDATION_ERROR');
});

test('a session writes only from a page of this server', async () => {
  const cookie = cookiesOf(await signIn(server.key));
  const foreign: Record<string, string>[] = [
    {},
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: server.url.replace('http:', 'https:') },
    // What the browser itself says outweighs an origin.
    { 'sec-fetch-site': 'cross-site', origin: server.url },
  ];
  for (const headers of foreign) {
    assertRefused(await write({ cookie, ...headers }), 'FORBIDDEN', JSON.stringify(headers));
  }
  assert.equal((await write({ cookie, origin: server.url })).status, 201);
  // A key in a header is sent by whoever holds it, wherever the page is from.
  const bySite = { cookie, 'x-api-key': server.key, 'sec-fetch-site': 'cross-site' };
  assert.equal((await write(bySite)).status, 201);
});

test('another site signs nobody in or out', async () => {
  const foreign: Record<string, string>[] = [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.example' }];
  for (const headers of foreign) {
    assertRefused(await signIn(server.key, headers), 'FORBIDDEN');
    assertRefused(await ask('DELETE', '/api/session', headers), 'FORBIDDEN');
  }
});

test('signing out takes both cookies away', async () => {
  const answer = await ask('DELETE', '/api/session', ownPage);
  assert.deepEqual(answer.body, { account: null, admin: null });
  const cookies = answer.headers.getSetCookie();
  assert.deepEqual(
    cookies.map((cookie) => cookie.split(';')[0]),
    ['renderio_session=', 'renderio_admin='],
  );
  for (const cookie of cookies) assert.match(cookie, /; Max-Age=0; /);
});

test('a session ends within a second of the revocation of its key', async () => {
  const { id, key } = await makeKey(server.database);
  const cookie = cookiesOf(await signIn(key));
  assert.equal((await list({ cookie })).status, 200);
  await server.database.query('update api_keys set revoked_at = now() where id = $1', [id]);
  await until(1000, 'the session is closed', async () => {
    const answer = await list({ cookie });
    return answer.status === 401 ? answer : null;
  });
  assert.deepEqual((await ask('GET', '/api/session', { cookie })).body, { account: null, admin: null });
});

test('a token that is forged, of the other kind, or past its time opens nothing', async () => {
  const { rows } = await server.database.query<{ value: Buffer }>("select value from secrets where name = 'sessions'");
  const secret = rows[0]?.value ?? Buffer.alloc(0);
  const good = cookiesOf(await signIn(server.key)).slice('renderio_session='.length);
  const subject = Buffer.from(good, 'base64url').subarray(0, 32);
  const expired = signSession('account', { subject, expiresAt: new Date(Date.now() - 1000) }, secret);
  const forged = signSession('account', { subject, expiresAt: new Date(Date.now() + 60_000) }, Buffer.alloc(32));
  for (const token of [expired, forged, '', 'x']) {
    assertRefused(await list({ cookie: `renderio_session=${token}` }), 'UNAUTHORIZED', token);
  }
  assertRefused(await ask('GET', `${adminPrefix}/accounts`, { cookie: `renderio_admin=${good}` }), 'UNAUTHORIZED');
  // The same made with the server's own secret is good: the ones above are refused for what they are.
  const later = signSession('account', { subject, expiresAt: new Date(Date.now() + 60_000) }, secret);
  assert.equal((await list({ cookie: `other=1; renderio_session=${later}` })).status, 200);
});
