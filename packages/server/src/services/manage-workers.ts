// Workers, for the operator: listed, and kept from taking more.
import { AppError } from '../domain/app-error.ts';
import { isId } from '../domain/id.ts';
import type { WorkerState } from '../domain/worker-state.ts';
import type { Wake } from '../queue/wake.ts';
import type { Pool } from '../store/database.ts';
import { setWorkerDrained } from '../store/workers.ts';

/** It finishes what it runs and takes no more. Throws `NOT_FOUND`, also of one that has stopped. */
export async function drainWorker(parts: { database: Pool }, id: string): Promise<WorkerState> {
  return await setDrained(parts.database, id, true);
}

/** The end of that: it looks at once for what waits. Throws in the same way. */
export async function resumeWorker(parts: { database: Pool; wake: Wake }, id: string): Promise<WorkerState> {
  const worker = await setDrained(parts.database, id, false);
  for (const queue of ['commands', 'files', 'deliveries'] as const) parts.wake(queue);
  return worker;
}

async function setDrained(database: Pool, id: string, isDrained: boolean): Promise<WorkerState> {
  const worker = isId(id) ? await setWorkerDrained(database, id, isDrained) : null;
  if (worker === null) throw new AppError('NOT_FOUND', `There is no worker ${id.slice(0, 64)} that is not stopped.`);
  return worker;
}
