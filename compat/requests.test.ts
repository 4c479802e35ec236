// What holds for every request: keys, error bodies, JSON, unknown paths and methods, idempotency.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apiKey, assertRefused, baseUrl, call, finished, picture, succeed } from './support/client.ts';

const endpoints: readonly [string, string][] = [
  ['POST', '/run-ffmpeg-command'],
  ['POST', '/run-chained-ffmpeg-commands'],
  ['POST', '/run-multiple-ffmpeg-commands'],
  ['GET', '/commands/x'],
  ['GET', '/commands'],
  ['DELETE', '/commands/x/files'],
  ['POST', '/files/upload'],
  ['POST', '/files/store-file'],
  ['GET', '/files/x'],
  ['GET', '/files'],
  ['DELETE', '/files/x'],
  ['POST', '/presets'],
  ['GET', '/presets'],
  ['GET', '/presets/x'],
  ['PUT', '/presets/x'],
  ['DELETE', '/presets/x'],
  ['POST', '/presets/x/execute'],
  ['GET', '/webhook-config'],
  ['PUT', '/webhook-config'],
  ['DELETE', '/webhook-config'],
];

test('every endpoint refuses a missing, malformed or unknown key with 401', async () => {
  const keys = [undefined, '', 'x', `ffsk_${'0'.repeat(64)}`, apiKey.toUpperCase(), `${apiKey}0`, apiKey.slice(5)];
  for (const [method, path] of endpoints) {
    for (const key of keys) {
      const response = await fetch(`${baseUrl}/api/v1${path}`, {
        method,
        headers: key === undefined ? {} : { 'X-API-KEY': key },
      });
      const { status, headers } = response;
      assertRefused(
        { status, headers, body: await response.json() },
        'UNAUTHORIZED',
        `${method} ${path} ${key ?? 'none'}`,
      );
    }
  }
});

test('a key is taken as a bearer token too, and in any case of the header', async () => {
  for (const headers of [
    { Authorization: `Bearer ${apiKey}` },
    { 'x-api-key': apiKey },
    { authorization: `bearer ${apiKey}` },
  ]) {
    assert.equal(
      (await fetch(`${baseUrl}/api/v1/commands?limit=1`, { headers: headers as Record<string, string> })).status,
      200,
    );
  }
});

test('every answer has a request id', async () => {
  for (const path of ['/commands?limit=1', '/commands/x', '/nothing']) {
    assert.match((await call('GET', path)).headers.get('x-request-id') ?? '', /^\S+$/);
  }
});

test('a body that is not JSON is 400 on every endpoint that takes one', async () => {
  const json = { 'Content-Type': 'application/json' };
  for (const [method, path] of endpoints) {
    if (!['POST', 'PUT'].includes(method) || path === '/files/upload') continue;
    for (const [body, headers] of [
      ['{"a":', json],
      ['', json],
      ['a=b', { 'Content-Type': 'application/x-www-form-urlencoded' }],
      ['{}', { 'Content-Type': 'text/plain' }],
    ] as const) {
      const refusal = assertRefused(
        await call(method, path, body, headers),
        'INVALID_REQUEST',
        `${method} ${path} ${body}`,
      );
      assert.match(refusal.message, /JSON|empty/);
    }
  }
});

test('an unknown path is 404, a method that a path does not have is 405', async () => {
  assertRefused(await call('GET', '/nothing'), 'NOT_FOUND');
  const answer = await call('PATCH', '/commands');
  assertRefused(answer, 'METHOD_NOT_ALLOWED');
  assert.match(answer.headers.get('allow') ?? '', /GET/);
});

test('a trailing slash of the base URL does no harm', async () => {
  assert.equal((await call('GET', '/commands/?limit=1')).status, 200);
});

test('the same idempotency key and body give the same answer, another body 422', async () => {
  const headers = { 'Idempotency-Key': `compat-${Date.now()}` };
  const first = await call<{ command_id: string }>('POST', '/run-ffmpeg-command', picture, headers);
  const again = await call<{ command_id: string }>('POST', '/run-ffmpeg-command', picture, headers);
  assert.deepEqual([first.status, again.status], [200, 200]);
  assert.equal(again.body.command_id, first.body.command_id);
  assert.equal(again.headers.get('idempotent-replayed'), 'true');
  assert.equal(first.headers.get('idempotent-replayed'), null);
  const other = await call('POST', '/run-ffmpeg-command', { ...picture, metadata: { other: true } }, headers);
  assertRefused(other, 'VALIDATION_ERROR');
  const { command_id } = await succeed<{ command_id: string }>('POST', '/run-ffmpeg-command', picture);
  assert.notEqual(command_id, first.body.command_id);
  await Promise.all([finished(command_id), finished(first.body.command_id)]);
});
