// An account's keys: made, listed and revoked, by the account itself or by the operator.
import type { ApiKeyRecord } from '../domain/account.ts';
import { formatApiKey, hashApiKey, hintOf } from '../domain/api-key.ts';
import { AppError } from '../domain/app-error.ts';
import { isId, type MakeId } from '../domain/id.ts';
import { insertApiKey, listApiKeys, markKeyRevoked } from '../store/api-keys.ts';
import type { Database } from '../store/database.ts';
import { checkCursor } from './check-cursor.ts';

export interface KeyParts {
  readonly database: Database;
  readonly makeId: MakeId;
  readonly randomBytes: (size: number) => Buffer;
}

/** A key that was just made; `secret` is shown once and stored nowhere. */
export interface NewKey {
  readonly key: ApiKeyRecord;
  readonly secret: string;
}

function unknownKey(id: string): AppError {
  return new AppError('NOT_FOUND', `There is no key ${id.slice(0, 64)} that could be revoked.`);
}

/** The account exists. Throws `VALIDATION_ERROR` for an expiry that is past. */
export async function createKey(
  parts: KeyParts,
  accountId: string,
  wanted: { name: string; expiresAt: Date | null },
): Promise<NewKey> {
  if (wanted.expiresAt !== null && wanted.expiresAt.getTime() <= Date.now()) {
    const msg = 'The expiry is in the future, or left out for a key that does not expire.';
    throw new AppError('VALIDATION_ERROR', `expires_at: ${msg}`, {
      detail: [{ loc: ['body', 'expires_at'], msg, type: 'invalid_value' }],
    });
  }
  const secret = formatApiKey(parts.randomBytes(32));
  const key = await insertApiKey(parts.database, {
    id: parts.makeId(),
    accountId,
    ...wanted,
    hash: hashApiKey(secret),
    hint: hintOf(secret),
  });
  return { key, secret };
}

/** Newest first; `nextCursor` is null on the last page. Throws `INVALID_REQUEST` for a cursor that is none. */
export async function getKeys(
  database: Database,
  accountId: string,
  page: { limit: number; offset: number; cursor?: string | undefined },
): Promise<{ keys: ApiKeyRecord[]; nextCursor: string | null }> {
  checkCursor(page.cursor);
  // One more than asked for tells whether there is another page.
  const found = await listApiKeys(database, accountId, { ...page, limit: page.limit + 1 });
  const keys = found.slice(0, page.limit);
  return { keys, nextCursor: found.length > keys.length ? (keys.at(-1)?.id ?? null) : null };
}

/**
 * Throws `NOT_FOUND`, also for another account's key and the second time, and `FORBIDDEN` for the key that asks: an
 * account must not lock itself out by one wrong click.
 */
export async function revokeKey(
  database: Database,
  accountId: string,
  { id, usedKeyId }: { readonly id: string; readonly usedKeyId: string },
): Promise<void> {
  if (id === usedKeyId) {
    throw new AppError(
      'FORBIDDEN',
      'This is the key that the request was made with: make another one and revoke this one with it.',
    );
  }
  if (!isId(id) || !(await markKeyRevoked(database, id, accountId))) throw unknownKey(id);
}

/** Any account's. Throws `NOT_FOUND`, also the second time. */
export async function revokeAnyKey(database: Database, id: string): Promise<void> {
  if (!isId(id) || !(await markKeyRevoked(database, id, null))) throw unknownKey(id);
}
