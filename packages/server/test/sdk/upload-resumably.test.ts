// The SDK's resumable upload against a real server, with a network that breaks.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { createClient } from '@renderio/sdk';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;

before(async () => {
  server = await startTestServer({ RENDERIO_ROLE: 'api' });
});
after(async () => {
  await server.stop();
});

const bytes = randomBytes(6_000_000);

/** The server's client on a network that loses every third request, or its answer. */
function clientOnBadNetwork(): { client: ReturnType<typeof createClient>; lost: () => number } {
  let patches = 0;
  let lost = 0;
  const client = createClient({
    baseUrl: server.url,
    apiKey: server.key,
    retryDelayMs: 1,
    fetch: async (input, init) => {
      if (init?.method !== 'PATCH') return await fetch(input, init);
      patches += 1;
      if (patches % 3 === 0) {
        lost += 1;
        throw new TypeError('the network is gone');
      }
      const answer = await fetch(input, init);
      if (patches % 3 === 1) return answer;
      lost += 1;
      throw new TypeError('the answer is lost');
    },
  });
  return { client, lost: () => lost };
}

async function bytesOf(fileId: string): Promise<Buffer> {
  const { body } = await server.call<{ storage_url: string; filename: string }>('GET', `/files/${fileId}`);
  assert.equal(body.filename, 'größe.bin');
  return Buffer.from(await (await fetch(body.storage_url)).arrayBuffer());
}

test('a file arrives whole over a network that loses requests and answers', async () => {
  const { client, lost } = clientOnBadNetwork();
  const told: number[] = [];
  const { file_id: fileId } = await client.uploadResumably(new Blob([bytes]), {
    filename: 'größe.bin',
    onProgress: (sentBytes) => told.push(sentBytes),
  });
  assert.ok((await bytesOf(fileId)).equals(bytes));
  assert.ok(lost() >= 2, `${lost()} were lost`);
  assert.equal(told.at(-1), bytes.length);
  assert.deepEqual(
    told,
    told.toSorted((one, other) => one - other),
  );
});

test('an empty file is a file too', async () => {
  const client = createClient({ baseUrl: server.url, apiKey: server.key });
  const { file_id: fileId } = await client.uploadResumably(new Blob([]), { filename: 'größe.bin' });
  assert.equal((await bytesOf(fileId)).length, 0);
});

test('one that is aborted is gone from the server', async () => {
  const stopping = new AbortController();
  const ended = Promise.withResolvers<number>();
  const client = createClient({
    baseUrl: server.url,
    apiKey: server.key,
    fetch: async (input, init) => {
      const answer = await fetch(input, init);
      if (init?.method === 'DELETE') ended.resolve(answer.status);
      return answer;
    },
  });
  const upload = client.uploadResumably(new Blob([bytes]), {
    signal: stopping.signal,
    onProgress: () => {
      stopping.abort();
    },
  });
  await assert.rejects(upload, { name: 'AbortError' });
  assert.equal(await ended.promise, 204);
  const { rows } = await server.database.query('select from partial_uploads');
  assert.deepEqual(rows, []);
});

test('one that was left is gone on with by its id, named again when it is whole, and begun anew when it is forgotten', async () => {
  const begun: string[] = [];
  const offsets: number[] = [];
  const stopping = new AbortController();
  const client = createClient({ baseUrl: server.url, apiKey: server.key });
  const onBegin = (uploadId: string): void => void begun.push(uploadId);
  const file = new Blob([bytes]);
  const left = client.uploadResumably(file, {
    filename: 'größe.bin',
    signal: stopping.signal,
    isLeftOnAbort: true,
    onBegin,
    onProgress: () => {
      stopping.abort();
    },
  });
  await assert.rejects(left, { name: 'AbortError' });
  const [uploadId = ''] = begun;
  const again = { uploadId, filename: 'größe.bin', onBegin, onProgress: (sent: number) => void offsets.push(sent) };
  const { file_id: fileId } = await client.uploadResumably(file, again);
  assert.deepEqual([fileId, begun.length], [uploadId, 1]);
  assert.ok((offsets[0] ?? 0) >= 1024 ** 2, `it went on at ${offsets[0]}`);
  assert.ok((await bytesOf(fileId)).equals(bytes));
  offsets.length = 0;
  assert.deepEqual([await client.uploadResumably(file, again), offsets], [{ file_id: fileId }, []]);
  await client.deleteFile({ params: { fileId } });
  assert.notEqual((await client.uploadResumably(file, again)).file_id, fileId);
  assert.equal(begun.length, 2);
});

test('a server that stays away is tried for as long as is asked, and each fault is told', async () => {
  const faults: string[] = [];
  const client = createClient({
    baseUrl: server.url,
    apiKey: server.key,
    fetch: async (input, init) => {
      if (init?.method === 'POST') return await fetch(input, init);
      throw new TypeError('the network is gone');
    },
  });
  const upload = client.uploadResumably(new Blob([bytes]), {
    patienceMs: 300,
    onFault: ({ code }) => faults.push(code),
  });
  await assert.rejects(upload, { code: 'NETWORK_ERROR' });
  assert.equal(faults[0], 'NETWORK_ERROR');
});

test('what the server refuses is thrown at once', async () => {
  const client = createClient({ baseUrl: server.url, apiKey: `ffsk_${'0'.repeat(64)}` });
  await assert.rejects(client.uploadResumably(new Blob(['x'])), { code: 'UNAUTHORIZED' });
});
