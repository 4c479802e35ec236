// Puts a stored object into a job folder as a file of its own.
import { constants, createWriteStream } from 'node:fs';
import { chmod, copyFile, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { ObjectStore } from '../storage/object-store.ts';
import { RunFailure } from './run-failure.ts';

/** Shares the blocks where the file system can (reflinks), and never the file: a program may write to its inputs. */
export async function copyFromStorage(
  storage: ObjectStore,
  key: string,
  destination: string,
  signal: AbortSignal,
): Promise<void> {
  const local = storage.localPath(key);
  if (local !== null) {
    await copyFile(local, destination, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    await chmod(destination, 0o644);
    return;
  }
  const body = await storage.open(key);
  if (body === null) throw new RunFailure('INPUT_DELETED', 'The stored file is gone.');
  try {
    await pipeline(body, createWriteStream(destination, { flags: 'wx', mode: 0o644 }), { signal });
  } catch (error) {
    await rm(destination, { force: true });
    throw error;
  }
}
