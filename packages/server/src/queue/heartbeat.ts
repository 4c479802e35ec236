// One heartbeat a worker: it renews every lease the worker holds, and tells the runs whose lease is gone.
import type { Logger } from 'pino';
import type { Database } from '../store/database.ts';
import { renewLeases } from './lease.ts';

export interface Heartbeat {
  /** Watches a run from its claim on; `onLost` is called at most once. Returns the call that ends the watch. */
  watch(runId: string, onLost: () => void): () => void;
  stop(): void;
}

export function startHeartbeat(options: {
  readonly database: Database;
  readonly workerId: string;
  readonly leaseSeconds: number;
  readonly log: Logger;
}): Heartbeat {
  const { database, workerId, leaseSeconds, log } = options;
  const watched = new Map<string, () => void>();
  let lastBeat = performance.now();

  const lose = (runId: string): void => {
    const onLost = watched.get(runId);
    watched.delete(runId);
    onLost?.();
  };

  const beat = async (): Promise<void> => {
    // Only runs that were watched before the statement went out can be missed by it.
    const asked = [...watched.keys()];
    try {
      const held = await renewLeases(database, workerId, leaseSeconds);
      lastBeat = performance.now();
      for (const runId of asked) if (!held.has(runId)) lose(runId);
    } catch (error) {
      log.warn({ err: error }, 'leases could not be renewed');
      if (performance.now() - lastBeat > leaseSeconds * 1000) for (const runId of asked) lose(runId);
    }
  };

  // A third of the lease: two beats may fail before anyone else may take the runs.
  const timer = setInterval(() => void beat(), (leaseSeconds * 1000) / 3);
  return {
    watch(runId, onLost) {
      watched.set(runId, onLost);
      return () => watched.delete(runId);
    },
    stop() {
      clearInterval(timer);
    },
  };
}
