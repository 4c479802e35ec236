// /health and /ready: what scripts and load balancers wait for, without a key.
import assert from 'node:assert/strict';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;

before(async () => {
  server = await startTestServer();
});
after(async () => {
  await server.stop();
});

interface Ready {
  readonly status: string;
  readonly checks: Readonly<Record<string, string>>;
}

async function ready(): Promise<{ status: number; body: Ready }> {
  const response = await fetch(`${server.url}/ready`);
  return { status: response.status, body: (await response.json()) as Ready };
}

test('/health says that the process lives, and what it is made of', async () => {
  const response = await fetch(`${server.url}/health`);
  assert.equal(response.status, 200);
  assert.match(response.headers.get('x-request-id') ?? '', /^[0-9a-f-]{36}$/);
  const body = (await response.json()) as Record<string, unknown>;
  assert.equal(body['status'], 'ok');
  assert.match(JSON.stringify(body['ffmpeg']), /"version":"\d/);
  assert.doesNotMatch(JSON.stringify(body), /password|ffsk_/);
});

test('/ready is 200 when database, storage and sandbox are usable', async () => {
  assert.deepEqual(await ready(), {
    status: 200,
    body: { status: 'ready', checks: { database: 'ok', storage: 'ok', sandbox: 'ok' } },
  });
});

test('HEAD works on both', async () => {
  for (const path of ['/health', '/ready']) {
    const response = await fetch(server.url + path, { method: 'HEAD' });
    assert.deepEqual([response.status, await response.text()], [200, ''], path);
  }
});

test('/ready is 503 and says why while the storage folder is gone, and 200 again after', async () => {
  const folder = join(server.dataFolder, 'objects');
  await rename(join(folder, 'tmp'), join(folder, 'away'));
  try {
    const { status, body } = await ready();
    assert.equal(status, 503);
    assert.equal(body.status, 'not ready');
    assert.deepEqual([body.checks['database'], body.checks['sandbox']], ['ok', 'ok']);
    assert.match(body.checks['storage'] ?? '', /\S{3,}/);
    assert.notEqual(body.checks['storage'], 'ok');
    assert.equal((await fetch(`${server.url}/health`)).status, 200);
  } finally {
    await rename(join(folder, 'away'), join(folder, 'tmp'));
  }
  assert.equal((await ready()).status, 200);
});

test('a server without a worker needs no sandbox', async () => {
  const api = await startTestServer({ RENDERIO_ROLE: 'api' });
  try {
    const response = await fetch(`${api.url}/ready`);
    assert.deepEqual(await response.json(), { status: 'ready', checks: { database: 'ok', storage: 'ok' } });
  } finally {
    await api.stop();
  }
});
