// Who is calling: an API key to its account.

import { hashApiKey, isApiKey } from '../domain/api-key.ts';
import { AppError } from '../domain/app-error.ts';
import { findAccountByKeyHash } from '../store/accounts.ts';
import type { Database } from '../store/database.ts';

export interface Account {
  readonly accountId: string;
  readonly keyId: string;
}

/** Throws `UNAUTHORIZED`, with one sentence for each way a key can be wrong that the caller can tell apart anyway. */
export async function authenticate(database: Database, key: string | null): Promise<Account> {
  if (key === null) {
    throw new AppError('UNAUTHORIZED', 'Send your API key in the X-API-KEY header.');
  }
  if (!isApiKey(key)) {
    throw new AppError('UNAUTHORIZED', 'The API key is malformed: a key is "ffsk_" and 64 hex characters.');
  }
  const account = await findAccountByKeyHash(database, hashApiKey(key));
  if (account === null) throw new AppError('UNAUTHORIZED', 'The API key is unknown, revoked or expired.');
  return account;
}
