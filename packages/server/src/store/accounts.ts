// Statements on accounts and their keys.
import type { Database } from './database.ts';

export async function insertAccount(database: Database, account: { id: string; name: string }): Promise<void> {
  await database.query('insert into accounts (id, name) values ($1, $2)', [account.id, account.name]);
}

export async function hasAnyAccount(database: Database): Promise<boolean> {
  const { rows } = await database.query('select 1 from accounts limit 1');
  return rows.length > 0;
}

export async function insertApiKey(
  database: Database,
  key: { id: string; accountId: string; name: string; hash: Buffer; expiresAt: Date | null },
): Promise<void> {
  await database.query('insert into api_keys (id, account_id, name, hash, expires_at) values ($1, $2, $3, $4, $5)', [
    key.id,
    key.accountId,
    key.name,
    key.hash,
    key.expiresAt,
  ]);
}

/** The account that a key opens; null when the key is unknown, revoked or expired. */
export async function findAccountByKeyHash(
  database: Database,
  hash: Buffer,
): Promise<{ accountId: string; keyId: string } | null> {
  const { rows } = await database.query<{ account_id: string; id: string }>(
    `select account_id, id from api_keys
      where hash = $1 and revoked_at is null and (expires_at is null or expires_at > clock_timestamp())`,
    [hash],
  );
  const row = rows[0];
  return row === undefined ? null : { accountId: row.account_id, keyId: row.id };
}
