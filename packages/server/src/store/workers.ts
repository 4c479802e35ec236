// Statements on the record of worker processes, for whoever looks at them.
import type { WorkerState } from '../domain/worker-state.ts';
import type { Database } from './database.ts';

/** Those that have not stopped first, then the last to stop. */
export async function listWorkers(database: Database, page: { limit: number; offset: number }): Promise<WorkerState[]> {
  const { rows } = await database.query<{
    id: string;
    host: string;
    pid: number;
    capacity: number;
    programs: Record<string, string>;
    running: number;
    started_at: Date;
    seen_at: Date;
    stopped_at: Date | null;
  }>(
    `select id, host, pid, capacity, programs, started_at, seen_at, stopped_at,
            (select count(*)::int from runs where runs.worker_id = workers.id and runs.ended_at is null) as running
       from workers order by stopped_at desc nulls first, started_at desc, id limit $1 offset $2`,
    [page.limit, page.offset],
  );
  return rows.map((row) => ({
    id: row.id,
    host: row.host,
    pid: row.pid,
    capacity: row.capacity,
    programs: row.programs,
    running: row.running,
    startedAt: row.started_at,
    seenAt: row.seen_at,
    stoppedAt: row.stopped_at,
  }));
}
