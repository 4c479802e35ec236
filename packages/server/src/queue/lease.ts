// Keeping and giving up work: leases are renewed together, progress is noted, and a run is closed once.
import type { ProgressDetail } from '@renderio/contract';
import type { RunEnd } from '../domain/transition.ts';
import type { Database } from '../store/database.ts';

/**
 * One statement renews the leases of the runs that a worker is at. Returns those it still holds, and which of them are
 * to be cancelled. A run that it has lost sight of (the answer to its claim never came, its end could not be written)
 * is not among them, so that its lease runs out and another start is made.
 */
export async function renewLeases(
  database: Database,
  workerId: string,
  runIds: readonly string[],
  leaseSeconds: number,
): Promise<Map<string, { readonly isCancelled: boolean }>> {
  const { rows } = await database.query<{ id: string; cancel_requested: boolean }>(
    `with seen as (update workers set seen_at = clock_timestamp() where id = $1)
     update runs set lease_until = clock_timestamp() + make_interval(secs => $3)
      where id = any($2::uuid[]) and worker_id = $1 and ended_at is null
      returning id, cancel_requested`,
    [workerId, runIds, leaseSeconds],
  );
  return new Map(rows.map((row) => [row.id, { isCancelled: row.cancel_requested }]));
}

/** Where a run is. `progress` is 0–1, or null while it cannot be told. */
export interface ProgressNote {
  readonly progress: number | null;
  readonly detail: ProgressDetail | null;
}

export async function noteProgress(database: Database, runId: string, note: ProgressNote): Promise<void> {
  await database.query('update runs set progress = $2, progress_detail = $3 where id = $1 and ended_at is null', [
    runId,
    note.progress,
    note.detail === null ? null : JSON.stringify(note.detail),
  ]);
}

/** Asks for the end of a command's open run; its worker hears of it by a wake or at its next heartbeat. */
export async function requestCancel(database: Database, accountId: string, itemId: string): Promise<void> {
  await database.query(
    'update runs set cancel_requested = true where account_id = $1 and item_id = $2 and ended_at is null',
    [accountId, itemId],
  );
}

/**
 * Closes a run. `closed_before`: the lease was lost, and the caller must change nothing else. `cancelled`: what would
 * have been queued again is to end instead. In the transaction that also writes the item's end.
 */
export async function closeRun(
  database: Database,
  runId: string,
  kind: RunEnd['kind'],
): Promise<'closed' | 'cancelled' | 'closed_before'> {
  const { rows } = await database.query<{ is_cancelled: boolean }>(
    `update runs
        set ended_at = clock_timestamp(), needs_sweep = ($2 <> 'succeeded'),
            end_kind = case when cancel_requested and $2 in ('lost', 'handed_back') then 'failed' else $2 end
      where id = $1 and ended_at is null
      returning end_kind <> $2 as is_cancelled`,
    [runId, kind],
  );
  if (rows[0] === undefined) return 'closed_before';
  return rows[0].is_cancelled ? 'cancelled' : 'closed';
}

/** Has the objects that a closed run stored deleted, although it ended well. */
export async function markRunForSweep(database: Database, runId: string): Promise<void> {
  await database.query('update runs set needs_sweep = true where id = $1', [runId]);
}
