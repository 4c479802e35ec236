// How much an account may still store, before bytes are taken in for it.
import { AppError } from '../domain/app-error.ts';
import { storageFault } from '../domain/storage-room.ts';
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
