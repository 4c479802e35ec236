// Waiting for a command to change: woken by the database, with a look of its own now and then.
import type { Subject } from '../queue/wake.ts';

/** Subscribes to wakes; returns the call that ends it. */
export type Subscribe = (subject: Subject, onWake: () => void) => () => void;

export interface ItemWatch {
  /** Resolves at the next wake of the item since the last call, or after `ms`, or when `signal` aborts. */
  next(ms: number, signal?: AbortSignal): Promise<void>;
  end(): void;
}

export function watchItem(subscribe: Subscribe, itemId: string): ItemWatch {
  let wasWoken = false;
  let wake: () => void = () => undefined;
  const unsubscribe = subscribe(`item:${itemId}`, () => {
    wasWoken = true;
    wake();
  });
  return {
    async next(ms, signal) {
      if (!wasWoken && signal?.aborted !== true) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(done, ms);
          function done(): void {
            clearTimeout(timer);
            signal?.removeEventListener('abort', done);
            resolve();
          }
          signal?.addEventListener('abort', done);
          wake = done;
        });
      }
      wasWoken = false;
      wake = () => undefined;
    },
    end: unsubscribe,
  };
}
