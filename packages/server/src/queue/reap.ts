// Noticing dead workers: runs whose lease ran out, and what such runs left in storage.
import type { Database } from '../store/database.ts';
import type { QueueName } from './claim.ts';

export interface ExpiredRun {
  readonly id: string;
  readonly queue: QueueName;
  readonly itemId: string;
  readonly attempt: number;
  readonly startedAt: Date;
  /** Database time of this look. */
  readonly noticedAt: Date;
}

/**
 * Locks open runs whose lease is over, so that reapers of several hosts share them out; the caller ends each through
 * the same path as any other end, in this transaction.
 */
export async function lockExpiredRuns(transaction: Database, limit: number): Promise<ExpiredRun[]> {
  const { rows } = await transaction.query<{
    id: string;
    queue: QueueName;
    item_id: string;
    attempt: number;
    started_at: Date;
    noticed_at: Date;
  }>(
    `select id, queue, item_id, attempt, started_at, date_trunc('milliseconds', clock_timestamp()) as noticed_at from runs
      where ended_at is null and lease_until < clock_timestamp()
      order by lease_until limit $1 for update skip locked`,
    [limit],
  );
  return rows.map((row) => ({
    id: row.id,
    queue: row.queue,
    itemId: row.item_id,
    attempt: row.attempt,
    startedAt: row.started_at,
    noticedAt: row.noticed_at,
  }));
}

/** Runs that ended without success and whose stored objects, if any, are not deleted yet; `keepsLog`: it ended its item. */
export async function listRunsToSweep(database: Database, limit: number): Promise<{ id: string; keepsLog: boolean }[]> {
  const { rows } = await database.query<{ id: string; keeps_log: boolean }>(
    `select id, end_kind in ('failed', 'succeeded') as keeps_log from runs where needs_sweep and ended_at is not null limit $1`,
    [limit],
  );
  return rows.map((row) => ({ id: row.id, keepsLog: row.keeps_log }));
}

/** Has a run's objects deleted once more: its worker was at it after it was closed, and may have stored some since. */
export async function sweepRunAgain(database: Database, runId: string): Promise<void> {
  await database.query(
    `update runs set needs_sweep = true where id = $1 and ended_at is not null and end_kind <> 'succeeded'`,
    [runId],
  );
}

export async function markRunSwept(database: Database, runId: string): Promise<void> {
  await database.query('update runs set needs_sweep = false where id = $1', [runId]);
}
