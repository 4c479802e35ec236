// POST /files/upload: one file of a multipart body, streamed; what is no such body, breaks off or is too large leaves nothing.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { Readable } from 'node:stream';
import { after, afterEach, before, describe, test } from 'node:test';
import { apiPrefix } from '@renderio/contract';
import { assertAnswer, assertRefused, faultsOf } from '../support/answers.ts';
import { type Connection, openConnection } from '../support/raw-http.ts';
import { type Answer, startTestServer, type TestServer, until } from '../support/server.ts';
import { storedFiles } from '../support/stored-files.ts';

const maxBytes = 400_000_000;

let server: TestServer;

before(async () => {
  server = await startTestServer({ RENDERIO_ROLE: 'api', RENDERIO_MAX_INPUT_BYTES: String(maxBytes) });
});
after(async () => {
  await server.stop();
});

const boundary = '----boundary';

interface Part {
  readonly name?: string;
  readonly filename?: string;
  readonly type?: string;
  readonly bytes: string | Buffer;
}

/** A multipart body, as bytes: a client library would not send most of these. */
function multipart(...parts: readonly Part[]): Buffer {
  const pieces = parts.flatMap(({ name, filename, type, bytes }) => [
    `--${boundary}\r\nContent-Disposition: form-data`,
    name === undefined ? '' : `; name="${name}"`,
    filename === undefined ? '' : `; filename="${filename}"`,
    type === undefined ? '' : `\r\nContent-Type: ${type}`,
    '\r\n\r\n',
    bytes,
    '\r\n',
  ]);
  return Buffer.concat([...pieces, `--${boundary}--\r\n`].map((piece) => Buffer.from(piece)));
}

async function post(body: Buffer, contentType = `multipart/form-data; boundary=${boundary}`): Promise<Answer> {
  return await server.call('POST', '/files/upload', body, { 'content-type': contentType });
}

async function uploaded(...parts: readonly Part[]): Promise<{ filename: string; bytes: Buffer; url: string }> {
  const { file_id, storage_url } = assertAnswer('uploadFile', await post(multipart(...parts)));
  const file = assertAnswer('getFile', await server.call('GET', `/files/${file_id}`));
  assert.equal(file.rendi_store_type, 'UPLOAD');
  const response = await fetch(storage_url);
  assert.equal(response.status, 200);
  return { filename: file.filename, bytes: Buffer.from(await response.arrayBuffer()), url: storage_url };
}

const file = { name: 'file', filename: 'a.bin', bytes: 'content' };

test('the bytes come back as they went, whatever they are', async () => {
  const almost = [`\r\n--${boundary.slice(1)}\r\n`, `\r\n-${boundary}--`, '\r\n--', '\r'].map((text) =>
    Buffer.from(text),
  );
  const cases = [Buffer.alloc(0), ...almost, randomBytes(3_000_000)];
  for (const bytes of cases) {
    const stored = await uploaded({ ...file, bytes });
    assert.ok(stored.bytes.equals(bytes), `${bytes.length} bytes`);
  }
});

test('other fields may stand before and after the file', async () => {
  const field = { name: 'note', bytes: 'about it' };
  for (const parts of [
    [field, file],
    [file, field],
    [field, { name: 'json', type: 'application/json', bytes: '{"a":1}' }, file, field],
  ]) {
    assert.equal((await uploaded(...parts)).bytes.toString(), 'content');
  }
});

test('the name is kept as one part of a path, and the link ends in it', async () => {
  const cases: Record<string, string> = {
    'holiday.mp4': 'holiday.mp4',
    'größe 🎬 日本.mp4': 'größe 🎬 日本.mp4',
    '100% & more?#.mp4': '100% & more?#.mp4',
    'a%2Fb%00.mp4': 'a%2Fb%00.mp4',
    "it's (1).mp4": "it's (1).mp4",
    '../../etc/passwd': 'passwd',
    'C:\\\\videos\\\\a.mp4': 'a.mp4',
    '..': 'upload',
    '.': 'upload',
    '   ': 'upload',
    'a\tb\x01.mp4': 'ab.mp4',
    '.hidden': '.hidden',
    '<script>.html': '<script>.html',
    'name;filename=x.mp4': 'name;filename=x.mp4',
  };
  for (const [sent, kept] of Object.entries(cases)) {
    const { filename, url, bytes } = await uploaded({ ...file, filename: sent });
    assert.equal(filename, kept, JSON.stringify(sent));
    assert.equal(decodeURIComponent(url.split('/').at(-1) ?? ''), kept);
    assert.equal(bytes.toString(), 'content');
  }
});

