// More accounts and keys for a test server, written where no endpoint is under test: its first start makes only one.
import { randomBytes, randomUUID } from 'node:crypto';
import type { AccountLimitWireName } from '@renderio/contract';
import { readConfig } from '../../src/config.ts';
import { formatApiKey, hashApiKey, hintOf } from '../../src/domain/api-key.ts';
import { insertAccount } from '../../src/store/accounts.ts';
import { insertApiKey } from '../../src/store/api-keys.ts';
import type { Pool } from '../../src/store/database.ts';

/** Of an installation without settings. */
export const { defaultLimits } = readConfig({});

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

/** Limits by their public names, in force within a second as when the operator sets them. */
export async function setOwnLimits(
  database: Pool,
  accountId: string,
  limits: Readonly<Partial<Record<AccountLimitWireName, number>>>,
): Promise<void> {
  await database.query('update accounts set own_limits = own_limits || $2 where id = $1', [
    accountId,
    JSON.stringify(limits),
  ]);
}
