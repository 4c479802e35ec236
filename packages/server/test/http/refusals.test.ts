// What every answer has in common, and requests that fit no endpoint: the server refuses them by the contract and lives on.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { apiPrefix, endpoints } from '@renderio/contract';
import { assertAnswer, assertRefused } from '../support/answers.ts';
import { exchange, openConnection } from '../support/raw-http.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;

before(async () => {
  server = await startTestServer();
});
after(async () => {
  await server.stop();
});
afterEach(async () => {
  assertAnswer('listCommands', await server.call('GET', '/commands?limit=1'));
});

/** A request without a body, as bytes. */
function get(path: string, ...headers: string[]): string {
  return [`GET ${path} HTTP/1.1`, 'Host: localhost', `X-API-KEY: ${server.key}`, ...headers, '', ''].join('\r\n');
}

test('a path that is not there is 404, with and without the prefix', async () => {
  for (const path of [
    '/',
    '/x',
    '/api',
    '/api/v1',
    '/api/v2/commands',
    '/api/v1/nothing',
    '/commands',
    '/api/v1//commands',
  ]) {
    const answer = await exchange(server.url, get(path));
    assert.ok(answer);
    assertRefused(answer, 'NOT_FOUND', path);
  }
});

test('a method that a path does not have is 405, and Allow lists those it has', async () => {
  const byPath = Map.groupBy(Object.values(endpoints), ({ path }) => path.replace(/:\w+/g, '0'));
  for (const [path, rows] of byPath) {
    const has = new Set<string>(rows.map(({ method }) => method));
    for (const method of ['PUT', 'PATCH', 'OPTIONS'].filter((other) => !has.has(other))) {
      const answer = await server.call(method, path);
      assertRefused(answer, 'METHOD_NOT_ALLOWED', `${method} ${path}`);
      const allowed = (answer.headers.get('allow') ?? '').split(', ');
      for (const method of has) assert.ok(allowed.includes(method), `${path}: ${allowed.join()}`);
      assert.equal(new Set(allowed).size, allowed.length, `${path}: ${allowed.join()}`);
    }
  }
});

test('a path outside the API has its methods too', async () => {
  for (const path of ['/health', '/ready', '/api/media/token/name.mp4']) {
    const response = await fetch(server.url + path, { method: 'POST' });
    const answer = { status: response.status, headers: response.headers, body: await response.json() };
    assertRefused(answer, 'METHOD_NOT_ALLOWED', path);
    assert.equal(answer.headers.get('allow'), 'GET, HEAD', path);
  }
});

test('a slash at the end and an empty query change nothing', async () => {
  for (const path of ['/commands/', '/commands?', '/commands??limit=0', '/commands/?&&=&', '/commands?nothing=1']) {
    assertAnswer('listCommands', await server.call('GET', path));
  }
});

test('each answer has a request id: a sane one that was sent, else a new one', async () => {
  const idOf = async (sent: string): Promise<string | null> =>
    (await server.call('GET', '/commands', undefined, { 'x-request-id': sent })).headers.get('x-request-id');
  for (const sent of ['a', 'my-trace_1.2', 'A'.repeat(64)]) assert.equal(await idOf(sent), sent);
  const made = await Promise.all(['', 'A'.repeat(65), 'a b', 'é', '<script>', 'a,b'].map(idOf));
  for (const id of made) assert.match(id ?? '', /^[0-9a-f-]{36}$/);
  assert.equal(new Set(made).size, made.length);
  const refused = await server.call('GET', '/nothing', undefined, { 'x-request-id': 'mine' });
  assert.equal(assertRefused(refused, 'NOT_FOUND').request_id, 'mine');
});

test('a path that is not well-formed is 400', async () => {
  for (const path of ['/api/v1/commands/%', '/api/v1/commands/%zz', '/api/v1/files/%ff%fe', '/%c3%28']) {
    const answer = await exchange(server.url, get(path));
    assert.ok(answer, path);
    assertRefused(answer, 'INVALID_REQUEST', path);
  }
});

test('a very long path is 404, and headers beyond what is read are 400', async () => {
  for (const path of [`/api/v1/commands/${'a'.repeat(1000)}`, `/${'a/'.repeat(3000)}`]) {
    const answer = await exchange(server.url, get(path));
    assert.ok(answer);
    assertRefused(answer, 'NOT_FOUND', path.slice(0, 40));
  }
  for (const request of [
    get(`/api/v1/commands?x=${'a'.repeat(20_000)}`),
    get('/api/v1/commands', `X-Long: ${'a'.repeat(20_000)}`),
    get('/api/v1/commands', ...Array.from({ length: 3000 }, (_, index) => `X-${index}: ${index}`)),
  ]) {
    const answer = await exchange(server.url, request);
    assert.ok(answer);
    assertRefused(answer, 'INVALID_REQUEST', request.slice(0, 40));
  }
});

test('many headers and many query fields are nothing special', async () => {
  const headers = Array.from({ length: 500 }, (_, index) => `X-${index}: ${index}`);
  const answer = await exchange(server.url, get(`/api/v1/commands?${'a=1&'.repeat(1500)}limit=7`, ...headers));
  assert.ok(answer);
  assert.equal(assertAnswer('listCommands', answer).limit, 7);
});

test('what is not HTTP is refused, and the connection closed', async () => {
  const oddities = [
    'hello\r\n\r\n',
    'GET\r\n\r\n',
    'GET / HTTP/9.9\r\n\r\n',
    '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n',
    'POST /api/v1/run-ffmpeg-command HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n',
    'POST /api/v1/run-ffmpeg-command HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc',
    'POST /api/v1/run-ffmpeg-command HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc',
    'GET /api/v1/commands HTTP/1.1\r\nHost: x\r\nBad Header: 1\r\n\r\n',
    'GET /api/v1/commands HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n',
  ];
  for (const bytes of oddities) {
    const connection = await openConnection(server.url);
    try {
      const answer = await connection.exchange(bytes);
      assert.ok(answer, bytes);
      assertRefused(answer, 'INVALID_REQUEST', bytes);
      assert.equal(await connection.exchange(get('/health')), null, bytes);
    } finally {
      connection.close();
    }
  }
});

test('methods that HTTP knows and we do not are refused', async () => {
  for (const method of ['PROPFIND', 'TRACE', 'LINK']) {
    const answer = await exchange(server.url, get('/api/v1/commands').replace('GET', method));
    assert.ok(answer, method);
    assertRefused(answer, 'METHOD_NOT_ALLOWED', method);
  }
});

test('a client that goes away in the middle of its request disturbs nobody', async () => {
  const body = 'POST /api/v1/run-ffmpeg-command HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
  for (const bytes of [
    'G',
    'GET /api/v1/comm',
    `${body}Content-Length: 100\r\n\r\n{"in`,
    `${body}Transfer-Encoding: chunked\r\n\r\n5\r\n{"`,
  ]) {
    const connection = await openConnection(server.url);
    await new Promise((resolve) => connection.socket.write(bytes, resolve));
    connection.close();
  }
});

test('requests sent in one go on one connection are answered in order', async () => {
  const connection = await openConnection(server.url);
  try {
    const first = await connection.exchange(get(`${apiPrefix}/commands?limit=1`) + get('/nothing') + get('/health'));
    const rest = [await connection.exchange(''), await connection.exchange('')];
    assert.deepEqual(
      [first, ...rest].map((answer) => answer?.status),
      [200, 404, 200],
    );
  } finally {
    connection.close();
  }
});
