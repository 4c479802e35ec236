// The first start: an empty installation gets one account and one key.
import { formatApiKey, hashApiKey, hintOf } from '../domain/api-key.ts';
import type { MakeId } from '../domain/id.ts';
import { hasAnyAccount, insertAccount } from '../store/accounts.ts';
import { insertApiKey } from '../store/api-keys.ts';
import { inTransaction, type Pool } from '../store/database.ts';

/**
 * Returns the new key, which is shown once and never stored; null when there was an account already. Processes that
 * start together make one account between them.
 */
export async function ensureFirstAccount(
  pool: Pool,
  options: { makeId: MakeId; randomBytes: (size: number) => Buffer; givenKey: string | null },
): Promise<string | null> {
  return await inTransaction(pool, async (transaction) => {
    await transaction.query('lock table accounts in share row exclusive mode');
    if (await hasAnyAccount(transaction)) return null;
    const key = options.givenKey ?? formatApiKey(options.randomBytes(32));
    const accountId = options.makeId();
    await insertAccount(transaction, { id: accountId, name: 'default' });
    await insertApiKey(transaction, {
      id: options.makeId(),
      accountId,
      name: 'first key',
      hash: hashApiKey(key),
      hint: hintOf(key),
      expiresAt: null,
    });
    return key;
  });
}
