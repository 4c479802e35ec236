// Cleaning up after workers that died: their runs are ended, and what they stored without finishing is deleted.
import { listRunsToSweep, lockExpiredRuns, markRunSwept } from '../queue/reap.ts';
import type { Wake } from '../queue/wake.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { inTransaction, type Pool } from '../store/database.ts';
import { deleteOldAnswers } from '../store/kept-answers.ts';
import { deleteOldLogChunks } from '../store/log-chunks.ts';
import { endLostRun } from './end-run.ts';
import type { WebhookOutbox } from './webhook-outbox.ts';

const batch = 50;
/** More than come in between two sweeps at any rate that is allowed. */
const answersAtOnce = 10_000;

/** Ends runs whose lease is over; returns how many. */
export async function reapRuns(pool: Pool, outbox: WebhookOutbox, wake: Wake): Promise<number> {
  const runs = await inTransaction(pool, async (transaction) => {
    const expired = await lockExpiredRuns(transaction, batch);
    for (const run of expired) await endLostRun(transaction, outbox, run);
    return expired;
  });
  for (const queue of new Set(runs.map((run) => run.queue))) wake(queue);
  if (runs.length > 0) wake('deliveries');
  return runs.length;
}

/** Deletes live logs nobody reads any more, answers that are no longer kept, and the objects of runs that ended without success; returns how many runs. */
export async function sweepRuns(pool: Pool, storage: ObjectStore): Promise<number> {
  await deleteOldLogChunks(pool);
  await deleteOldAnswers(pool, answersAtOnce);
  const runs = await listRunsToSweep(pool, batch);
  for (const { id, keepsLog } of runs) {
    await storage.deletePrefix(`runs/${id}`);
    if (!keepsLog) await storage.deletePrefix(`logs/${id}`);
    await markRunSwept(pool, id);
  }
  return runs.length;
}
