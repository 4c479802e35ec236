// Keeps objects as files in one folder: written aside, flushed, then renamed into place.
import { createHash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, rename, rm, rmdir, statfs, unlink } from 'node:fs/promises';
import path from 'node:path';
import { addAbortSignal, Readable } from 'node:stream';
import { parseObjectKey } from './object-key.ts';
import type { ObjectStore, StoredObject } from './object-store.ts';
import { describeDiskError, ObjectTooLargeError, StorageError } from './storage-error.ts';
import { openTemporaryFolder } from './temporary-folder.ts';

const objectMode = 0o600;

// What a crash of the machine may cost of an upload that is under way; a sync takes some 10 ms on a disk of today.
const syncEveryBytes = 32 * 1024 ** 2;
const syncEveryMs = 5_000;

// Each is lost only to a delete that empties the same folder at the same moment.
const maxPublishTries = 50;

/**
 * Objects lie in `objects/<2 hex>/<2 hex>/<key>`, the digits from a hash of the key's first two parts. So one folder
 * never grows with the number of runs, and everything under `runs/<run_id>` or `uploads/<file_id>` is one subtree.
 *
 * Several processes may share the folder. What a dead one left half-written is removed when a store is created.
 * @throws StorageError when the folder cannot be used
 */
export async function createDiskStore(options: { readonly folder: string }): Promise<ObjectStore> {
  const folder = path.resolve(options.folder);
  const objects = path.join(folder, 'objects');
  const partials = path.join(folder, 'partial');
  const temporary = await inWords(async () => {
    await mkdir(objects, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
      // What Node says of a recursive mkdir on a read-only file system.
      if (!hasCode(error, 'ENOENT')) throw error;
      const says = `The storage folder ${folder} cannot be made; its file system is read-only, or gone.`;
      throw new StorageError('read_only', says, error);
    });
    await mkdir(partials, { recursive: true, mode: 0o700 });
    return openTemporaryFolder(path.join(folder, 'tmp'));
  });

  /** Everything that touches the disk runs in this, so that its errors come out as sentences. */
  async function inWords<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw describeDiskError(error, folder);
    }
  }

  function pathOf(key: string): string {
    const parts = parseObjectKey(key);
    const digits = createHash('sha256').update(parts.slice(0, 2).join('/')).digest('hex');
    return path.join(objects, digits.slice(0, 2), digits.slice(2, 4), ...parts);
  }

  function partialPathOf(key: string): string {
    return path.join(partials, createHash('sha256').update(parseObjectKey(key).join('/')).digest('hex'));
  }

  /** Runs `fill` on a new file aside and puts the result in its place; leaves nothing of it when that fails. */
  async function writeAside<T>(target: string, fill: (handle: FileHandle) => Promise<T>): Promise<T> {
    const aside = temporary.newPath();
    try {
      const handle = await open(aside, 'wx', objectMode);
      let result: T;
      try {
        result = await fill(handle);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await publish(aside, target);
      return result;
    } catch (error) {
      await rm(aside, { force: true });
      throw error;
    }
  }

  async function publish(aside: string, target: string): Promise<void> {
    const parent = path.dirname(target);
    const firstMade = await moveInto(parent, aside, target);
    // The name, and the names of the folders made for it, must survive a power cut too.
    const upTo = firstMade === undefined ? parent : path.dirname(firstMade);
    for (let made = parent; made.length >= upTo.length; made = path.dirname(made)) await syncFolder(made);
  }

  async function removeEmptyFolders(from: string): Promise<void> {
    for (let parent = from; parent !== objects; parent = path.dirname(parent)) {
      try {
        await rmdir(parent);
      } catch (error) {
        if (hasCode(error, 'ENOTEMPTY', 'EEXIST')) return;
        if (!hasCode(error, 'ENOENT')) throw error;
      }
    }
  }

  const store: ObjectStore = {
    put(key, body, { maxBytes = Number.POSITIVE_INFINITY, signal } = {}) {
      // The body may fail before its first byte is asked for; reading it will tell.
      body.on('error', () => undefined);
      if (signal !== undefined) addAbortSignal(signal, body);
      return inWords(async () => {
        try {
          return await writeAside(pathOf(key), async (handle) => {
            const stored = await copyInto(handle, body, maxBytes);
            signal?.throwIfAborted();
            return stored;
          });
        } finally {
          body.destroy();
        }
      });
    },

    append(key, offset, body, onSafe = () => Promise.resolve()) {
      return inWords(async () => {
        const file = partialPathOf(key);
        const handle = await open(file, constants.O_WRONLY | constants.O_CREAT | constants.O_NOFOLLOW, objectMode);
        try {
          if (offset === 0) await syncFolder(partials);
          const { size } = await handle.stat();
          if (size < offset) {
            const says = `The storage folder ${folder} has lost bytes of an upload that is under way; look at its disk.`;
            throw new StorageError('failed', says, null);
          }
          await handle.truncate(offset);
          return await appendFrom(handle, offset, body, onSafe);
        } finally {
          await handle.close();
        }
      });
    },

    complete(key) {
      return inWords(async () => {
        const [partial, target] = [partialPathOf(key), pathOf(key)];
        // Gone when an earlier call has moved it, and was cut off before it could tell.
        if ((await lstat(partial).catch(nullIfAbsent)) !== null) await publish(partial, target);
        return { sizeBytes: (await lstat(target)).size };
      });
    },

    discard(key) {
      return inWords(async () => {
        await rm(partialPathOf(key), { force: true });
      });
    },

    putFile(key, source) {
      return inWords(async () => {
        const target = pathOf(key);
        const handle = await openRegularFile(source);
        try {
          const facts = await handle.stat();
          const aside = temporary.newPath();
          if (facts.nlink === 1 && (await takeOver(handle, source, aside))) {
            try {
              await publish(aside, target);
            } catch (error) {
              await rm(aside, { force: true });
              throw error;
            }
            return { sizeBytes: facts.size };
          }
          return await writeAside(target, (copy) =>
            copyInto(copy, handle.createReadStream({ start: 0 }), Number.POSITIVE_INFINITY),
          );
        } finally {
          await handle.close();
        }
      });
    },

    open(key, range) {
      return inWords(async () => {
        if (range !== undefined && !isSound(range)) throw new RangeError(`${range.start}-${range.end} is no range.`);
        const handle = await openIfThere(pathOf(key));
        return handle === null ? null : handle.createReadStream({ start: 0, ...range });
      });
    },

    stat(key) {
      return inWords(async () => {
        const facts = await lstat(pathOf(key)).catch(nullIfAbsent);
        return facts?.isFile() === true ? { sizeBytes: facts.size } : null;
      });
    },

    localPath: pathOf,

    delete(key) {
      return inWords(async () => {
        const target = pathOf(key);
        await unlink(target).catch(nullIfAbsent);
        await removeEmptyFolders(path.dirname(target));
      });
    },

    deletePrefix(prefix) {
      return inWords(async () => {
        const target = pathOf(prefix);
        const aside = temporary.newPath();
        // Out of sight at once and whole; should removing it be cut short, the next start goes on.
        const isThere = (await rename(target, aside).catch(nullIfAbsent)) !== null;
        if (isThere) await rm(aside, { recursive: true, force: true });
        await removeEmptyFolders(path.dirname(target));
      });
    },

    describe() {
      return inWords(async () => {
        const { bavail, blocks, bsize } = await statfs(folder);
        return { kind: 'disk', place: folder, freeBytes: bavail * bsize, totalBytes: blocks * bsize };
      });
    },

    async verify() {
      const key = `verify/${randomUUID()}`;
      const bytes = Buffer.from(key);
      await store.put(key, Readable.from([bytes]));
      const read = await store.open(key);
      const isSame = read !== null && Buffer.concat(await read.toArray()).equals(bytes);
      await store.delete(key);
      if (!isSame) throw new Error(`The storage folder ${folder} does not give back what is written to it.`);
    },
  };
  return store;
}

