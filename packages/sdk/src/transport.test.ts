// Retries and refusals, against a loopback server that answers as it is told to.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import { createClient } from './client.ts';
import { RenderioError } from './renderio-error.ts';

type Turn = (request: http.IncomingMessage, response: http.ServerResponse) => void;

let turns: Turn[] = [];
let seen: { method: string; url: string; headers: http.IncomingHttpHeaders; body: string }[] = [];
const server = http.createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (text: string) => {
    body += text;
  });
  request.on('end', () => {
    seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
    (turns.shift() ?? refuse(500, 'INTERNAL_ERROR'))(request, response);
  });
});

before(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
beforeEach(() => {
  turns = [];
  seen = [];
});
after(() => {
  server.closeAllConnections();
  server.close();
});

const answer =
  (body: unknown): Turn =>
  (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
const refuse =
  (status: number, error: string, headers: Record<string, string> = {}): Turn =>
  (_request, response) => {
    const detail = [{ loc: ['body', 'x'], msg: 'Field required', type: 'missing' }];
    response.writeHead(status, { 'x-request-id': 'r-1', ...headers });
    response.end(JSON.stringify({ error, message: `It is ${error}.`, detail, request_id: 'r-1' }));
  };
const drop: Turn = (request) => {
  request.socket.destroy();
};

const client = (options: Record<string, unknown> = {}) =>
  createClient({
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    apiKey: 'ffsk_x',
    retryDelayMs: 1,
    ...options,
  });
const request = { input_files: {}, output_files: { out_a: 'a.mp4' }, ffmpeg_command: '-f lavfi -i color {{out_a}}' };

async function errorOf(promise: Promise<unknown>): Promise<RenderioError> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof RenderioError, `expected a RenderioError, got ${String(error)}`);
  return error;
}

test('a call puts the key, the parameters, the query and the body where they belong', async () => {
  turns = [answer({ command_id: 'c' }), answer({})];
  assert.deepEqual(await client().runFfmpegCommand({ body: request, query: { wait: 5 } }), { command_id: 'c' });
  await client().getCommand({ params: { commandId: 'a/b ?' }, query: { wait: undefined } });
  const [submit, read] = seen;
  assert.ok(submit !== undefined && read !== undefined);
  assert.deepEqual([submit.method, submit.url], ['POST', '/api/v1/run-ffmpeg-command?wait=5']);
  assert.deepEqual(JSON.parse(submit.body), request);
  assert.equal(submit.headers['content-type'], 'application/json');
  assert.equal(submit.headers['x-api-key'], 'ffsk_x');
  assert.deepEqual([read.method, read.url], ['GET', '/api/v1/commands/a%2Fb%20%3F']);
  assert.equal(read.headers['idempotency-key'], undefined);
});

test('a refusal is thrown with everything that the server said, and not tried again', async () => {
  turns = [refuse(400, 'INVALID_REQUEST')];
  const error = await errorOf(client().runFfmpegCommand({ body: request }));
  assert.deepEqual(
    [error.code, error.status, error.message, error.requestId, error.isRetryable],
    ['INVALID_REQUEST', 400, 'It is INVALID_REQUEST.', 'r-1', false],
  );
  assert.deepEqual(error.detail, [{ loc: ['body', 'x'], msg: 'Field required', type: 'missing' }]);
  assert.equal(seen.length, 1);
});

test('what passes by itself is tried again, every attempt under the same idempotency key', async () => {
  turns = [drop, refuse(500, 'INTERNAL_ERROR'), refuse(409, 'CONFLICT'), refuse(503, 'UNAVAILABLE'), answer({})];
  await client().runFfmpegCommand({ body: request });
  assert.equal(seen.length, 5);
  const keys = new Set(seen.map(({ headers }) => headers['idempotency-key']));
  assert.equal(keys.size, 1);
  assert.match(String([...keys][0]), /^[0-9a-f]{32}$/);
});

