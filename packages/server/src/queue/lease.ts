// Keeping and giving up work: leases are renewed together, progress is noted, and a run is closed once.
import type { RunEnd } from '../domain/transition.ts';
import type { Database } from '../store/database.ts';

/** One statement renews every lease of a worker. Returns the runs it still holds. */
export async function renewLeases(database: Database, workerId: string, leaseSeconds: number): Promise<Set<string>> {
  const { rows } = await database.query<{ id: string }>(
    `with seen as (update workers set seen_at = clock_timestamp() where id = $1)
     update runs set lease_until = clock_timestamp() + make_interval(secs => $2)
      where worker_id = $1 and ended_at is null
      returning id`,
    [workerId, leaseSeconds],
  );
  return new Set(rows.map((row) => row.id));
}

/** `progress` is 0–1, or null while it cannot be told. */
export async function noteProgress(
  database: Database,
  runId: string,
  note: { phase: string; progress: number | null },
): Promise<void> {
  await database.query('update runs set phase = $2, progress = $3 where id = $1 and ended_at is null', [
    runId,
    note.phase,
    note.progress,
  ]);
}

/**
 * Closes a run. False when it was closed before: then the lease was lost and the caller must change nothing else.
 * In the transaction that also writes the item's end.
 */
export async function closeRun(database: Database, runId: string, kind: RunEnd['kind']): Promise<boolean> {
  const { rowCount } = await database.query(
    `update runs set ended_at = clock_timestamp(), end_kind = $2, needs_sweep = (queue = 'commands' and $2 <> 'succeeded')
      where id = $1 and ended_at is null`,
    [runId, kind],
  );
  return rowCount === 1;
}
