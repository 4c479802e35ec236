// One server to a data folder: two would run the same database and write each other's files.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { lockFile, readLockHolder } from './file-lock.ts';
import { explainFileError, ProvisionError } from './provision-error.ts';

export interface InstanceLock {
  release(): void;
}

/** Makes the folder if need be. Throws `already_running`, naming the other process, while that one lives. */
export async function acquireInstanceLock(dataFolder: string): Promise<InstanceLock> {
  try {
    await mkdir(dataFolder, { recursive: true });
  } catch (error) {
    throw explainFileError(error, dataFolder);
  }
  const path = join(dataFolder, 'server.lock');
  const lock = await lockFile(path, { wait: false });
  if (lock) return lock;
  throw new ProvisionError(
    'already_running',
    `A server is already running on ${dataFolder} (process ${readLockHolder(path) ?? 'unknown'}): stop it, or choose another data folder.`,
  );
}
