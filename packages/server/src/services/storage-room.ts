// Whether bytes may be taken in: how much an account may still store, and what is said when the disk does not take it.
import { AppError } from '../domain/app-error.ts';
import { storageFault } from '../domain/storage-room.ts';
import { StorageError } from '../storage/storage-error.ts';
import { lockStoredBytes, readStoredBytes } from '../store/accounts.ts';
import type { Database } from '../store/database.ts';
import type { Account } from './authenticate.ts';

/** Bytes left. Throws `PAYLOAD_TOO_LARGE` when there is not one. */
export async function findStorageRoom(database: Database, { accountId, limits }: Account): Promise<number> {
  const storedBytes = await readStoredBytes(database, accountId);
  const fault = storageFault(storedBytes, 1, limits.storedBytes);
  if (fault !== null) throw new AppError('PAYLOAD_TOO_LARGE', fault);
  return limits.storedBytes - storedBytes;
}

/** In the transaction that records the bytes. Throws `PAYLOAD_TOO_LARGE` when they do not fit. */
export async function takeStorageRoom(transaction: Database, account: Account, sizeBytes: number): Promise<void> {
  const storedBytes = await lockStoredBytes(transaction, account.accountId);
  const fault = storageFault(storedBytes, sizeBytes, account.limits.storedBytes);
  if (fault !== null) throw new AppError('PAYLOAD_TOO_LARGE', fault);
}

/** What the storage says is for the operator, and logged; any other error comes back as it is. */
export function answerToStorageError(error: unknown): unknown {
  if (!(error instanceof StorageError)) return error;
  return new AppError('UNAVAILABLE', 'The server cannot store files for the moment.', {
    cause: error,
    retryAfterSeconds: 60,
  });
}
