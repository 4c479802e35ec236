// The webhook endpoints with each code they may answer: the configuration, the ping, deliveries and their replay.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { makeKey, type TestKey } from '../support/accounts.ts';
import { assertAnswer, assertRefused, faultsOf } from '../support/answers.ts';
import { type Answer, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let account: TestKey;

before(async () => {
  server = await startTestServer({ RENDERIO_ALLOW_CIDRS: '127.0.0.2/32' });
});
after(async () => {
  await server.stop();
});

const call = async (method: string, path: string, body?: unknown, key = account.key): Promise<Answer> =>
  await server.call(method, path, body, { 'x-api-key': key });

/** Nobody listens there. */
const url = 'http://127.0.0.2:6553/hook';
const fresh = {
  configured: true,
  url,
  is_active: true,
  consecutive_failures: 0,
  disabled_at: null,
  previous_secret_until: null,
};

test('a webhook that was never set is not configured; DELETE of it succeeds all the same', async () => {
  account = await makeKey(server.database);
  const config = async () => assertAnswer('getWebhookConfig', await call('GET', '/webhook-config'));
  assert.deepEqual(await config(), { configured: false });
  assert.deepEqual(assertAnswer('deleteWebhookConfig', await call('DELETE', '/webhook-config')), { success: true });
  assert.deepEqual(await config(), { configured: false });
});

test('PUT sets and sets again; GET shows all but the secret; DELETE keeps the row, inactive', async () => {
  account = await makeKey(server.database);
  const config = async () => assertAnswer('getWebhookConfig', await call('GET', '/webhook-config'));
  for (const secret of ['a secret', undefined, null, '', 'whsec_c2VjcmV0IG9mIDI0IGJ5dGVzISEhIQ==']) {
    const answer = await call('PUT', '/webhook-config', { url, secret, more: 'is ignored' });
    assert.deepEqual(assertAnswer('putWebhookConfig', answer), { success: true, url });
    const is_signed = secret !== undefined && secret !== null && secret !== '';
    assert.deepEqual(await config(), { ...fresh, is_signed });
  }
  assert.deepEqual(assertAnswer('deleteWebhookConfig', await call('DELETE', '/webhook-config')), { success: true });
  assert.deepEqual(await config(), { ...fresh, is_active: false, is_signed: true });
});

test('PUT may keep the secret that is there, and refuses another beside it', async () => {
  account = await makeKey(server.database);
  const isSigned = async () => {
    const config = assertAnswer('getWebhookConfig', await call('GET', '/webhook-config'));
    return config.configured && config.is_signed;
  };
  const put = async (body: object) => call('PUT', '/webhook-config', { url, ...body });
  assertAnswer('putWebhookConfig', await put({ keep_secret: true }));
  assert.equal(await isSigned(), false);
  assertAnswer('putWebhookConfig', await put({ secret: 'a secret' }));
  assertAnswer('putWebhookConfig', await put({ keep_secret: true }));
  assert.equal(await isSigned(), true);
  const refused = assertRefused(await put({ keep_secret: true, secret: 'another' }), 'VALIDATION_ERROR');
  assert.deepEqual(faultsOf(refused), ['body.secret invalid_value']);
  assertAnswer('putWebhookConfig', await put({ keep_secret: false }));
  assert.equal(await isSigned(), false);
});

test('a rotation makes a secret or takes one, tells until when the one before counts, and needs a webhook', async () => {
  account = await makeKey(server.database);
  const rotate = async (body: unknown) => call('POST', '/webhook-config/rotate-secret', body);
  const overlapSeconds = (until: string | null) => Math.round((Date.parse(until ?? '') - Date.now()) / 1000);
  assertRefused(await rotate({}), 'INVALID_REQUEST');
  await call('PUT', '/webhook-config', { url });
  const first = assertAnswer('rotateWebhookSecret', await rotate({}));
  assert.match(first.secret ?? '', /^whsec_[A-Za-z0-9+/]{43}=$/);
  assert.equal(first.previous_secret_until, null);
  const second = assertAnswer('rotateWebhookSecret', await rotate({ secret: 'mine' }));
  assert.equal(second.secret, null);
  assert.ok(Math.abs(overlapSeconds(second.previous_secret_until) - 86_400) < 60);
  const config = assertAnswer('getWebhookConfig', await call('GET', '/webhook-config'));
  assert.ok(config.configured && config.is_signed);
  assert.equal(config.previous_secret_until, second.previous_secret_until);
  const third = assertAnswer('rotateWebhookSecret', await rotate({ overlap_seconds: 0 }));
  assert.notEqual(third.secret, first.secret);
  assert.equal(third.previous_secret_until, null);
  for (const body of [
    [],
    { secret: '' },
    { secret: 'whsec_!' },
    { overlap_seconds: -1 },
    { overlap_seconds: 604_801 },
  ]) {
    assert.equal(faultsOf(assertRefused(await rotate(body), 'VALIDATION_ERROR')).length, 1, JSON.stringify(body));
  }
  assertRefused(await rotate(undefined), 'INVALID_REQUEST');
  await call('DELETE', '/webhook-config');
  assertRefused(await rotate({}), 'INVALID_REQUEST');
});

test('a bad configuration is refused with every bad field, and changes nothing', async () => {
  account = await makeKey(server.database);
  await call('PUT', '/webhook-config', { url });
  const refused = async (body: unknown): Promise<string[]> =>
    faultsOf(assertRefused(await call('PUT', '/webhook-config', body), 'VALIDATION_ERROR', JSON.stringify(body)));
  assert.deepEqual(await refused({}), ['body.url missing']);
  assert.deepEqual(await refused({ url: 1, secret: 2 }), ['body.secret invalid_type', 'body.url invalid_type']);
  assert.deepEqual(await refused([]), ['body invalid_type']);
  for (const bad of [
    '',
    'hook',
    '/hook',
    'ftp://example.com/',
    'file:///etc/passwd',
    `https://a.b/${'x'.repeat(8192)}`,
  ]) {
    assert.equal((await refused({ url: bad })).length, 1, bad);
  }
  for (const secret of ['x'.repeat(1025), 'whsec_', 'whsec_not base64', 'whsec_YQ', 'a\0b', '\ud800']) {
    assert.equal((await refused({ url, secret })).length, 1, secret);
  }
  const privately = [
    '127.0.0.1',
    'localhost',
    'LOCALHOST.',
    '10.1.2.3',
    '169.254.169.254',
    '[::1]',
    '0x7f.1',
    '2130706433',
  ];
  for (const host of privately) {
    assert.deepEqual(await refused({ url: `http://${host}/hook` }), ['body.url invalid_value'], host);
  }
  assert.deepEqual(await refused({ url: 'http://example.com:25/' }), ['body.url invalid_value']);
  const config = assertAnswer('getWebhookConfig', await call('GET', '/webhook-config'));
  assert.ok(config.configured && config.url === url && config.is_active);
});

test('a body that is no JSON is INVALID_REQUEST, one that is too large PAYLOAD_TOO_LARGE', async () => {
  account = await makeKey(server.database);
  const headers = { 'x-api-key': account.key, 'content-type': 'application/json' };
  assertRefused(await server.call('PUT', '/webhook-config', '{"url":', headers), 'INVALID_REQUEST');
  assertRefused(await server.call('PUT', '/webhook-config', 'url=x', { 'x-api-key': account.key }), 'INVALID_REQUEST');
  const large = JSON.stringify({ url, secret: 'x'.repeat(1_100_000) });
  assertRefused(await server.call('PUT', '/webhook-config', large, headers), 'PAYLOAD_TOO_LARGE');
});

test('without a good key nothing is told or changed', async () => {
  const requests = [
    ['GET', '/webhook-config'],
    ['PUT', '/webhook-config'],
    ['DELETE', '/webhook-config'],
    ['POST', '/webhook-config/test'],
    ['POST', '/webhook-config/rotate-secret'],
    ['GET', '/webhook-deliveries'],
    ['GET', `/webhook-deliveries/${randomUUID()}`],
    ['POST', `/webhook-deliveries/${randomUUID()}/replay`],
  ] as const;
  for (const [method, path] of requests) {
    const body = method === 'PUT' ? { url } : path.endsWith('/rotate-secret') ? {} : undefined;
    assertRefused(await call(method, path, body, `ffsk_${'0'.repeat(64)}`), 'UNAUTHORIZED', path);
  }
  assertRefused(await call('PATCH', '/webhook-config', {}), 'METHOD_NOT_ALLOWED');
  assertRefused(await call('POST', '/webhook-deliveries', {}), 'METHOD_NOT_ALLOWED');
});

test('a ping needs a webhook that is set', async () => {
  account = await makeKey(server.database);
  assertRefused(await call('POST', '/webhook-config/test'), 'INVALID_REQUEST');
  await call('PUT', '/webhook-config', { url });
  const { delivery_id } = assertAnswer('testWebhook', await call('POST', '/webhook-config/test'));
  const delivery = assertAnswer('getWebhookDelivery', await call('GET', `/webhook-deliveries/${delivery_id}`));
  assert.deepEqual([delivery.is_test, delivery.command_id, delivery.url], [true, null, url]);
  await call('DELETE', '/webhook-config');
  assertRefused(await call('POST', '/webhook-config/test'), 'INVALID_REQUEST');
  assertRefused(await call('POST', `/webhook-deliveries/${delivery_id}/replay`), 'INVALID_REQUEST');
});

test("another account's deliveries, unknown and malformed ids are NOT_FOUND", async () => {
  account = await makeKey(server.database);
  await call('PUT', '/webhook-config', { url });
  const { delivery_id } = assertAnswer('testWebhook', await call('POST', '/webhook-config/test'));
  const other = await makeKey(server.database);
  for (const [id, key] of [
    [delivery_id, other.key],
    [randomUUID(), account.key],
    ['nonsense', account.key],
    ['%00', account.key],
  ] as const) {
    assertRefused(await call('GET', `/webhook-deliveries/${id}`, undefined, key), 'NOT_FOUND', id);
    assertRefused(await call('POST', `/webhook-deliveries/${id}/replay`, undefined, key), 'NOT_FOUND', id);
  }
  const page = assertAnswer('listWebhookDeliveries', await call('GET', '/webhook-deliveries', undefined, other.key));
  assert.deepEqual(page, { deliveries: [], limit: 50, offset: 0, next_cursor: null });
});

test('every bad field of a list query is named at once', async () => {
  const answer = await call('GET', '/webhook-deliveries?limit=0&offset=x&status=SENT');
  assert.deepEqual(faultsOf(assertRefused(answer, 'INVALID_REQUEST')), [
    'query.limit too_small',
    'query.offset invalid_format',
    'query.status invalid_value',
  ]);
  assertRefused(await call('GET', '/webhook-deliveries?cursor=nonsense'), 'INVALID_REQUEST');
});
