// Statements on accounts.
import type { AccountRecord } from '../domain/account.ts';
import type { OwnLimits } from '../domain/account-limits.ts';
import type { Database } from './database.ts';

interface LimitColumns {
  submits_per_minute: number | null;
  requests_per_minute: number | null;
  queued_commands: number | null;
}

interface AccountRow extends LimitColumns {
  id: string;
  name: string;
  created_at: Date;
  suspended_at: Date | null;
}

export const limitColumns = 'submits_per_minute, requests_per_minute, queued_commands';
const columns = `id, name, created_at, suspended_at, ${limitColumns}`;

export function toOwnLimits(row: LimitColumns): OwnLimits {
  return {
    submitsPerMinute: row.submits_per_minute,
    requestsPerMinute: row.requests_per_minute,
    queuedCommands: row.queued_commands,
  };
}

function toRecord(row: AccountRow): AccountRecord {
  return {
    id: row.id,
    name: row.name,
    createdAt: row.created_at,
    suspendedAt: row.suspended_at,
    ownLimits: toOwnLimits(row),
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
  changes: { name?: string | undefined; isSuspended?: boolean | undefined; ownLimits: Partial<OwnLimits> },
): Promise<AccountRecord | null> {
  const { submitsPerMinute, requestsPerMinute, queuedCommands } = changes.ownLimits;
  const { rows } = await database.query<AccountRow>(
    `update accounts
        set name = coalesce($2, name),
            suspended_at = case when $3::boolean is null then suspended_at
                                when $3 then coalesce(suspended_at, clock_timestamp()) end,
            submits_per_minute = case when $4 then $5 else submits_per_minute end,
            requests_per_minute = case when $6 then $7 else requests_per_minute end,
            queued_commands = case when $8 then $9 else queued_commands end
      where id = $1
      returning ${columns}`,
    [
      id,
      changes.name ?? null,
      changes.isSuspended ?? null,
      submitsPerMinute !== undefined,
      submitsPerMinute,
      requestsPerMinute !== undefined,
      requestsPerMinute,
      queuedCommands !== undefined,
      queuedCommands,
    ],
  );
  return rows[0] === undefined ? null : toRecord(rows[0]);
}
