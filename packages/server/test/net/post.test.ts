// Posting to receivers that answer late, hardly, or not at all, and to addresses that are refused.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { createOutgoing } from '../../src/net/outgoing.ts';
import type { PostRequest, PostResult } from '../../src/net/post.ts';

interface Host {
  readonly url: string;
  readonly post: (options?: Partial<PostRequest>) => Promise<PostResult>;
}

async function startHost(t: TestContext, listener: http.RequestListener, allowCidrs = ['127.0.0.0/8']): Promise<Host> {
  const server = http.createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const outgoing = createOutgoing({ allowCidrs, connectTimeoutMs: 2_000 });
  t.after(async () => {
    await outgoing.close();
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const body = Buffer.from('{"a":"ü"}');
  return { url, post: (options) => outgoing.post({ url, headers: {}, body, timeoutMs: 5_000, ...options }) };
}

test('the bytes, headers and credentials arrive; status, Retry-After and body come back', async (t) => {
  const { url, post } = await startHost(t, (request, response) => {
    const { authorization, 'user-agent': agent, 'content-length': length } = request.headers;
    response.writeHead(418, { 'retry-after': '7' });
    response.end([request.method, request.headers['x-a'], authorization, agent, length].join(' '));
  });
  const headers = { 'x-a': 'b', 'user-agent': 'test' };
  const result = await post({ url: url.replace('//', '//u:p@'), headers });
  assert.ok(result.answered);
  assert.deepEqual([result.status, result.retryAfterMs], [418, 7_000]);
  assert.equal(result.bodyHead.toString(), `POST b Basic ${Buffer.from('u:p').toString('base64')} test 10`);
});

test('a host that does not answer is given up in time, with a sentence', async (t) => {
  const { post } = await startHost(t, () => undefined);
  const startedMs = performance.now();
  const result = await post({ timeoutMs: 200 });
  assert.ok(!result.answered);
  assert.match(result.reason, /^http:\/\/127\.0\.0\.1:\d+\/ did not answer within 0\.2 seconds\.$/);
  assert.ok(performance.now() - startedMs < 2_000);
});

test('an answer whose body never ends keeps its status, and what came in time', async (t) => {
  const { post } = await startHost(t, (_request, response) => {
    response.writeHead(200).write('begun');
  });
  const result = await post({ timeoutMs: 300 });
  assert.ok(result.answered);
  assert.deepEqual([result.status, result.bodyHead.toString()], [200, 'begun']);
});

test('the signal of the request rejects with its reason', async (t) => {
  const stop = new AbortController();
  const { post } = await startHost(t, () => {
    stop.abort(new Error('stopping'));
  });
  await assert.rejects(post({ signal: stop.signal }), /stopping/);
});

test('private addresses, other schemes and the ports of other services are refused without connecting', async (t) => {
  let requests = 0;
  const { url, post } = await startHost(t, () => (requests += 1), []);
  const port = new URL(url).port;
  for (const refused of [
    url,
    `http://localhost:${port}/`,
    `http://2130706433:${port}/`,
    `http://[::ffff:7f00:1]:${port}/`,
  ]) {
    const result = await post({ url: refused });
    assert.ok(!result.answered);
    assert.match(result.reason, /^Nothing could be sent to .* private or reserved address/);
  }
  for (const refused of ['ftp://example.com/', 'http://example.com:25/', 'nonsense']) {
    const result = await post({ url: refused });
    assert.ok(!result.answered);
    assert.match(result.reason, /^Nothing is sent to /);
  }
  assert.equal(requests, 0);
});
