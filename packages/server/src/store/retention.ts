// Statements that delete what has been kept for long enough, some rows at a time. Ids sort by time, so they need no index of their own.
import { firstIdAt } from '../domain/id.ts';
import type { Database } from './database.ts';

/** Ids made before this are of rows that may be old enough; one clock may be ahead of another. */
function lastIdOf(keepDays: number): string {
  return firstIdAt(Date.now() - keepDays * 86_400_000 + 3_600_000);
}

/** Deliveries that ended so long ago, locked, so that several workers share them out. */
export async function lockOldDeliveries(transaction: Database, keepDays: number, limit: number): Promise<string[]> {
  const { rows } = await transaction.query<{ id: string }>(
    `select id from deliveries
      where id < $1 and queue_state = 'done' and ended_at < clock_timestamp() - make_interval(days => $2)
      order by id limit $3 for update skip locked`,
    [lastIdOf(keepDays), keepDays, limit],
  );
  return rows.map(({ id }) => id);
}

/** With their attempts, and the runs that made them. */
export async function deleteDeliveries(transaction: Database, ids: readonly string[]): Promise<void> {
  await transaction.query('delete from deliveries where id = any($1::uuid[])', [ids]);
  await deleteRunsOf(transaction, ids);
}

/** Commands that ended so long ago and of which nobody is still to be told, locked; with the keys of their logs. */
export async function lockOldCommands(
  transaction: Database,
  keepDays: number,
  limit: number,
): Promise<{ id: string; logKey: string | null }[]> {
  const { rows } = await transaction.query<{ id: string; log_key: string | null }>(
    `select id, log_key from commands
      where id < $1 and completed_at < clock_timestamp() - make_interval(days => $2)
        and not exists (select from deliveries where command_id = commands.id and queue_state <> 'done')
      order by id limit $3 for update skip locked`,
    [lastIdOf(keepDays), keepDays, limit],
  );
  return rows.map((row) => ({ id: row.id, logKey: row.log_key }));
}

/** With their runs and deliveries; their outputs stay as files. */
export async function deleteCommands(transaction: Database, ids: readonly string[]): Promise<void> {
  const { rows } = await transaction.query<{ id: string }>(
    'select id from deliveries where command_id = any($1::uuid[])',
    [ids],
  );
  await deleteDeliveries(
    transaction,
    rows.map(({ id }) => id),
  );
  await transaction.query('delete from commands where id = any($1::uuid[])', [ids]);
  await deleteRunsOf(transaction, ids);
}

/** Runs that still have objects to be swept stay until that is done. */
async function deleteRunsOf(transaction: Database, itemIds: readonly string[]): Promise<void> {
  await transaction.query(
    'delete from runs where item_id = any($1::uuid[]) and ended_at is not null and not needs_sweep',
    [itemIds],
  );
}

/** The next commands after an id, in order, and of those that ended so long ago the keys of the logs they have. */
export async function listOldLogs(
  database: Database,
  keepDays: number,
  afterId: string | null,
  limit: number,
): Promise<{ id: string; logKey: string | null }[]> {
  const { rows } = await database.query<{ id: string; log_key: string | null }>(
    `select id, case when completed_at < clock_timestamp() - make_interval(days => $3) then log_key end as log_key
       from commands where id < $1 and ($2::uuid is null or id > $2) order by id limit $4`,
    [lastIdOf(keepDays), afterId, keepDays, limit],
  );
  return rows.map((row) => ({ id: row.id, logKey: row.log_key }));
}

export async function forgetLogs(database: Database, commandIds: readonly string[]): Promise<void> {
  await database.query('update commands set log_key = null where id = any($1::uuid[])', [commandIds]);
}
