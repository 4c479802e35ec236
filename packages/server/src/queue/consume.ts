// The consuming loop: as many runs at once as there is room for, each until it ends.
import type { Logger } from 'pino';
import type { Pool } from '../store/database.ts';
import { claimRuns, type QueueName, type Run } from './claim.ts';
import type { Heartbeat } from './heartbeat.ts';
import type { WakeListener } from './wake.ts';

const stopSentences = {
  lease_lost: 'The lease was lost.',
  draining: 'The worker is stopping.',
  cancelled: 'The command was cancelled.',
};

/** The reason of a run's aborted signal. */
export class RunStopped extends Error {
  override readonly name = 'RunStopped';
  readonly reason: keyof typeof stopSentences;
  constructor(reason: keyof typeof stopSentences) {
    super(stopSentences[reason]);
    this.reason = reason;
  }
}

export interface Consumer {
  /** Claims nothing more, stops what runs (each hands its item back), and waits for all of it. */
  stop(): Promise<void>;
}

export function startConsumer(options: {
  readonly database: Pool;
  readonly queue: QueueName;
  readonly workerId: string;
  readonly capacity: number;
  readonly leaseSeconds: number;
  /** Commands that an account may have running which has no limit of its own. */
  readonly runningCommands?: number;
  /** How long an unnoticed item may wait: wakes are a short cut, this is the truth. */
  readonly pollMs: number;
  readonly listener: WakeListener;
  readonly heartbeat: Heartbeat;
  readonly log: Logger;
  /** Ends the run itself; what it throws is logged, and the lease is left to run out. */
  readonly handle: (run: Run, signal: AbortSignal) => Promise<void>;
}): Consumer {
  const { database, queue, workerId, leaseSeconds, listener, heartbeat, log } = options;
  const active = new Map<string, { stop: AbortController; done: Promise<void> }>();
  let isStopping = false;
  let wasWoken = false;
  let endSleep: () => void = () => undefined;

  const claim = (room: number): Promise<Run[]> =>
    claimRuns(database, queue, workerId, room, leaseSeconds, options.runningCommands);

  const wake = (): void => {
    wasWoken = true;
    endSleep();
  };

  const start = (run: Run): void => {
    const stop = new AbortController();
    const unwatch = heartbeat.watch(run.id, (reason) => {
      stop.abort(new RunStopped(reason));
    });
    const unsubscribeItem = listener.subscribe(`item:${run.itemId}`, () => {
      heartbeat.beat();
    });
    const done = options
      .handle(run, stop.signal)
      .catch((error: unknown) => {
        log.error({ err: error, queue, run_id: run.id, item_id: run.itemId }, 'a run could not be ended');
      })
      .finally(() => {
        unwatch();
        unsubscribeItem();
        active.delete(run.id);
        wake();
      });
    active.set(run.id, { stop, done });
  };

  const sleep = async (): Promise<void> => {
    if (wasWoken) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, options.pollMs);
      endSleep = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  };

  const loop = async (): Promise<void> => {
    while (!isStopping) {
      wasWoken = false;
      const room = options.capacity - active.size;
      if (room > 0) {
        try {
          for (const run of await claim(room)) start(run);
        } catch (error) {
          log.warn({ err: error, queue }, 'claiming failed; trying again soon');
        }
      }
      await sleep();
    }
  };

  const unsubscribe = listener.subscribe(queue, wake);
  const finished = loop();
  return {
    async stop() {
      isStopping = true;
      wake();
      await finished;
      unsubscribe();
      for (const run of active.values()) run.stop.abort(new RunStopped('draining'));
      await Promise.all([...active.values()].map((run) => run.done));
    },
  };
}
