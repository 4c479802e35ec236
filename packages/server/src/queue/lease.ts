// Keeping and giving up work: leases are renewed together, progress is noted, and a run is closed once.
import type { ProgressDetail } from '@renderio/contract';
import type { RunEnd } from '../domain/transition.ts';
import type { Database } from '../store/database.ts';

/** One statement renews every lease of a worker. Returns the runs it still holds, and which of them are to be cancelled. */
export async function renewLeases(
  database: Database,
  workerId: string,
  leaseSeconds: number,
): Promise<Map<string, { readonly isCancelled: boolean }>> {
  const { rows } = await database.query<{ id: string; cancel_requested: boolean }>(
    `with seen as (update workers set seen_at = clock_timestamp() where id = $1)
     update runs set lease_until = clock_timestamp() + make_interval(secs => $2)
      where worker_id = $1 and ended_at is null
      returning id, cancel_requested`,
    [workerId, leaseSeconds],
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
export async function requestCancel(database: Database, itemId: string): Promise<void> {
  await database.query('update runs set cancel_requested = true where item_id = $1 and ended_at is null', [itemId]);
}

/**
 * Closes a run. False when it was closed before: then the lease was lost and the caller must change nothing else.
 * In the transaction that also writes the item's end.
 */
export async function closeRun(database: Database, runId: string, kind: RunEnd['kind']): Promise<boolean> {
  const { rowCount } = await database.query(
    `update runs set ended_at = clock_timestamp(), end_kind = $2, needs_sweep = ($2 <> 'succeeded')
      where id = $1 and ended_at is null`,
    [runId, kind],
  );
  return rowCount === 1;
}
