// A worker's place at the queues: registered, its leases renewed, its consumers started and stopped together.
import type { Logger } from 'pino';
import type { Pool } from '../store/database.ts';
import type { QueueName, Run } from './claim.ts';
import { type Consumer, startConsumer } from './consume.ts';
import { startHeartbeat } from './heartbeat.ts';
import type { WakeListener } from './wake.ts';
import { markWorkerStopped, registerWorker, type WorkerRecord } from './worker-record.ts';

export interface WorkQueue {
  /** Handles up to `capacity` items of a queue at once, from now on. */
  consume(queue: QueueName, capacity: number, handle: (run: Run, signal: AbortSignal) => Promise<void>): void;
  /** Hands back what runs, waits for it, and signs off. */
  stop(): Promise<void>;
}

/** How long an item may wait unnoticed when a wake was missed. */
const pollMs = 5_000;

export async function openWorkQueue(options: {
  readonly database: Pool;
  readonly worker: WorkerRecord;
  readonly listener: WakeListener;
  readonly leaseSeconds: number;
  /** Commands that an account may have running which has no limit of its own. */
  readonly runningCommands: number;
  readonly log: Logger;
}): Promise<WorkQueue> {
  const { database, worker, listener, leaseSeconds, runningCommands, log } = options;
  await registerWorker(database, worker);
  const heartbeat = startHeartbeat({ database, workerId: worker.id, leaseSeconds, log });
  const consumers: Consumer[] = [];
  return {
    consume(queue, capacity, handle) {
      const shared = { database, workerId: worker.id, leaseSeconds, runningCommands, pollMs, listener, heartbeat, log };
      consumers.push(startConsumer({ ...shared, queue, capacity, handle }));
    },
    async stop() {
      await Promise.all(consumers.map((consumer) => consumer.stop()));
      heartbeat.stop();
      await markWorkerStopped(database, worker.id).catch((error: unknown) => {
        log.warn({ err: error }, 'the worker could not sign off');
      });
    },
  };
}
