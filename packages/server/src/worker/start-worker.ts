// The worker: takes commands and probes as there is room, and cleans up after workers that died.
import { setTimeout as delay } from 'node:timers/promises';
import type { Policy } from '@renderio/ffmpeg-language';
import type { MakeId } from '../domain/id.ts';
import type { Logger } from '../log.ts';
import type { Outgoing } from '../net/outgoing.ts';
import type { Programs } from '../programs/programs.ts';
import type { WorkQueue } from '../queue/work-queue.ts';
import type { WorkerServices } from '../services/create-worker-services.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { conductCommand } from './conduct-command.ts';
import { conductFile } from './conduct-file.ts';

export interface Worker {
  /** Hands back what runs and waits until nothing of it is left. */
  stop(): Promise<void>;
}

/** Probes are short and mostly waiting for a process to start. */
const probesAtOnce = 2;

export function startWorker(options: {
  readonly queue: WorkQueue;
  readonly services: WorkerServices;
  readonly storage: ObjectStore;
  readonly outgoing: Outgoing;
  readonly programs: Programs;
  readonly makeId: MakeId;
  readonly policy: Policy;
  readonly log: Logger;
  readonly scratchFolder: string;
  readonly capacity: number;
  readonly leaseSeconds: number;
}): Worker {
  const { queue, services, log } = options;
  const { resolveOwnFile } = services;
  const commandParts = { ...options, resolveOwnFile, runs: services.commandRuns };
  queue.consume('commands', options.capacity, (run, signal) => conductCommand(commandParts, run, signal));
  const fileParts = { ...options, runs: services.fileRuns };
  queue.consume('files', probesAtOnce, (run, signal) => conductFile(fileParts, run, signal));

  const cleaning = new AbortController();
  const cleaned = cleanUpRegularly(services, options.leaseSeconds, log, cleaning.signal);
  return {
    async stop() {
      cleaning.abort();
      await Promise.all([queue.stop(), cleaned]);
    },
  };
}

async function cleanUpRegularly(
  services: WorkerServices,
  leaseSeconds: number,
  log: Logger,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const reaped = await services.reapRuns();
      if (reaped > 0) log.warn({ reaped }, 'runs of dead workers were ended');
      const swept = await services.sweepRuns();
      if (swept > 0) log.info({ swept }, 'objects of unfinished runs were deleted');
      const forgotten = await services.sweepUploads();
      if (forgotten > 0) log.info({ forgotten }, 'uploads that nobody went on with were deleted');
      const old = await services.sweepOld();
      if (Object.values(old).some((count) => count > 0)) log.info(old, 'what was kept for long enough was deleted');
    } catch (error) {
      log.warn({ err: error }, 'cleaning up failed; trying again later');
    }
    // The first look comes at the start: runs that this worker's predecessor left are taken up at once.
    await pause((leaseSeconds * 1000) / 3, signal);
  }
}

/** Ends early when the signal aborts. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}
