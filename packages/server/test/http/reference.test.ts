// What the API tells about itself: for programs, for people, for language models; complete, and loading nothing from outside.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { adminEndpoints, endpoints, openApiDocument } from '@renderio/contract';
import { assertRefused } from '../support/answers.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
const names = [...Object.keys(endpoints), ...Object.keys(adminEndpoints)];

before(async () => {
  server = await startTestServer({ RENDERIO_ROLE: 'api' });
});
after(async () => {
  await server.stop();
});

async function get(path: string, type: string): Promise<{ text: string; headers: Headers }> {
  const response = await fetch(server.url + path);
  assert.equal(response.status, 200, path);
  assert.equal(response.headers.get('content-type'), `${type}; charset=utf-8`);
  assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
  return { text: await response.text(), headers: response.headers };
}

test('the OpenAPI document is that of the endpoint table, and asks for no key', async () => {
  const { text } = await get('/openapi.json', 'application/json');
  assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(openApiDocument())));
});

test('the page has every endpoint, and every link within it leads somewhere', async () => {
  const { text } = await get('/docs/api', 'text/html');
  const ids = [...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  assert.equal(new Set(ids).size, ids.length, 'an id twice');
  for (const name of names) assert.ok(ids.includes(name), name);
  const targets = [...text.matchAll(/<a href="#([^"]+)"/g)].map(([, id]) => id);
  assert.deepEqual(
    [...new Set(targets)].filter((target) => !ids.includes(target)),
    [],
  );
});

test('the page loads nothing, and only its own style and script may run', async () => {
  const { text, headers } = await get('/docs/api', 'text/html');
  assert.doesNotMatch(
    text,
    /<(link|img|iframe|object|embed|base|meta http-equiv)\b|\ssrc=|@import|url\(| style=| on\w+="/i,
  );
  const addresses = [...text.matchAll(/href="([^"#][^"]*)"/g)].map(([, address]) => address);
  assert.deepEqual([...new Set(addresses)].sort(), ['/docs', '/llms-full.txt', '/llms.txt', '/openapi.json']);
  const policy = headers.get('content-security-policy') ?? '';
  assert.match(policy, /^default-src 'none'; /);
  assert.doesNotMatch(policy, /unsafe|https?:|\*/);
  for (const tag of ['style', 'script']) {
    const [, ...inside] = text.split(new RegExp(`</?${tag}>`)).filter((_, index) => index < 2);
    const hash = createHash('sha256')
      .update(inside[0] ?? '')
      .digest('base64');
    assert.ok(policy.includes(`${tag}-src 'sha256-${hash}'`), tag);
  }
});

test('what stands in descriptions is text, not markup', async () => {
  const { text } = await get('/docs/api', 'text/html');
  assert.ok(text.includes('<code>&lt;&lt;alias&gt;&gt;</code>'));
  assert.ok(!text.includes('<<alias>>'));
});

test('the text for language models names every endpoint; the full one has their fields and examples', async () => {
  const index = (await get('/llms.txt', 'text/plain')).text;
  const full = (await get('/llms-full.txt', 'text/plain')).text;
  assert.match(index, /^# renderio\n\n> /);
  for (const [path, methods] of Object.entries(openApiDocument().paths)) {
    for (const [method, { operationId }] of Object.entries(methods)) {
      assert.ok(index.includes(`[${method.toUpperCase()} ${path}](/docs/api#${operationId})`), operationId);
      assert.ok(full.includes(`### ${method.toUpperCase()} ${path}\n`), operationId);
    }
  }
  assert.ok(full.includes('- `ffmpeg_command`: string'));
  assert.ok(full.includes('RENDERIO_PORT'), 'the pages of docs/ are in it');
});

test('these paths have GET and HEAD only', async () => {
  for (const path of ['/openapi.json', '/docs', '/docs/api', '/llms.txt', '/llms-full.txt']) {
    assert.equal((await fetch(server.url + path, { method: 'HEAD' })).status, 200);
    const response = await fetch(server.url + path, { method: 'POST' });
    const { status, headers } = response;
    assertRefused({ status, headers, body: await response.json() }, 'METHOD_NOT_ALLOWED', path);
    assert.equal(headers.get('allow'), 'GET, HEAD');
  }
});
