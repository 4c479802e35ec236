// A worker process as the wire shows it to the operator.
import type { worker } from '@renderio/contract';
import type { z } from 'zod';
import type { WorkerState } from '../domain/worker-state.ts';

export function presentWorker(state: WorkerState): z.input<typeof worker> {
  return {
    worker_id: state.id,
    host: state.host,
    pid: state.pid,
    capacity: state.capacity,
    programs: { ...state.programs },
    running: state.running,
    started_at: state.startedAt.toISOString(),
    seen_at: state.seenAt.toISOString(),
    drained_at: state.drainedAt?.toISOString() ?? null,
    stopped_at: state.stoppedAt?.toISOString() ?? null,
  };
}
