// /files/tus: the tus protocol over real sockets, broken off, taken over, and spoken by the protocol's own client.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import * as tus from 'tus-js-client';
import { sweepUploads } from '../../src/services/resumable-upload.ts';
import { createDiskStore } from '../../src/storage/disk-store.ts';
import { makeKey, setOwnLimits } from '../support/accounts.ts';
import { assertAnswer, assertRefused } from '../support/answers.ts';
import { openConnection } from '../support/raw-http.ts';
import { startSecondApi } from '../support/second-api.ts';
import { startTestServer, type TestServer, until } from '../support/server.ts';
import { storedFiles } from '../support/stored-files.ts';

let server: TestServer;

before(async () => {
  server = await startTestServer({ RENDERIO_ROLE: 'api', RENDERIO_MAX_INPUT_BYTES: '100000000' });
});
after(async () => {
  await server.stop();
});

const bodyType = 'application/offset+octet-stream';

interface TusAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

async function send(
  method: string,
  url: string,
  headers: Record<string, string> = {},
  body: Uint8Array | null = null,
): Promise<TusAnswer> {
  const response = await fetch(new URL(url, server.url), {
    method,
    headers: { 'x-api-key': server.key, 'tus-resumable': '1.0.0', ...headers },
    body: body === null ? null : Buffer.from(body),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
}

const root = '/api/v1/files/tus';

async function begin(sizeBytes: number, headers: Record<string, string> = {}): Promise<string> {
  const answer = await send('POST', root, { 'upload-length': String(sizeBytes), ...headers });
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  return answer.headers.get('location') ?? '';
}

const patch = (url: string, offset: number, bytes: Uint8Array, headers: Record<string, string> = {}) =>
  send('PATCH', url, { 'content-type': bodyType, 'upload-offset': String(offset), ...headers }, bytes);

async function offsetOf(url: string): Promise<number> {
  const { status, headers } = await send('HEAD', url);
  assert.equal(status, 200);
  return Number(headers.get('upload-offset'));
}

/** The bytes of a file that an upload has become. */
async function read(fileId: string | null): Promise<Buffer> {
  const file = assertAnswer('getFile', await server.call('GET', `/files/${fileId}`));
  const { rows } = await server.database.query<{ object_key: string }>('select object_key from files where id = $1', [
    fileId,
  ]);
  assert.equal(file.rendi_store_type, 'UPLOAD');
  const store = await createDiskStore({ folder: `${server.dataFolder}/objects` });
  return Buffer.concat((await (await store.open(rows[0]?.object_key ?? ''))?.toArray()) ?? []);
}

function headOf(url: string, offset: number, length: string): string {
  const lines = [
    `PATCH ${url} HTTP/1.1`,
    'Host: localhost',
    `X-API-KEY: ${server.key}`,
    'Tus-Resumable: 1.0.0',
    `Content-Type: ${bodyType}`,
    `Upload-Offset: ${offset}`,
    length,
  ];
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** A PATCH whose bytes are sent by hand. */
async function openPatch(url: string, lengthBytes: number, api = server.url): Promise<Socket> {
  const { socket } = await openConnection(api);
  socket.write(headOf(url, 0, `Content-Length: ${lengthBytes}`));
  return socket;
}

async function isWriting(url: string): Promise<void> {
  await until(5_000, 'a request writes', async () => {
    const { rows } = await server.database.query('select from partial_uploads where id = $1 and writer is not null', [
      idOf(url),
    ]);
    return rows.length > 0 || null;
  });
}

/** Where the disk store keeps what has come so far. */
function partialPathOf(url: string): string {
  const name = createHash('sha256')
    .update(`uploads/${idOf(url)}/content`)
    .digest('hex');
  return join(server.dataFolder, 'objects/partial', name);
}

const idOf = (url: string): string => url.split('/').at(-1) ?? '';
const metadataOf = (filename: string): string => `filename ${Buffer.from(filename).toString('base64')}`;

test('the protocol and its limits are told', async () => {
  const { status, headers } = await send('OPTIONS', root);
  assert.equal(status, 204);
  assert.equal(headers.get('tus-version'), '1.0.0');
  assert.equal(headers.get('tus-max-size'), '100000000');
  assert.deepEqual(headers.get('tus-extension')?.split(','), [
    'creation',
    'creation-with-upload',
    'expiration',
    'termination',
  ]);
});

test('a file sent in pieces is an upload like any other, under the id that its address ends in', async () => {
  const bytes = randomBytes(300_000);
  const metadata = `${metadataOf('größe 🎬.mp4')},filetype ${Buffer.from('video/mp4').toString('base64')}`;
  const url = await begin(bytes.length, { 'upload-metadata': metadata });
  assert.match(url, /^\/api\/v1\/files\/tus\/[0-9a-f-]{36}$/);

  const first = await patch(url, 0, bytes.subarray(0, 100_000));
  assert.equal(first.status, 204);
  assert.equal(first.headers.get('upload-offset'), '100000');
  assert.equal(first.headers.get('x-file-id'), null);
  const lifeMs = Date.parse(first.headers.get('upload-expires') ?? '') - Date.now();
  assert.ok(lifeMs > 23 * 3_600_000 && lifeMs < 25 * 3_600_000, `${lifeMs}`);
  assertRefused(await server.call('GET', `/files/${idOf(url)}`), 'NOT_FOUND');

  const head = await send('HEAD', url);
  assert.equal(head.headers.get('upload-length'), '300000');
  assert.equal(head.headers.get('upload-metadata'), metadata);
  assert.equal(head.headers.get('cache-control'), 'no-store');
  assert.equal(head.headers.get('tus-resumable'), '1.0.0');

  const last = await patch(url, 100_000, bytes.subarray(100_000));
  assert.equal(last.headers.get('x-file-id'), idOf(url));
  assert.equal(last.headers.get('upload-offset'), '300000');
  const file = assertAnswer('getFile', await server.call('GET', `/files/${idOf(url)}`));
  assert.equal(file.filename, 'größe 🎬.mp4');
  assert.ok((await read(idOf(url))).equals(bytes));

  // The client that lost the last answer learns that it is done, and by which id.
  const again = await send('HEAD', url);
  assert.equal(again.headers.get('upload-offset'), '300000');
  assert.equal(again.headers.get('x-file-id'), idOf(url));
});

test('an upload can begin with its bytes, and an empty one is whole at once', async () => {
  const bytes = randomBytes(1000);
  const whole = await send('POST', root, { 'upload-length': '1000', 'content-type': bodyType }, bytes);
  assert.equal(whole.status, 201);
  assert.ok((await read(whole.headers.get('x-file-id'))).equals(bytes));

  const half = await send('POST', root, { 'upload-length': '2000', 'content-type': bodyType }, bytes);
  assert.equal(half.headers.get('upload-offset'), '1000');
  assert.equal(half.headers.get('x-file-id'), null);

  const empty = await send('POST', root, { 'upload-length': '0' });
  assert.equal((await read(empty.headers.get('x-file-id'))).length, 0);
});

test('a connection that breaks off loses nothing that came', async () => {
  const bytes = randomBytes(3_000_000);
  const url = await begin(bytes.length);
  const socket = await openPatch(url, bytes.length);
  socket.write(bytes.subarray(0, 1_000_000));
  await until(5_000, 'all that was sent is on disk', async () => {
    const facts = await stat(partialPathOf(url)).catch(() => null);
    return facts?.size === 1_000_000 || null;
  });
  socket.end();
  assert.equal(await offsetOf(url), 1_000_000);
  assert.equal((await patch(url, 1_000_000, bytes.subarray(1_000_000))).headers.get('x-file-id'), idOf(url));
  assert.ok((await read(idOf(url))).equals(bytes));
});

test('a request whose client is gone gives way to the next one, also in another process', async () => {
  const second = await startSecondApi(server, { RENDERIO_DATA: server.dataFolder });
  try {
    for (const port of [server.url, second.url]) {
      const bytes = randomBytes(200_000);
      const url = await begin(bytes.length);
      const dead = await openPatch(url, bytes.length, port);
      dead.write(bytes.subarray(0, 100_000));
      await isWriting(url);
      const beganMs = performance.now();
      const offset = await offsetOf(url);
      assert.ok(performance.now() - beganMs < 2_000, 'it waited for nothing');
      assert.ok(offset <= 100_000);
      const { status, headers } = await patch(url, offset, bytes.subarray(offset));
      assert.equal(status, 204);
      assert.equal(headers.get('x-file-id'), idOf(url));
      assert.ok((await read(idOf(url))).equals(bytes));
      dead.destroy();
    }
  } finally {
    await second.stop();
  }
});

test('a writer whose process died holds nobody up for longer than its lease', async () => {
  const url = await begin(10);
  await patch(url, 0, Buffer.from('01234'));
  await server.database.query(
    `update partial_uploads set writer = gen_random_uuid(), writer_until = clock_timestamp() - interval '1 second' where id = $1`,
    [idOf(url)],
  );
  assert.equal((await patch(url, 5, Buffer.from('56789'))).status, 204);
  assert.equal((await read(idOf(url))).toString(), '0123456789');
});

test('bytes beyond what is safe are dropped when writing goes on', async () => {
  const url = await begin(10);
  await patch(url, 0, Buffer.from('01234'));
  const store = await createDiskStore({ folder: `${server.dataFolder}/objects` });
  await store.append(`uploads/${idOf(url)}/content`, 5, [Buffer.from('xxxxxxxx')]);
  assert.equal(await offsetOf(url), 5);
  await patch(url, 5, Buffer.from('56789'));
  assert.equal((await read(idOf(url))).toString(), '0123456789');
});

test('a server that died between the last byte and the file makes the file when it is asked', async () => {
  const url = await begin(5);
  await patch(url, 0, Buffer.from('0123'));
  const store = await createDiskStore({ folder: `${server.dataFolder}/objects` });
  const key = `uploads/${idOf(url)}/content`;
  await store.append(key, 4, [Buffer.from('4')]);
  await store.complete(key);
  await server.database.query('update partial_uploads set offset_bytes = 5 where id = $1', [idOf(url)]);
  assert.equal((await send('HEAD', url)).headers.get('x-file-id'), idOf(url));
  assert.equal((await read(idOf(url))).toString(), '01234');
});

test('what is not as the protocol has it is refused, and changes nothing', async () => {
  const url = await begin(10);
  await patch(url, 0, Buffer.from('01234'));
  const rest = Buffer.from('56789');
  assertRefused(await patch(url, 4, rest), 'CONFLICT');
  assertRefused(await patch(url, 6, rest), 'CONFLICT');
  assertRefused(await patch(url, 5, Buffer.from('567890')), 'PAYLOAD_TOO_LARGE');
  assertRefused(await patch(url, 5, rest, { 'content-type': 'application/json' }), 'UNSUPPORTED_MEDIA_TYPE');
  assertRefused(await patch(url, 5, rest, { 'upload-offset': '-1' }), 'INVALID_REQUEST');
  assertRefused(await patch(url, 5, rest, { 'x-api-key': 'ffsk_no' }), 'UNAUTHORIZED');
  const other = await patch(url, 5, rest, { 'tus-resumable': '0.2.2' });
  assertRefused(other, 'PRECONDITION_FAILED');
  assert.equal(other.headers.get('tus-version'), '1.0.0');
  assertRefused(await patch(`${root}/nothing`, 0, rest), 'NOT_FOUND');

  const sizes = ['', '-1', '1.5', 'many', '100000001'];
  for (const size of sizes) {
    const code = size === '100000001' ? 'PAYLOAD_TOO_LARGE' : 'INVALID_REQUEST';
    assertRefused(await send('POST', root, { 'upload-length': size }), code, size);
  }
  assertRefused(await send('POST', root, { 'upload-defer-length': '1' }), 'INVALID_REQUEST');
  const named = { 'upload-length': '1', 'upload-metadata': 'filename a.mp4 b' };
  assertRefused(await send('POST', root, named), 'INVALID_REQUEST');
  assert.equal(await offsetOf(url), 5);
});

test('more bytes than were announced are refused, also where no length was sent with them', async () => {
  const url = await begin(10);
  const connection = await openConnection(server.url);
  const head = headOf(url, 0, 'Transfer-Encoding: chunked');
  const answer = await connection.exchange(`${head}8\r\n01234567\r\n8\r\n01234567\r\n`);
  assertRefused(answer ?? assert.fail('no answer'), 'PAYLOAD_TOO_LARGE');
  connection.close();
  assert.equal(await offsetOf(url), 0);
});

test("another account's upload is not there", async () => {
  const url = await begin(10);
  const { key } = await makeKey(server.database);
  for (const method of ['HEAD', 'DELETE']) {
    assert.equal((await send(method, url, { 'x-api-key': key })).status, 404, method);
  }
  assertRefused(await patch(url, 0, Buffer.alloc(10), { 'x-api-key': key }), 'NOT_FOUND');
  assert.equal(await offsetOf(url), 0);
});

test('an upload takes its room when it begins, and gives it back when it is ended', async () => {
  const { key, accountId } = await makeKey(server.database);
  await setOwnLimits(server.database, accountId, { stored_bytes: 1000 });
  const own = { 'x-api-key': key };
  const url = await begin(600, own);
  assertRefused(await send('POST', root, { 'upload-length': '500', ...own }), 'PAYLOAD_TOO_LARGE');
  await patch(url, 0, Buffer.alloc(300), own);
  assert.equal((await send('DELETE', url, own)).status, 204);
  assert.equal((await send('HEAD', url, own)).status, 404);
  await assert.rejects(stat(partialPathOf(url)), { code: 'ENOENT' });

  const next = await begin(900, own);
  await patch(next, 0, Buffer.alloc(900), own);
  const { rows } = await server.database.query('select stored_bytes, reserved_bytes from accounts where id = $1', [
    accountId,
  ]);
  assert.deepEqual(rows, [{ stored_bytes: 900, reserved_bytes: 0 }]);
  assertRefused(await send('POST', root, { 'upload-length': '101', ...own }), 'PAYLOAD_TOO_LARGE');
});

test('an upload that is a file by now is deleted as one', async () => {
  const url = await begin(5);
  await patch(url, 0, Buffer.from('01234'));
  assertRefused(await send('DELETE', url), 'NOT_FOUND');
  assertAnswer('deleteFile', await server.call('DELETE', `/files/${idOf(url)}`));
  assert.equal((await send('HEAD', url)).status, 404);
});

test('what nobody goes on with for a day is swept', async () => {
  const [old, fresh] = [await begin(10), await begin(10)];
  for (const url of [old, fresh]) await patch(url, 0, Buffer.from('01234'));
  await server.database.query(
    `update partial_uploads set expires_at = clock_timestamp() - interval '1 second' where id = $1`,
    [idOf(old)],
  );
  assert.equal((await send('HEAD', old)).status, 404);
  const storage = await createDiskStore({ folder: `${server.dataFolder}/objects` });
  const before = await storedFiles(server.dataFolder);
  assert.equal(await sweepUploads({ database: server.database, storage }), 1);
  assert.equal((await storedFiles(server.dataFolder)).length, before.length - 1);
  assert.equal((await patch(fresh, 5, Buffer.from('56789'))).status, 204);
});

test('networks that let only POST through are served', async () => {
  const url = await begin(5);
  const headers = { 'content-type': bodyType, 'upload-offset': '0', 'x-http-method-override': 'PATCH' };
  const answer = await send('POST', url, headers, Buffer.from('01234'));
  assert.equal(answer.headers.get('x-file-id'), idOf(url));
  assertRefused(await send('POST', url), 'METHOD_NOT_ALLOWED');
});

test("the protocol's own client goes on where it was cut off", async () => {
  const bytes = randomBytes(5_000_000);
  const options = {
    endpoint: `${server.url}${root}/`,
    headers: { 'X-API-KEY': server.key },
    metadata: { filename: 'clip.mov' },
    retryDelays: [0, 100, 500],
  };
  const address = await new Promise<string>((resolve, reject) => {
    const upload = new tus.Upload(bytes, {
      ...options,
      chunkSize: 1_000_000,
      onError: reject,
      onChunkComplete(_size, accepted) {
        if (accepted !== 2_000_000) return;
        void upload.abort().then(() => {
          resolve(upload.url ?? '');
        });
      },
    });
    upload.start();
  });
  let firstOffset = -1;
  const fileId = await new Promise<string | undefined>((resolve, reject) => {
    const upload = new tus.Upload(bytes, {
      ...options,
      uploadUrl: address,
      onError: reject,
      onProgress(sent) {
        if (firstOffset < 0) firstOffset = sent;
      },
      onSuccess: ({ lastResponse }) => {
        resolve(lastResponse.getHeader('X-File-Id'));
      },
    });
    upload.start();
  });
  assert.ok(firstOffset >= 2_000_000, `${firstOffset}`);
  assert.ok((await read(fileId ?? null)).equals(bytes));
});
