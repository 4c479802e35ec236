// More accounts and keys for a test server, written where no endpoint is under test: its first start makes only one.
import { randomBytes, randomUUID } from 'node:crypto';
import { formatApiKey, hashApiKey, hintOf } from '../../src/domain/api-key.ts';
import { insertAccount } from '../../src/store/accounts.ts';
import { insertApiKey } from '../../src/store/api-keys.ts';
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
  await insertApiKey(database, {
    id,
    accountId,
    name: 'test key',
    hash: hashApiKey(key),
    hint: hintOf(key),
    expiresAt,
  });
  return { id, accountId, key };
}