test('a name that is too long is cut to 255 bytes and keeps its ending', async () => {
  for (const letter of ['a', 'ä', '🎬']) {
    const { filename, bytes } = await uploaded({ ...file, filename: `${letter.repeat(300)}.mp4` });
    assert.ok(filename.endsWith(`${letter}.mp4`), filename);
    assert.ok(Buffer.byteLength(filename) <= 255 && Buffer.byteLength(filename) > 250);
    assert.equal(bytes.toString(), 'content');
  }
});

describe('refused', () => {
  let stored: string[];

  before(async () => {
    stored = await storedFiles(server.dataFolder);
  });
  const nothingIsLeft = async (): Promise<void> => {
    await until(5_000, 'nothing of the upload is left', async () =>
      (await storedFiles(server.dataFolder)).length === stored.length ? true : null,
    );
  };
  afterEach(nothingIsLeft);

  test('what holds no file in a field named "file" is 422', async () => {
    const bodies: Record<string, Buffer> = {
      'no parts': multipart(),
      'only a text field': multipart({ name: 'file', bytes: 'text' }),
      'another name': multipart({ ...file, name: 'upload' }),
      'another name first': multipart({ ...file, name: 'upload' }, file),
      'the name in capitals': multipart({ ...file, name: 'FILE' }),
      'a name that is in every object': multipart({ ...file, name: '__proto__' }),
      'no name': multipart({ filename: 'a.bin', bytes: 'x' }),
      'an empty body': Buffer.alloc(0),
      'no boundary in the body': Buffer.from('just text'),
      'a body that ends in the head of a part': Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; na`),
    };
    for (const [what, body] of Object.entries(bodies)) {
      assert.deepEqual(
        faultsOf(assertRefused(await post(body), 'VALIDATION_ERROR', what)),
        ['body.file missing'],
        what,
      );
    }
  });

  test('what is not multipart is 422, whatever it is', async () => {
    for (const type of [
      'application/json',
      'text/plain',
      'application/octet-stream',
      'video/mp4',
      'multipart/mixed; boundary=x',
      'multipart/form-data',
      'multipart/form-data; boundary=',
    ]) {
      const body = assertRefused(await post(Buffer.from('{}'), type), 'VALIDATION_ERROR', type);
      assert.deepEqual(faultsOf(body), ['body.file missing'], type);
    }
    assertRefused(await server.call('POST', '/files/upload'), 'VALIDATION_ERROR');
  });

  test('a second file is 422', async () => {
    const bodies = [
      multipart(file, { ...file, filename: 'b.bin' }),
      multipart(file, { name: 'other', filename: 'b.bin', bytes: 'x' }),
      multipart({ ...file, bytes: randomBytes(500_000) }, { ...file, bytes: randomBytes(500_000) }),
    ];
    for (const body of bodies) assertRefused(await post(body), 'VALIDATION_ERROR');
  });

  test('a body that is whole by its length but has no end is 422', async () => {
    const whole = multipart({ ...file, bytes: randomBytes(200_000) });
    for (const cut of [8, 20, 100_000]) {
      assertRefused(await post(whole.subarray(0, whole.length - cut)), 'VALIDATION_ERROR', String(cut));
    }
  });

  test('an upload that breaks off leaves nothing and no record', async () => {
    const recordsBefore = await countFiles();
    const whole = multipart({ ...file, bytes: randomBytes(2_000_000) });
    for (const sentBytes of [10, 150, 100_000, 1_999_000]) {
      const connection = await openConnection(server.url);
      connection.socket.write(headOf(whole.length));
      await new Promise((resolve) => connection.socket.write(whole.subarray(0, sentBytes), resolve));
      if (sentBytes >= 100_000) {
        await until(5_000, 'the upload is under way', async () =>
          (await storedFiles(server.dataFolder)).length > stored.length ? true : null,
        );
      }
      connection.close();
      await nothingIsLeft();
    }
    assert.equal(await countFiles(), recordsBefore);
  });

  test('a connection can be used again after a refusal', async () => {
    const connection = await openConnection(server.url);
    try {
      await expectStatus(connection, multipart({ ...file, name: 'wrong', bytes: randomBytes(1_000_000) }), 422);
      await expectStatus(connection, Buffer.alloc(1_000_000), 422);
      const badKey = headOf(100).toString().replace(server.key, 'bad');
      assert.equal((await connection.exchange(Buffer.concat([Buffer.from(badKey), Buffer.alloc(100)])))?.status, 401);
    } finally {
      connection.close();
    }
  });
});

test('300 MB stream through in bounded memory', async () => {
  const sizeBytes = 300_000_000;
  const chunk = randomBytes(1_000_000);
  const hash = createHash('sha256');
  global.gc?.();
  const rssBefore = process.memoryUsage.rss();
  let rssPeak = rssBefore;
  function* body(): Generator<Buffer> {
    yield Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="big.bin"\r\n\r\n`);
    for (let sent = 0; sent < sizeBytes; sent += chunk.length) {
      hash.update(chunk);
      rssPeak = Math.max(rssPeak, process.memoryUsage.rss());
      yield chunk;
    }
    yield Buffer.from(`\r\n--${boundary}--\r\n`);
  }
  const answer = await send(Readable.from(body()));
  const { file_id, storage_url } = assertAnswer('uploadFile', answer);
  const riseMb = (rssPeak - rssBefore) / 1e6;
  assert.ok(riseMb < 64, `memory rose by ${riseMb.toFixed()} MB, server and sender together`);

  const read = createHash('sha256');
  const response = await fetch(storage_url);
  assert.ok(response.body);
  for await (const piece of response.body as AsyncIterable<Uint8Array>) read.update(piece);
  assert.equal(read.digest('hex'), hash.digest('hex'));
  assertAnswer('deleteFile', await server.call('DELETE', `/files/${file_id}`));
});

describe('with a small limit', () => {
  let small: TestServer;
  const limit = 100_000;

  before(async () => {
    small = await startTestServer({ RENDERIO_ROLE: 'api', RENDERIO_MAX_INPUT_BYTES: String(limit) });
  });
  after(async () => {
    await small.stop();
  });

  test('a file of exactly the limit is taken; one byte more is 413 and leaves nothing', async () => {
    const take = async (sizeBytes: number): Promise<Answer> =>
      await small.call('POST', '/files/upload', multipart({ ...file, bytes: Buffer.alloc(sizeBytes) }), {
        'content-type': `multipart/form-data; boundary=${boundary}`,
      });
    assertAnswer('uploadFile', await take(limit));
    const stored = await storedFiles(small.dataFolder);
    for (const sizeBytes of [limit + 1, 5_000_000]) {
      const { message } = assertRefused(await take(sizeBytes), 'PAYLOAD_TOO_LARGE', String(sizeBytes));
      assert.match(message, /100000|100,000/);
    }
    assert.deepEqual(await storedFiles(small.dataFolder), stored);
    assertAnswer('uploadFile', await take(10));
  });
});

async function countFiles(): Promise<number> {
  const { rows } = await server.database.query<{ count: number }>('select count(*) from files');
  return rows[0]?.count ?? 0;
}

function headOf(length: number): Buffer {
  return Buffer.from(
    `POST ${apiPrefix}/files/upload HTTP/1.1\r\nHost: localhost\r\nX-API-KEY: ${server.key}\r\nContent-Type: multipart/form-data; boundary=${boundary}\r\nContent-Length: ${length}\r\n\r\n`,
  );
}

async function expectStatus(connection: Connection, body: Buffer, status: number): Promise<void> {
  const answer = await connection.exchange(Buffer.concat([headOf(body.length), body]));
  assert.equal(answer?.status, status, JSON.stringify(answer?.body));
}

/** fetch holds a streamed body's chunks longer than Node's own client does. */
async function send(body: Readable): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const outgoing = request(`${server.url}${apiPrefix}/files/upload`, {
    method: 'POST',
    headers: { 'x-api-key': server.key, 'content-type': `multipart/form-data; boundary=${boundary}` },
  });
  outgoing.on('error', reject);
  outgoing.on('response', (response) => {
    const headers = new Headers(Object.entries(response.headers).map(([name, value]) => [name, String(value)]));
    response.toArray().then((chunks: Buffer[]) => {
      resolve({
        status: response.statusCode ?? 0,
        headers,
        body: JSON.parse(Buffer.concat(chunks).toString()) as unknown,
      });
    }, reject);
  });
  body.pipe(outgoing);
  return await promise;
}