test('a request that the server may have carried out is not sent again without such a key', async () => {
  turns = [refuse(503, 'UNAVAILABLE'), refuse(500, 'INTERNAL_ERROR')];
  const call = client().retryCommand({ params: { commandId: 'c' } });
  assert.equal((await errorOf(call)).code, 'INTERNAL_ERROR');
  assert.equal(seen.length, 2);
});

test('Retry-After is waited for', async () => {
  turns = [refuse(429, 'RATE_LIMITED', { 'retry-after': '1' }), answer({})];
  const startedAt = performance.now();
  await client().listFiles();
  assert.ok(performance.now() - startedAt >= 990);
});

test('a Retry-After of minutes is told, not waited for', async () => {
  turns = [refuse(429, 'RATE_LIMITED', { 'retry-after': '600' })];
  assert.equal((await errorOf(client().listFiles())).retryAfterSeconds, 600);
  assert.equal(seen.length, 1);
});

test('attempts end after the retries that were asked for', async () => {
  turns = Array.from({ length: 9 }, () => refuse(503, 'UNAVAILABLE'));
  assert.equal((await errorOf(client({ retries: 2 }).listFiles())).code, 'UNAVAILABLE');
  assert.equal(seen.length, 3);
});

test('no answer is a NETWORK_ERROR that says why', async () => {
  turns = [drop];
  const error = await errorOf(client({ retries: 0 }).listFiles());
  assert.deepEqual([error.code, error.status], ['NETWORK_ERROR', null]);
  assert.match(error.message, /^GET http:\/\/127\.0\.0\.1:\d+\/api\/v1\/files got no answer: \S/);
});

test("a proxy's page is an UNEXPECTED_ANSWER, tried again when it says that the server is away", async () => {
  const page =
    (status: number): Turn =>
    (_request, response) => {
      response.writeHead(status).end('<h1>Gateway</h1>');
    };
  turns = [page(502), page(404)];
  const error = await errorOf(client().listFiles());
  assert.deepEqual([error.code, error.status, seen.length], ['UNEXPECTED_ANSWER', 404, 2]);
});

test('an upload that the server has begun to read is not sent twice, one that it refused is', async () => {
  turns = [refuse(429, 'RATE_LIMITED'), refuse(500, 'INTERNAL_ERROR')];
  const blob = new Blob(['bytes']);
  assert.equal((await errorOf(client().upload(blob, { filename: 'a.txt' }))).code, 'INTERNAL_ERROR');
  assert.equal(seen.length, 2);
  seen = [];
  turns = [refuse(429, 'RATE_LIMITED')];
  assert.equal((await errorOf(client().upload(blob.stream()))).code, 'RATE_LIMITED');
  assert.equal(seen.length, 1, 'a stream can be read once');
});

test('an abort ends a request, and the pause before a further attempt, with its own reason', async () => {
  const reason = new Error('enough');
  const during = new AbortController();
  turns = [
    () => {
      during.abort(reason);
    },
  ];
  await assert.rejects(client().listFiles({ signal: during.signal }), reason);
  const between = new AbortController();
  turns = [refuse(503, 'UNAVAILABLE', { 'retry-after': '30' })];
  const call = client().listFiles({ signal: between.signal });
  server.once('request', () => {
    setTimeout(() => {
      between.abort(reason);
    }, 20);
  });
  await assert.rejects(call, reason);
  assert.equal(seen.length, 2);
});

test('an attempt that takes too long is given up and tried again', async () => {
  turns = [() => undefined, answer({ files: [] })];
  assert.deepEqual(await client({ timeoutMs: 50 }).listFiles(), { files: [] });
});

test('a link is fetched without the key', async () => {
  turns = [
    (_request, response) => {
      response.end('bytes');
    },
    (_request, response) => {
      response.writeHead(404).end();
    },
  ];
  const storage_url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/media/t/a.txt`;
  assert.equal(await (await client().download({ storage_url })).text(), 'bytes');
  assert.equal(seen[0]?.headers['x-api-key'], undefined);
  assert.equal((await errorOf(client().download({ storage_url }))).status, 404);
  assert.equal((await errorOf(client().download({ storage_url: null }))).code, 'NOT_FOUND');
});
