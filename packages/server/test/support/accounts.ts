// More accounts and keys for a test server: its first start makes one, and there is no endpoint for others yet.
import { randomBytes, randomUUID } from 'node:crypto';
import { formatApiKey, hashApiKey } from '../../src/domain/api-key.ts';
import { insertAccount, insertApiKey } from '../../src/store/accounts.ts';
import type { Pool } from '../../src/store/database.ts';

export interface TestKey {
  readonly id: string;
  readonly accountId: string;
  readonly key: string;
}

/** A key of an account, a new one unless it is given. */
export async function makeKey(
  database: Pool,
  options: { readonly accountId?: string; readonly expiresAt?: Date } = {},
): Promise<TestKey> {
  const { accountId = randomUUID(), expiresAt = null } = options;
  if (options.accountId === undefined) await insertAccount(database, { id: accountId, name: 'another account' });
  const id = randomUUID();
  const key = formatApiKey(randomBytes(32));
  await insertApiKey(database, { id, accountId, name: 'test key', hash: hashApiKey(key), expiresAt });
  return { id, accountId, key };
}
