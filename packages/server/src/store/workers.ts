// Statements on the record of worker processes, for whoever looks after them.
import type { WorkerState } from '../domain/worker-state.ts';
import type { Database } from './database.ts';

interface WorkerRow {
  id: string;
  host: string;
  pid: number;
  capacity: number;
  programs: Record<string, string>;
  running: number;
  started_at: Date;
  seen_at: Date;
  drained_at: Date | null;
  stopped_at: Date | null;
}

const columns = `id, host, pid, capacity, programs, started_at, seen_at, drained_at, stopped_at,
  (select count(*)::int from runs where runs.worker_id = workers.id and runs.ended_at is null) as running`;

function toState(row: WorkerRow): WorkerState {
  return {
    id: row.id,
    host: row.host,
    pid: row.pid,
    capacity: row.capacity,
    programs: row.programs,
    running: row.running,
    startedAt: row.started_at,
    seenAt: row.seen_at,
    drainedAt: row.drained_at,
    stoppedAt: row.stopped_at,
  };
}

/** Those that have not stopped first, then the last to stop. */
export async function listWorkers(database: Database, page: { limit: number; offset: number }): Promise<WorkerState[]> {
  const { rows } = await database.query<WorkerRow>(
    `select ${columns} from workers order by stopped_at desc nulls first, started_at desc, id limit $1 offset $2`,
    [page.limit, page.offset],
  );
  return rows.map(toState);
}

/** Null when there is none, or it has stopped. */
export async function setWorkerDrained(
  database: Database,
  id: string,
  isDrained: boolean,
): Promise<WorkerState | null> {
  const { rows } = await database.query<WorkerRow>(
    `update workers set drained_at = case when $2 then coalesce(drained_at, clock_timestamp()) end
      where id = $1 and stopped_at is null returning ${columns}`,
    [id, isDrained],
  );
  return rows[0] === undefined ? null : toState(rows[0]);
}
