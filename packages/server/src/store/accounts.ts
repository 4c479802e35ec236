// Statements on accounts.
import type { AccountRecord } from '../domain/account.ts';
import {
  type LimitChanges,
  type LimitsByWireName,
  limitsByWireName,
  limitsOfWireNames,
  type OwnLimits,
} from '../domain/account-limits.ts';
import type { Database } from './database.ts';

interface AccountRow {
  id: string;
  name: string;
  created_at: Date;
  suspended_at: Date | null;
  own_limits: LimitsByWireName;
}

const columns = 'id, name, created_at, suspended_at, own_limits';

/** The column holds no nulls: only changes do. */
export function toOwnLimits(column: LimitsByWireName): OwnLimits {
  return limitsOfWireNames(column) as OwnLimits;
}

function toRecord(row: AccountRow): AccountRecord {
  return {
    id: row.id,
    name: row.name,
    createdAt: row.created_at,
    suspendedAt: row.suspended_at,
    ownLimits: toOwnLimits(row.own_limits),
  };
}

export async function insertAccount(database: Database, account: { id: string; name: string }): Promise<void> {
  await database.query('insert into accounts (id, name) values ($1, $2)', [account.id, account.name]);
}

export async function hasAnyAccount(database: Database): Promise<boolean> {
  const { rows } = await database.query('select 1 from accounts limit 1');
  return rows.length > 0;
}

/** Null when there is no such account. */
export async function findAccount(database: Database, id: string): Promise<AccountRecord | null> {
  const { rows } = await database.query<AccountRow>(`select ${columns} from accounts where id = $1`, [id]);
  return rows[0] === undefined ? null : toRecord(rows[0]);
}

/** Newest first; `cursor` is the id that the page begins after. */
export async function listAccounts(
  database: Database,
  page: { limit: number; offset: number; cursor?: string | undefined },
): Promise<AccountRecord[]> {
  const { rows } = await database.query<AccountRow>(
    `select ${columns} from accounts where $1::uuid is null or id < $1 order by id desc limit $2 offset $3`,
    [page.cursor ?? null, page.limit, page.offset],
  );
  return rows.map(toRecord);
}

/** What is left out stays. Returns the account as it is then; null when there is none. */
export async function updateAccount(
  database: Database,
  id: string,
  changes: { name?: string | undefined; isSuspended?: boolean | undefined; limits: LimitChanges },
): Promise<AccountRecord | null> {
  const { rows } = await database.query<AccountRow>(
    `update accounts
        set name = coalesce($2, name),
            suspended_at = case when $3::boolean is null then suspended_at
                                when $3 then coalesce(suspended_at, clock_timestamp()) end,
            own_limits = jsonb_strip_nulls(own_limits || $4::jsonb)
      where id = $1
      returning ${columns}`,
    [id, changes.name ?? null, changes.isSuspended ?? null, JSON.stringify(limitsByWireName(changes.limits))],
  );
  return rows[0] === undefined ? null : toRecord(rows[0]);
}

/** Bytes that an account has in storage, with those that its uploads under way have been promised. */
export async function readStoredBytes(database: Database, id: string): Promise<number> {
  const { rows } = await database.query<{ taken: number }>(
    'select stored_bytes + reserved_bytes as taken from accounts where id = $1',
    [id],
  );
  return rows[0]?.taken ?? 0;
}

/**
 * The same. Locks the count for this transaction, so that two that store at once see each
 * other: to be called after rows of files and runs are locked, as the trigger that counts comes after them.
 */
export async function lockStoredBytes(transaction: Database, id: string): Promise<number> {
  const { rows } = await transaction.query<{ taken: number }>(
    'select stored_bytes + reserved_bytes as taken from accounts where id = $1 for no key update',
    [id],
  );
  return rows[0]?.taken ?? 0;
}
