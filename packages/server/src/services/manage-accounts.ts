// Accounts, for the operator: made, listed, limited, suspended.
import type { AccountRecord, ApiKeyRecord } from '../domain/account.ts';
import type { LimitChanges } from '../domain/account-limits.ts';
import { AppError } from '../domain/app-error.ts';
import { isId } from '../domain/id.ts';
import { findAccount, insertAccount, listAccounts, updateAccount } from '../store/accounts.ts';
import { type Database, inTransaction, type Pool } from '../store/database.ts';
import { checkCursor } from './check-cursor.ts';
import { createKey, getKeys, type KeyParts, type NewKey } from './manage-keys.ts';

export interface AccountChanges {
  readonly name?: string | undefined;
  readonly isSuspended?: boolean | undefined;
  /** What is left out stays; null goes back to the default. */
  readonly limits: LimitChanges;
}

function unknownAccount(id: string): AppError {
  return new AppError('NOT_FOUND', `There is no account ${id.slice(0, 64)}.`);
}

/** The account and its first key, or neither. */
export async function createAccount(
  parts: KeyParts & { readonly database: Pool },
  wanted: { name: string; limits: LimitChanges },
): Promise<NewKey & { account: AccountRecord }> {
  const id = parts.makeId();
  return await inTransaction(parts.database, async (transaction) => {
    await insertAccount(transaction, { id, name: wanted.name });
    const account = await updateAccount(transaction, id, { limits: wanted.limits });
    if (account === null) throw unknownAccount(id);
    const made = await createKey({ ...parts, database: transaction }, id, { name: 'first key', expiresAt: null });
    return { account, ...made };
  });
}

/** Newest first; `nextCursor` is null on the last page. Throws `INVALID_REQUEST` for a cursor that is none. */
export async function getAccounts(
  database: Database,
  page: { limit: number; offset: number; cursor?: string | undefined },
): Promise<{ accounts: AccountRecord[]; nextCursor: string | null }> {
  checkCursor(page.cursor);
  const found = await listAccounts(database, { ...page, limit: page.limit + 1 });
  const accounts = found.slice(0, page.limit);
  return { accounts, nextCursor: found.length > accounts.length ? (accounts.at(-1)?.id ?? null) : null };
}

/** Throws `NOT_FOUND`. */
export async function changeAccount(database: Database, id: string, changes: AccountChanges): Promise<AccountRecord> {
  const account = isId(id) ? await updateAccount(database, id, changes) : null;
  if (account === null) throw unknownAccount(id);
  return account;
}

/** Throws `NOT_FOUND`, and as `createKey` does. */
export async function createKeyOfAccount(
  parts: KeyParts,
  accountId: string,
  wanted: { name: string; expiresAt: Date | null },
): Promise<NewKey> {
  await requireAccount(parts.database, accountId);
  return await createKey(parts, accountId, wanted);
}

/** Throws `NOT_FOUND`, and as `getKeys` does. */
export async function getKeysOfAccount(
  database: Database,
  accountId: string,
  page: { limit: number; offset: number; cursor?: string | undefined },
): Promise<{ keys: ApiKeyRecord[]; nextCursor: string | null }> {
  await requireAccount(database, accountId);
  return await getKeys(database, accountId, page);
}

async function requireAccount(database: Database, id: string): Promise<void> {
  if (!isId(id) || (await findAccount(database, id)) === null) throw unknownAccount(id);
}