/** Gives the topmost folder that had to be made. */
async function moveInto(parent: string, aside: string, target: string): Promise<string | undefined> {
  for (let tries = 1; ; tries += 1) {
    try {
      const firstMade = await mkdir(parent, { recursive: true, mode: 0o700 });
      await rename(aside, target);
      return firstMade;
    } catch (error) {
      // A delete next door may have removed one of the folders while it was still empty. Node's recursive mkdir
      // calls that ENOTDIR when it happens between its own two looks at a folder.
      if (!hasCode(error, 'ENOENT', 'ENOTDIR') || tries === maxPublishTries) throw error;
    }
  }
}

async function copyInto(handle: FileHandle, body: Readable, maxBytes: number): Promise<StoredObject> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  async function* measure(chunks: AsyncIterable<Buffer | string>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      sizeBytes += bytes.length;
      if (sizeBytes > maxBytes) throw new ObjectTooLargeError(maxBytes);
      hash.update(bytes);
      yield bytes;
    }
  }
  await handle.writeFile(measure(body));
  return { sizeBytes, sha256: hash.digest('hex') };
}

/** Writes each piece before it asks for the next, so that memory is bounded by one. */
async function appendFrom(
  handle: FileHandle,
  offset: number,
  body: AsyncIterable<Buffer> | Iterable<Buffer>,
  onSafe: (offset: number) => Promise<void>,
): Promise<number> {
  let position = offset;
  let safe = { position, atMs: performance.now() };
  const makeSafe = async (): Promise<void> => {
    await handle.datasync();
    safe = { position, atMs: performance.now() };
    await onSafe(position);
  };
  for await (const piece of body) {
    for (let written = 0; written < piece.length; ) {
      const { bytesWritten } = await handle.write(piece, written, piece.length - written, position);
      written += bytesWritten;
      position += bytesWritten;
    }
    if (position - safe.position >= syncEveryBytes || performance.now() - safe.atMs >= syncEveryMs) await makeSafe();
  }
  await makeSafe();
  return position;
}

