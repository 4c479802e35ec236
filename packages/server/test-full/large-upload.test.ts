// An upload of 4 GB goes through the server to its storage without staying in its memory.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { test } from 'node:test';
import { connectTo, startServerProcess, testKey } from '../test/support/server-process.ts';

const mebibyte = 2 ** 20;
const uploadMebibytes = 4096;
const mostGrowthMebibytes = 64;

/** Highest resident memory so far, in MiB. */
async function readPeakMebibytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
}

/** Bytes that differ from one MiB to the next, so that nothing in between can hold them but once. */
function* makeBody(head: string, tail: string): Generator<Buffer> {
  const block = randomBytes(mebibyte);
  yield Buffer.from(head);
  for (let index = 0; index < uploadMebibytes; index += 1) {
    const next = Buffer.from(block);
    next.writeUInt32BE(index);
    yield next;
  }
  yield Buffer.from(tail);
}

test('an upload of 4 GB raises the server by 64 MB at most, and comes back whole', async (t) => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'renderio-large-upload-'));
  t.after(() => rm(dataFolder, { recursive: true, force: true }));
  // As `npm start` starts it.
  await using server = await startServerProcess({
    RENDERIO_DATA: dataFolder,
    NODE_OPTIONS: '--max-semi-space-size=4',
  });
  const client = await connectTo(server);
  const before = await readPeakMebibytes(server.pid);

  const boundary = 'boundary-of-the-test';
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="large.bin"\r\n\r\n`;
  const tail = `\r\n--${boundary}--\r\n`;
  const sent = request(`${client.url}/api/v1/files/upload`, {
    method: 'POST',
    headers: {
      'X-API-KEY': testKey,
      'Content-Type': `multipart/form-data; boundary=${boundary}`,
      'Content-Length': head.length + uploadMebibytes * mebibyte + tail.length,
    },
  });
  const answered = once(sent, 'response') as Promise<[IncomingMessage]>;
  const sentHash = createHash('sha256');
  await pipeline(
    Readable.from(makeBody(head, tail)).map((chunk: Buffer) => {
      if (chunk.length === mebibyte) sentHash.update(chunk);
      return chunk;
    }),
    sent,
  );
  const [response] = await answered;
  const { storage_url } = (await new Response(Readable.toWeb(response) as ReadableStream).json()) as {
    storage_url: string;
  };
  assert.equal(response.statusCode, 200);
  const grewMebibytes = (await readPeakMebibytes(server.pid)) - before;
  t.diagnostic(`${grewMebibytes.toFixed()} MiB more resident memory`);

  const storedHash = createHash('sha256');
  const download = await fetch(storage_url);
  assert.ok(download.body);
  for await (const chunk of download.body) storedHash.update(chunk as Uint8Array);
  assert.equal(storedHash.digest('hex'), sentHash.digest('hex'));
  assert.ok(grewMebibytes <= mostGrowthMebibytes, `${grewMebibytes.toFixed()} MiB`);
});
