// What every object store must do, whatever it is made of; a backend's test file calls this with a way to make one.
import assert from 'node:assert/strict';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { after, before, describe, it } from 'node:test';
import type { ByteRange, ObjectStore } from '../../src/storage/object-store.ts';
import { ObjectTooLargeError, StorageError } from '../../src/storage/storage-error.ts';

const mebibyte = 1024 * 1024;

/** `makeStore` is called once; `dispose` after the last test. */
export function describeObjectStore(
  name: string,
  makeStore: () => Promise<{ readonly store: ObjectStore; readonly dispose: () => Promise<void> }>,
): void {
  describe(name, () => {
    let store: ObjectStore;
    let dispose: () => Promise<void>;
    let folder: string;

    before(async () => {
      ({ store, dispose } = await makeStore());
      folder = await mkdtemp(path.join(tmpdir(), 'object-store-suite-'));
    });
    after(async () => {
      await rm(folder, { recursive: true, force: true });
      await dispose();
    });

    /** Null when there is no such object. */
    async function read(key: string, range?: ByteRange): Promise<Buffer | null> {
      const stream = await store.open(key, range);
      return stream === null ? null : Buffer.concat(await stream.toArray());
    }

    const newKey = (): string => `runs/${randomUUID()}/${randomUUID()}/output.mp4`;

    it('gives back the bytes that were put, with their size and hash', async () => {
      const key = newKey();
      const bytes = randomBytes(300_000);
      const stored = await store.put(key, Readable.from([bytes.subarray(0, 7), bytes.subarray(7)]));
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      assert.deepEqual(stored, { sizeBytes: bytes.length, sha256 });
      assert.deepEqual(await read(key), bytes);
      assert.equal((await store.stat(key))?.sizeBytes, bytes.length);
    });

    it('keeps an empty object', async () => {
      const key = newKey();
      assert.equal((await store.put(key, Readable.from([]))).sizeBytes, 0);
      assert.deepEqual(await read(key), Buffer.alloc(0));
      assert.equal((await store.stat(key))?.sizeBytes, 0);
    });

    it('knows nothing of what was never put', async () => {
      const key = newKey();
      assert.equal(await store.open(key), null);
      assert.equal(await store.stat(key), null);
    });

    it('does not take a folder of keys for an object', async () => {
      const key = newKey();
      await store.put(key, Readable.from(['x']));
      const parent = key.split('/').slice(0, 3).join('/');
      assert.equal(await store.stat(parent), null);
      assert.equal(await store.open(parent), null);
    });

    it('reads ranges with both ends inclusive', async () => {
      const key = newKey();
      await store.put(key, Readable.from([Buffer.from('0123456789')]));
      const cases: readonly (readonly [number, number, string])[] = [
        [0, 0, '0'],
        [0, 9, '0123456789'],
        [3, 5, '345'],
        [9, 9, '9'],
        [8, 100, '89'],
        [0, Number.MAX_SAFE_INTEGER, '0123456789'],
      ];
      for (const [start, end, expected] of cases) {
        assert.equal((await read(key, { start, end }))?.toString(), expected, `${start}-${end}`);
      }
    });

    it('gives nothing for a range that begins at or after the end', async () => {
      const key = newKey();
      await store.put(key, Readable.from([Buffer.from('0123456789')]));
      assert.equal((await read(key, { start: 10, end: 20 }))?.length, 0);
      assert.equal((await read(key, { start: 1000, end: 2000 }))?.length, 0);
    });

    it('refuses a range that is none', async () => {
      const key = newKey();
      await store.put(key, Readable.from(['x']));
      for (const range of [
        { start: 2, end: 1 },
        { start: -1, end: 1 },
        { start: 0.5, end: 1 },
        { start: 0, end: Number.NaN },
      ]) {
        await assert.rejects(store.open(key, range), RangeError);
      }
    });

    it('replaces an object whole, and a reader of the old one reads it to its end', async () => {
      const key = newKey();
      const [old, fresh] = [randomBytes(2 * mebibyte), randomBytes(mebibyte)];
      await store.put(key, Readable.from([old]));
      const reader = await store.open(key);
      assert.ok(reader);
      const chunks: Buffer[] = [];
      for await (const chunk of reader as AsyncIterable<Buffer>) {
        if (chunks.length === 0) await store.put(key, Readable.from([fresh]));
        chunks.push(chunk);
      }
      assert.deepEqual(Buffer.concat(chunks), old);
      assert.deepEqual(await read(key), fresh);
    });

    it('shows nothing of an object until it is whole', async () => {
      const key = newKey();
      const body = new PassThrough();
      const stored = store.put(key, body);
      for (let written = 0; written < 4; written += 1) {
        if (!body.write(randomBytes(mebibyte))) await once(body, 'drain');
        assert.equal(await store.stat(key), null);
        assert.equal(await store.open(key), null);
      }
      body.end();
      assert.equal((await stored).sizeBytes, 4 * mebibyte);
      assert.equal((await store.stat(key))?.sizeBytes, 4 * mebibyte);
    });

    it('leaves nothing when the body fails', async () => {
      const key = newKey();
      const body = new PassThrough();
      body.write('half');
      const stored = store.put(key, body);
      body.destroy(new Error('the client went away'));
      await assert.rejects(stored, /the client went away/);
      assert.equal(await store.stat(key), null);
    });

    it('leaves the old object when the body of its replacement fails', async () => {
      const key = newKey();
      await store.put(key, Readable.from(['old']));
      const body = new PassThrough();
      body.write('new, but only ha');
      const stored = store.put(key, body);
      body.destroy(new Error('the client went away'));
      await assert.rejects(stored);
      assert.equal((await read(key))?.toString(), 'old');
    });

    it('leaves nothing when it is aborted, and lets go of the body', async () => {
      const key = newKey();
      const body = new PassThrough();
      body.write('half');
      const abort = new AbortController();
      const stored = store.put(key, body, { signal: abort.signal });
      abort.abort();
      await assert.rejects(stored, { name: 'AbortError' });
      assert.ok(body.destroyed);
      assert.equal(await store.stat(key), null);
    });

    it('takes exactly as many bytes as allowed, and not one more', async () => {
      const [fits, exceeds] = [newKey(), newKey()];
      const bytes = randomBytes(1000);
      assert.equal((await store.put(fits, Readable.from([bytes]), { maxBytes: 1000 })).sizeBytes, 1000);
      await assert.rejects(
        store.put(exceeds, Readable.from([bytes, Buffer.from('x')]), { maxBytes: 1000 }),
        (error) => error instanceof ObjectTooLargeError && error.maxBytes === 1000,
      );
      assert.equal(await store.stat(exceeds), null);
    });

    it('ends an endless body at the limit', async () => {
      const key = newKey();
      const piece = Buffer.alloc(65_536);
      const endless = Readable.from(
        (function* () {
          for (;;) yield piece;
        })(),
      );
      await assert.rejects(store.put(key, endless, { maxBytes: mebibyte }), ObjectTooLargeError);
      assert.ok(endless.destroyed);
      assert.equal(await store.stat(key), null);
    });

    it('puts an object together over several calls, and shows nothing of it before it is completed', async () => {
      const key = newKey();
      const bytes = randomBytes(300_000);
      assert.equal(await store.append(key, 0, [bytes.subarray(0, 7), bytes.subarray(7, 100_000)]), 100_000);
      assert.equal(await store.append(key, 100_000, [bytes.subarray(100_000)]), 300_000);
      assert.equal(await store.stat(key), null);
      assert.equal((await store.complete(key)).sizeBytes, 300_000);
      assert.deepEqual(await read(key), bytes);
      assert.equal((await store.complete(key)).sizeBytes, 300_000, 'once more does no harm');
    });

    it('goes on from the offset it is told, whatever came after', async () => {
      const key = newKey();
      await store.append(key, 0, [Buffer.from('01234xxxxx')]);
      assert.equal(await store.append(key, 5, [Buffer.from('567')]), 8);
      await store.complete(key);
      assert.equal((await read(key))?.toString(), '01234567');
    });

    it('does not go on from beyond what it has', async () => {
      const key = newKey();
      await store.append(key, 0, [Buffer.from('01234')]);
      await assert.rejects(store.append(key, 6, [Buffer.from('x')]), StorageError);
    });

    it('tells what is safe of an object that comes in slowly, and ends where the telling fails', async () => {
      const key = newKey();
      const told: number[] = [];
      await store.append(key, 0, [randomBytes(40 * mebibyte), randomBytes(10)], (offset) => {
        told.push(offset);
        return Promise.resolve();
      });
      assert.deepEqual(told, [40 * mebibyte, 40 * mebibyte + 10]);
      const refuse = () => Promise.reject(new Error('nobody listens'));
      await assert.rejects(store.append(key, 0, [Buffer.from('x')], refuse), /nobody listens/);
    });

    it('forgets what was appended', async () => {
      const key = newKey();
      await store.append(key, 0, [Buffer.from('01234')]);
      await store.discard(key);
      await store.discard(key);
      await assert.rejects(store.complete(key));
      assert.equal(await store.stat(key), null);
    });

    it('stores a local file', async () => {
      const key = newKey();
      const bytes = randomBytes(100_000);
      const file = path.join(folder, randomUUID());
      await writeFile(file, bytes);
      assert.equal((await store.putFile(key, file)).sizeBytes, bytes.length);
      assert.deepEqual(await read(key), bytes);
    });

    it('deletes one object and leaves its neighbours', async () => {
      const key = newKey();
      const neighbour = `${key}.txt`;
      await store.put(key, Readable.from(['a']));
      await store.put(neighbour, Readable.from(['b']));
      await store.delete(key);
      assert.equal(await store.stat(key), null);
      assert.equal((await read(neighbour))?.toString(), 'b');
    });

    it('deletes what is not there without complaint', async () => {
      await store.delete(newKey());
      await store.deletePrefix(`runs/${randomUUID()}`);
    });

    it('deletes everything under a prefix of whole parts, and nothing beside it', async () => {
      const run = randomUUID();
      const inside = [`runs/${run}/f1/a.mp4`, `runs/${run}/f1/v0/seg.ts`, `runs/${run}/f2/b.png`];
      const outside = [`runs/${run}-2/f1/a.mp4`, `uploads/${run}/a.mp4`];
      for (const key of [...inside, ...outside]) await store.put(key, Readable.from([key]));
      await store.deletePrefix(`runs/${run}`);
      for (const key of inside) assert.equal(await store.stat(key), null, key);
      for (const key of outside) assert.equal((await read(key))?.toString(), key);
    });

    it('deletes a deeper prefix alone', async () => {
      const run = randomUUID();
      await store.put(`runs/${run}/f1/a.mp4`, Readable.from(['a']));
      await store.put(`runs/${run}/f2/a.mp4`, Readable.from(['b']));
      await store.deletePrefix(`runs/${run}/f1`);
      assert.equal(await store.stat(`runs/${run}/f1/a.mp4`), null);
      assert.equal((await read(`runs/${run}/f2/a.mp4`))?.toString(), 'b');
    });

    it('takes many puts at once, while deletes next to them clear up', async () => {
      const run = randomUUID();
      const keys = Array.from({ length: 20 }, (_, index) => `runs/${run}/f${index}/a.bin`);
      await Promise.all(
        keys.map(async (key) => {
          const progress = { isStored: false };
          const stored = store.put(key, Readable.from([key])).finally(() => {
            progress.isStored = true;
          });
          while (!progress.isStored) await store.delete(`${key}.absent`);
          await stored;
        }),
      );
      for (const key of keys) assert.equal((await read(key))?.toString(), key);
    });

    it('keeps one of several puts to the same key, never a mixture', async () => {
      const key = newKey();
      const bodies = Array.from({ length: 8 }, (_, index) => Buffer.alloc(200_000, index));
      await Promise.all(bodies.map((bytes) => store.put(key, Readable.from([bytes]))));
      const kept = await read(key);
      assert.ok(bodies.some((bytes) => kept !== null && bytes.equals(kept)));
    });

    it('refuses keys that are not made of plain parts', async () => {
      const bad = [
        '',
        'one',
        '/runs/a',
        'runs//a',
        'runs/a/',
        'runs/../../etc/passwd',
        'runs/./a',
        'runs/a b',
        'runs/ä',
        'runs/\u{1f600}',
        'runs/a\0',
        'runs/a\\b',
        'runs/%2e%2e',
        `runs/${'a'.repeat(256)}`,
        `runs/${'a/'.repeat(600)}a`,
      ];
      for (const key of bad) {
        await assert.rejects(store.put(key, Readable.from(['x'])), RangeError, key);
        await assert.rejects(store.open(key), RangeError, key);
        await assert.rejects(store.stat(key), RangeError, key);
        await assert.rejects(store.delete(key), RangeError, key);
        await assert.rejects(store.deletePrefix(key), RangeError, key);
      }
    });

    it('streams 100 MB in and out without holding it in memory', async () => {
      const key = newKey();
      const piece = randomBytes(65_536);
      const pieces = 1600;
      const startBytes = process.memoryUsage.rss();
      let peakBytes = startBytes;
      const watch = (): void => {
        peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
      };
      const body = Readable.from(
        (function* () {
          for (let count = 0; count < pieces; count += 1) {
            watch();
            yield piece;
          }
        })(),
      );
      assert.equal((await store.put(key, body)).sizeBytes, pieces * piece.length);
      let readBytes = 0;
      const stream = await store.open(key);
      assert.ok(stream);
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        readBytes += chunk.length;
        watch();
      }
      assert.equal(readBytes, pieces * piece.length);
      const growthBytes = peakBytes - startBytes;
      assert.ok(growthBytes < 64 * mebibyte, `grew by ${Math.round(growthBytes / mebibyte)} MiB`);
      await store.delete(key);
    });

    it('proves itself', async () => {
      await store.verify();
    });
  });
}
