// A worker's own row: who it is, and that its predecessors in the same scratch folder are dead.
import type { Database } from '../store/database.ts';

export interface WorkerRecord {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly scratchId: string;
  readonly capacity: number;
  readonly programs: Readonly<Record<string, string>>;
}

/**
 * Registers a worker that holds its scratch folder's lock. Leases of earlier holders end at once: their processes
 * cannot be alive, so nobody has to wait for their time to run out.
 */
export async function registerWorker(database: Database, worker: WorkerRecord): Promise<void> {
  await database.query(
    `with earlier as (
       update workers set stopped_at = clock_timestamp() where scratch_id = $4 and stopped_at is null returning id
     ), released as (
       update runs set lease_until = clock_timestamp() - interval '1 second' from earlier
        where runs.worker_id = earlier.id and runs.ended_at is null
     )
     insert into workers (id, host, pid, scratch_id, capacity, programs) values ($1, $2, $3, $4, $5, $6)`,
    [worker.id, worker.host, worker.pid, worker.scratchId, worker.capacity, JSON.stringify(worker.programs)],
  );
}

export async function markWorkerStopped(database: Database, workerId: string): Promise<void> {
  await database.query('update workers set stopped_at = clock_timestamp() where id = $1', [workerId]);
}
