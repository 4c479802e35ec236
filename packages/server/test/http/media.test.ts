// GET and HEAD /api/media/<token>/<name>: bytes by link alone, whole or by range, and nothing a browser would run as ours.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { mediaPath, signMediaToken } from '../../src/storage/signed-link.ts';
import { assertAnswer, assertRefused } from '../support/answers.ts';
import { makeNoise } from '../support/noise.ts';
import { openConnection } from '../support/raw-http.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { storedFiles } from '../support/stored-files.ts';

let server: TestServer;
let fileId: string;
let link: string;

const bytes = makeNoise(100_000);

before(async () => {
  server = await startTestServer();
  fileId = await server.upload('größe 1%.bin', bytes);
  link = (await server.probed(fileId)).storage_url ?? '';
});
after(async () => {
  await server.stop();
});

interface Media {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
}

async function get(url: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Media> {
  const response = await fetch(url, { method, headers });
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
}

function assertRefusedMedia(
  { status, headers, bytes: body }: Media,
  code: 'NOT_FOUND' | 'FORBIDDEN',
  context: string,
): void {
  assertRefused({ status, headers, body: JSON.parse(body.toString()) as unknown }, code, context);
  for (const name of ['etag', 'cache-control', 'accept-ranges', 'content-disposition']) {
    assert.equal(headers.get(name), null, `${context}: ${name}`);
  }
}

test('the whole file comes by its link alone', async () => {
  const whole = await get(link);
  assert.equal(whole.status, 200);
  assert.ok(whole.bytes.equals(bytes));
  assert.equal(whole.headers.get('content-length'), '100000');
  assert.equal(whole.headers.get('accept-ranges'), 'bytes');
  assert.equal(whole.headers.get('content-type'), 'application/octet-stream');
  assert.match(whole.headers.get('etag') ?? '', /^"[^"]+"$/);
  assert.match(whole.headers.get('x-request-id') ?? '', /^[0-9a-f-]{36}$/);
});

test('HEAD gives the same headers and no bytes', async () => {
  const [head, whole] = [await get(link, {}, 'HEAD'), await get(link)];
  assert.equal(head.status, 200);
  assert.equal(head.bytes.length, 0);
  const comparable = ({ headers }: Media): [string, string][] =>
    [...headers].filter(([name]) => !['date', 'x-request-id', 'connection', 'keep-alive'].includes(name));
  assert.deepEqual(comparable(head), comparable(whole));
  // RFC 9110 §14.2: ranges are for GET alone.
  assert.equal((await get(link, { range: 'bytes=0-9' }, 'HEAD')).headers.get('content-length'), '100000');
});

test('a range gives just its bytes', async () => {
  const cases: [string, number, number][] = [
    ['bytes=0-0', 0, 0],
    ['bytes=0-99999', 0, 99_999],
    ['bytes=5-9', 5, 9],
    ['bytes=99999-', 99_999, 99_999],
    ['bytes=500-', 500, 99_999],
    ['bytes=-1', 99_999, 99_999],
    ['bytes=-500', 99_500, 99_999],
    ['bytes=-999999', 0, 99_999],
    ['bytes=90000-999999', 90_000, 99_999],
    ['bytes= 1 - 2 ', 1, 2],
  ];
  for (const [range, start, end] of cases) {
    const part = await get(link, { range });
    assert.equal(part.status, 206, range);
    assert.equal(part.headers.get('content-range'), `bytes ${start}-${end}/100000`, range);
    assert.equal(part.headers.get('content-length'), String(end - start + 1), range);
    assert.ok(part.bytes.equals(bytes.subarray(start, end + 1)), range);
  }
});

test('a range that holds nothing is 416, with the size', async () => {
  for (const range of ['bytes=100000-', 'bytes=100000-100001', 'bytes=999999999999999-', 'bytes=-0']) {
    const refused = await get(link, { range });
    assert.equal(refused.status, 416, range);
    assert.equal(refused.headers.get('content-range'), 'bytes */100000', range);
    assert.equal(refused.bytes.length, 0, range);
  }
});

test('several ranges, other units and nonsense get the whole', async () => {
  for (const range of [
    'bytes=0-1,3-4',
    'bytes=5-1',
    'bytes=-',
    'bytes=',
    'items=0-1',
    'bytes=a-b',
    'bytes=1',
    'bytes',
    '0-1',
    'bytes=0x0-0x1',
    `bytes=0-${'9'.repeat(30)}`,
  ]) {
    const whole = await get(link, { range });
    assert.equal(whole.status, 200, range);
    assert.equal(whole.bytes.length, bytes.length, range);
  }
});

test('If-Range gives the range only of the same version', async () => {
  const etag = (await get(link, {}, 'HEAD')).headers.get('etag') ?? '';
  assert.equal((await get(link, { range: 'bytes=0-9', 'if-range': etag })).bytes.length, 10);
  for (const other of ['"other"', `W/${etag}`, 'Wed, 21 Oct 2015 07:28:00 GMT', '']) {
    assert.equal((await get(link, { range: 'bytes=0-9', 'if-range': other })).bytes.length, bytes.length, other);
  }
});

test('If-None-Match answers 304 for the version that the client has', async () => {
  const etag = (await get(link, {}, 'HEAD')).headers.get('etag') ?? '';
  for (const sent of [etag, `W/${etag}`, `"other", ${etag}`, `"a",W/${etag} , "b"`, '*']) {
    const answer = await get(link, { 'if-none-match': sent });
    assert.equal(answer.status, 304, sent);
    assert.equal(answer.headers.get('etag'), etag);
    assert.equal(answer.bytes.length, 0);
  }
  for (const sent of ['"other"', etag.slice(1, -1), ''])
    assert.equal((await get(link, { 'if-none-match': sent })).status, 200, sent);
});

test('an expired link is 403, one that is good for a second more is not', async () => {
  const { rows } = await server.database.query<{ value: Buffer }>(
    `select value from secrets where name = 'media_links'`,
  );
  const secret = rows[0]?.value;
  assert.ok(secret);
  const linkUntil = (ms: number, signedWith = secret): string =>
    server.url +
    mediaPath(signMediaToken({ fileId, expiresAt: new Date(Date.now() + ms), secret: signedWith }), 'größe 1%.bin');
  assert.equal((await get(linkUntil(30_000))).status, 200);
  assertRefusedMedia(await get(linkUntil(-1000)), 'FORBIDDEN', 'a second ago');
  assertRefusedMedia(await get(linkUntil(-Date.now() + 1000)), 'FORBIDDEN', 'in 1970');
  assertRefusedMedia(await get(linkUntil(30_000, randomBytes(32))), 'NOT_FOUND', 'of another secret');
  assertRefusedMedia(await get(linkUntil(-1000, randomBytes(32))), 'NOT_FOUND', 'of another secret and expired');
});

test('a link that was changed anywhere is 404', async () => {
  const [, token = '', name = ''] = /media\/([^/]+)\/(.+)$/.exec(link) ?? [];
  for (let index = 0; index < token.length; index += 3) {
    const changed = token.slice(0, index) + (token[index] === 'A' ? 'B' : 'A') + token.slice(index + 1);
    assertRefusedMedia(await get(`${server.url}/api/media/${changed}/${name}`), 'NOT_FOUND', String(index));
  }
  const paths = [
    `${token}/other.bin`,
    `${token}/${name}/x`,
    `${token}/..%2f${name}`,
    `${token}/`,
    `${token.slice(1)}/${name}`,
    `${token}=/${name}`,
    `${token}A/${name}`,
    `x/${name}`,
    `%00/${name}`,
    `${fileId}/${name}`,
    `${token}/${name.toUpperCase()}`,
    `${token}/%2e%2e/%2e%2e/etc/passwd`,
  ];
  for (const path of paths) assertRefusedMedia(await get(`${server.url}/api/media/${path}`), 'NOT_FOUND', path);
});

test('a query after the link changes nothing', async () => {
  assert.equal((await get(`${link}?download=1&x=%zz`)).status, 200);
});

test('names come back as they are, percent-encoded in the link and the disposition', async () => {
  const names = [
    'with blank.txt',
    '100%.txt',
    '%41.txt',
    'a%2Fb.txt',
    'ü+&=?#;,.txt',
    "it's (1)*!.txt",
    '日本🎬.txt',
    '"quoted".txt',
    `${'ä'.repeat(125)}.txt`,
    '..txt',
    '\\',
  ];
  for (const name of names) {
    const id = await server.upload(name, Buffer.from(name));
    const { filename, storage_url } = assertAnswer('getFile', await server.call('GET', `/files/${id}`));
    const answer = await get(storage_url ?? '');
    assert.equal(answer.status, 200, name);
    assert.equal(answer.bytes.toString(), name);
    // RFC 8187: what is not an attr-char is percent-encoded.
    const disposition = /^(?:inline|attachment); filename\*=UTF-8''([A-Za-z0-9!#$&+.^_`|~%-]+)$/.exec(
      answer.headers.get('content-disposition') ?? '',
    );
    assert.equal(decodeURIComponent(disposition?.[1] ?? ''), filename, answer.headers.get('content-disposition') ?? '');
  }
});

test('nothing runs in our origin: no sniffing, a sandbox, and active types only as a download', async () => {
  const active = {
    'a.html': '<!doctype html><script>alert(1)</script>',
    'a.svg': '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    'a.xml': '<?xml version="1.0"?><a/>',
    'a.txt': '<!doctype html><script>alert(1)</script>',
    'a.js': 'alert(1)',
    'a.pdf': '%PDF-1.4\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj',
    'a.xhtml': '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>',
  };
  for (const [name, text] of Object.entries(active)) {
    const { storage_url } = await server.probed(await server.upload(name, Buffer.from(text)));
    const { headers } = await get(storage_url ?? '');
    assert.equal(headers.get('x-content-type-options'), 'nosniff', name);
    assert.match(headers.get('content-security-policy') ?? '', /\bsandbox(;|$)/, name);
    const type = headers.get('content-type') ?? '';
    assert.doesNotMatch(type, /html|svg|xml|script|pdf/, name);
    assert.equal(headers.get('cross-origin-resource-policy'), 'cross-origin', name);
    if (type === 'application/octet-stream')
      assert.match(headers.get('content-disposition') ?? '', /^attachment/, name);
    else assert.equal(type.replace(/;.*/, ''), 'text/plain', name);
  }
});

test('an empty file is 200 without bytes, and has no range', async () => {
  const { storage_url } = await server.probed(await server.upload('empty.txt', Buffer.alloc(0)));
  const whole = await get(storage_url ?? '');
  assert.deepEqual([whole.status, whole.headers.get('content-length'), whole.bytes.length], [200, '0', 0]);
  assert.equal((await get(storage_url ?? '', { range: 'bytes=0-' })).status, 416);
});

test('bytes that vanished from the disk are 404, not half an answer', async () => {
  const before = await storedFiles(server.dataFolder);
  const id = await server.upload('gone.bin', Buffer.from('gone'));
  const { storage_url } = await server.probed(id);
  const made = (await storedFiles(server.dataFolder)).filter((path) => !before.includes(path));
  assert.equal(made.length, 1);
  await unlink(join(server.dataFolder, 'objects', made[0] ?? ''));
  assertRefusedMedia(await get(storage_url ?? ''), 'NOT_FOUND', 'whole');
  assertRefusedMedia(await get(storage_url ?? '', { range: 'bytes=0-1' }), 'NOT_FOUND', 'range');
});

test('a reader that goes away in the middle leaves the server as it was', async () => {
  const id = await server.upload('large.bin', Buffer.alloc(50_000_000));
  const { storage_url } = assertAnswer('getFile', await server.call('GET', `/files/${id}`));
  for (let index = 0; index < 5; index += 1) {
    const response = await fetch(storage_url ?? '');
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.cancel();
  }
  assert.equal((await get(link)).status, 200);
});

test('a stopping server finishes the downloads that are under way, and waits for nobody else', async () => {
  const stopping = await startTestServer({ RENDERIO_ROLE: 'api' });
  const sizeBytes = 50_000_000;
  const id = await stopping.upload('large.bin', Buffer.alloc(sizeBytes));
  const { storage_url } = assertAnswer('getFile', await stopping.call('GET', `/files/${id}`));
  const { body } = await fetch(storage_url ?? '');
  assert.ok(body);
  const silent = await openConnection(stopping.url);
  const startedAt = performance.now();
  const stopped = stopping.stop();
  let received = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) received += chunk.length;
  await stopped;
  silent.close();
  assert.equal(received, sizeBytes);
  const ms = performance.now() - startedAt;
  assert.ok(ms < 9_000, `${ms.toFixed()} ms`);
});
