// One heartbeat a worker: it renews the leases of all runs the worker is at, and tells the runs whose lease is gone or that are cancelled.
import type { Logger } from 'pino';
import type { Database } from '../store/database.ts';
import { renewLeases } from './lease.ts';

export interface Heartbeat {
  /** Watches a run from its claim on; `onStop` is called at most once. Returns the call that ends the watch. */
  watch(runId: string, onStop: (reason: 'lease_lost' | 'cancelled') => void): () => void;
  /** Beats now, out of turn: something about a run may have changed. */
  beat(): void;
  stop(): void;
}

export function startHeartbeat(options: {
  readonly database: Database;
  readonly workerId: string;
  readonly leaseSeconds: number;
  readonly log: Logger;
}): Heartbeat {
  const { database, workerId, leaseSeconds, log } = options;
  const watched = new Map<string, (reason: 'lease_lost' | 'cancelled') => void>();
  let lastBeat = performance.now();

  const stop = (runId: string, reason: 'lease_lost' | 'cancelled'): void => {
    const onStop = watched.get(runId);
    watched.delete(runId);
    onStop?.(reason);
  };

  const beat = async (): Promise<void> => {
    const asked = [...watched.keys()];
    try {
      const held = await renewLeases(database, workerId, asked, leaseSeconds);
      lastBeat = performance.now();
      for (const runId of asked) {
        const run = held.get(runId);
        if (run === undefined) stop(runId, 'lease_lost');
        else if (run.isCancelled) stop(runId, 'cancelled');
      }
    } catch (error) {
      log.warn({ err: error }, 'leases could not be renewed');
      if (performance.now() - lastBeat > leaseSeconds * 1000) for (const runId of asked) stop(runId, 'lease_lost');
    }
  };

  // A third of the lease: two beats may fail before anyone else may take the runs.
  const timer = setInterval(() => void beat(), (leaseSeconds * 1000) / 3);
  return {
    watch(runId, onStop) {
      watched.set(runId, onStop);
      return () => watched.delete(runId);
    },
    beat: () => void beat(),
    stop() {
      clearInterval(timer);
    },
  };
}
