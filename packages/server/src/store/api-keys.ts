// Statements on the keys of accounts.
import type { ApiKeyRecord } from '../domain/account.ts';
import type { LimitsByWireName, OwnLimits } from '../domain/account-limits.ts';
import { toOwnLimits } from './accounts.ts';
import type { Database } from './database.ts';

interface ApiKeyRow {
  id: string;
  account_id: string;
  name: string;
  hint: string | null;
  created_at: Date;
  last_used_at: Date | null;
  expires_at: Date | null;
  revoked_at: Date | null;
}

const columns = 'id, account_id, name, hint, created_at, last_used_at, expires_at, revoked_at';

function toRecord(row: ApiKeyRow): ApiKeyRecord {
  return {
    id: row.id,
    accountId: row.account_id,
    name: row.name,
    hint: row.hint,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
  };
}

export async function insertApiKey(
  database: Database,
  key: { id: string; accountId: string; name: string; hash: Buffer; hint: string; expiresAt: Date | null },
): Promise<ApiKeyRecord> {
  const { rows } = await database.query<ApiKeyRow>(
    `insert into api_keys (id, account_id, name, hash, hint, expires_at) values ($1, $2, $3, $4, $5, $6)
     returning ${columns}`,
    [key.id, key.accountId, key.name, key.hash, key.hint, key.expiresAt],
  );
  if (rows[0] === undefined) throw new Error('The key that was written did not come back.');
  return toRecord(rows[0]);
}

/** What a good key opens. */
export interface OpenedAccount {
  readonly accountId: string;
  readonly keyId: string;
  readonly isSuspended: boolean;
  readonly ownLimits: OwnLimits;
  /** Whether the key's last noted use is more than a minute old. */
  readonly isUseDue: boolean;
}

/** Null when the key is unknown, revoked or expired. */
export async function findAccountByKeyHash(database: Database, hash: Buffer): Promise<OpenedAccount | null> {
  const { rows } = await database.query<{
    account_id: string;
    id: string;
    is_suspended: boolean;
    is_use_due: boolean;
    own_limits: LimitsByWireName;
  }>({
    name: 'find-account-by-key-hash',
    text: `select k.account_id, k.id, a.suspended_at is not null as is_suspended, a.own_limits,
                  k.last_used_at is null or k.last_used_at < clock_timestamp() - interval '1 minute' as is_use_due
             from api_keys k join accounts a on a.id = k.account_id
            where k.hash = $1 and k.revoked_at is null and (k.expires_at is null or k.expires_at > clock_timestamp())`,
    values: [hash],
  });
  const row = rows[0];
  return row === undefined
    ? null
    : {
        accountId: row.account_id,
        keyId: row.id,
        isSuspended: row.is_suspended,
        ownLimits: toOwnLimits(row.own_limits),
        isUseDue: row.is_use_due,
      };
}

/** Notes that a key is used, at most once a minute however many processes ask. */
export async function noteKeyUse(database: Database, accountId: string, keyId: string): Promise<void> {
  await database.query(
    `update api_keys set last_used_at = clock_timestamp()
      where account_id = $1 and id = $2
        and (last_used_at is null or last_used_at < clock_timestamp() - interval '1 minute')`,
    [accountId, keyId],
  );
}

/** Newest first, revoked and expired ones too; `cursor` is the id that the page begins after. */
export async function listApiKeys(
  database: Database,
  accountId: string,
  page: { limit: number; offset: number; cursor?: string | undefined },
): Promise<ApiKeyRecord[]> {
  const { rows } = await database.query<ApiKeyRow>(
    `select ${columns} from api_keys
      where account_id = $1 and ($2::uuid is null or id < $2)
      order by id desc limit $3 offset $4`,
    [accountId, page.cursor ?? null, page.limit, page.offset],
  );
  return rows.map(toRecord);
}

/** False when there is no such key, or it was revoked before. Without an account, a key of any. */
export async function markKeyRevoked(database: Database, id: string, accountId: string | null): Promise<boolean> {
  const { rowCount } = await database.query(
    `update api_keys set revoked_at = clock_timestamp()
      where id = $1 and revoked_at is null and ($2::uuid is null or account_id = $2)`,
    [id, accountId],
  );
  return rowCount === 1;
}