/** Follows no link and waits on no pipe: the file may come from a hostile command. */
async function openRegularFile(file: string): Promise<FileHandle> {
  const notRegular = new TypeError('Only a regular file can be stored.');
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    (error: unknown) => {
      throw hasCode(error, 'ELOOP', 'ENXIO') ? notRegular : error;
    },
  );
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw notRegular;
}

/** Moves the open file to `aside` and makes it ours; false when only a copy can do that. */
async function takeOver(handle: FileHandle, source: string, aside: string): Promise<boolean> {
  try {
    await makeOurs(handle);
    await handle.sync();
    await rename(source, aside);
  } catch (error) {
    if (hasCode(error, 'EXDEV', 'EPERM', 'EACCES')) return false;
    throw error;
  }
  const [opened, moved] = [await handle.stat({ bigint: true }), await lstat(aside, { bigint: true })];
  if (opened.dev === moved.dev && opened.ino === moved.ino) return true;
  await rm(aside, { force: true, recursive: true });
  throw new TypeError('The file was replaced while it was being stored.');
}

/** What a sandbox wrote belongs to another user when the server runs as root. */
async function makeOurs(handle: FileHandle): Promise<void> {
  const { uid } = await handle.stat();
  const ownUid = process.geteuid?.() ?? uid;
  if (uid !== ownUid) await handle.chown(ownUid, process.getegid?.() ?? ownUid);
  await handle.chmod(objectMode);
}

async function openIfThere(file: string): Promise<FileHandle | null> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW).catch(nullIfAbsent);
  if (handle === null || (await handle.stat()).isFile()) return handle;
  await handle.close();
  return null;
}

/** One that is gone again held nothing that has to last. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY).catch(nullIfAbsent);
  if (handle === null) return;
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isSound({ start, end }: { readonly start: number; readonly end: number }): boolean {
  return Number.isSafeInteger(start) && Number.isSafeInteger(end) && 0 <= start && start <= end;
}

function nullIfAbsent(error: unknown): null {
  if (hasCode(error, 'ENOENT', 'ENOTDIR')) return null;
  throw error;
}

function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
