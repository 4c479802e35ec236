// The dashboard's files at `/`: what is answered with which bytes, and what stays the API's own.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let folder: string;
const page = '<!doctype html><title>renderio</title><script type="module" src="/assets/app-1a2b.js"></script>';
const script = 'export const answer = 42;\n'.repeat(100);

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'renderio-dashboard-'));
  server = await startTestServer({ RENDERIO_ROLE: 'api' }, 'on', folder);
});
after(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

const asPage = { accept: 'text/html,application/xhtml+xml' };
const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(server.url + path, { headers });

test('where nothing has been built there is nothing at /, until it is', async () => {
  assert.equal((await get('/', asPage)).status, 404);
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'assets/app-1a2b.js'), script);
  await writeFile(join(folder, 'assets/app-1a2b.js.br'), brotliCompressSync(script));
  await writeFile(join(folder, 'assets/app-1a2b.js.gz'), gzipSync(script));
  await writeFile(join(folder, '.built-from'), 'secret');
  await writeFile(join(folder, 'index.html'), page);
  const response = await get('/', asPage);
  assert.equal(response.status, 200);
  assert.equal(await response.text(), page);
});

test('the page is asked for anew, and may load nothing from outside', async () => {
  const { headers } = await get('/', asPage);
  assert.equal(headers.get('cache-control'), 'no-cache');
  assert.equal(headers.get('content-type'), 'text/html; charset=utf-8');
  const policy = headers.get('content-security-policy') ?? '';
  assert.match(policy, /default-src 'none'; script-src 'self'; style-src 'self';/);
  assert.doesNotMatch(policy, /unsafe|\*|https?:/);
});

test('files with a hash in their name are kept for good, compressed as the client can read it', async () => {
  for (const [accepted, coding] of [
    ['gzip, br', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['identity', null],
  ] as const) {
    const response = await get('/assets/app-1a2b.js', { 'accept-encoding': accepted });
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('content-encoding'), coding, accepted);
    assert.equal(response.headers.get('cache-control'), 'public, max-age=31536000, immutable');
    assert.equal(response.headers.get('vary'), 'accept-encoding');
    assert.equal(await response.text(), script);
  }
});

test('every address within the dashboard is its page, for whoever asks for a page', async () => {
  for (const path of ['/commands', '/commands/0192f5d4-7a3c-7b10-8c55-3f1e6a2b9d07?tab=log']) {
    assert.equal(await (await get(path, asPage)).text(), page);
    assert.equal((await get(path)).status, 404);
  }
  assert.equal((await get('/assets/gone-9f9f.js', asPage)).status, 404);
});

test('nothing beside what was built can be read', async () => {
  for (const path of [
    '/.built-from',
    '/assets/app-1a2b.js.br',
    '/assets/../../etc/passwd',
    '/..%2f..%2fetc%2fpasswd',
  ]) {
    assert.equal((await get(path)).status, 404, path);
  }
});

test('what is not the dashboard answers as before', async () => {
  for (const path of ['/api/v1/nothing', '/api/nothing', '/docs/nothing']) {
    const response = await get(path, asPage);
    assert.equal(response.status, 404);
    assert.match(response.headers.get('content-type') ?? '', /^application\/json/);
  }
  assert.equal((await get('/health', asPage)).headers.get('content-type'), 'application/json; charset=utf-8');
  const wrongMethod = await get('/api/v1/validate', asPage);
  assert.equal(wrongMethod.status, 405);
  assert.equal((await fetch(`${server.url}/`, { method: 'POST' })).status, 404);
});
