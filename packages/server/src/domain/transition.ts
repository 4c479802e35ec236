// How a command moves on when a run of it ends: the one table behind finishing, reaping and draining.
import type { Failure } from '@renderio/contract';
import { printable } from './printable.ts';

/** Starts after which a command whose workers keep dying is given up. */
export const maxStarts = 3;

/** Of a command whose worker was told, or was lost before it could be. */
export const cancelledWhileRunning: Failure = { code: 'CANCELLED', message: 'The command was cancelled while it ran.' };

/** How a run ended. `handed_back`: the worker is stopping and gives the command to another. */
export type RunEnd =
  | { readonly kind: 'succeeded' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'lost' }
  | { readonly kind: 'handed_back' };

export type Transition =
  | { readonly to: 'done'; readonly status: 'SUCCESS'; readonly failure: null }
  | { readonly to: 'done'; readonly status: 'FAILED'; readonly failure: Failure }
  | {
      /** Queued again inside; outside the command stays PROCESSING. */
      readonly to: 'ready';
      readonly starts: number;
      readonly delaySeconds: number;
    };

/**
 * queued ──claim──▶ running ──succeeded──▶ done (SUCCESS)
 *    ▲                 ├─────failed──────▶ done (FAILED)
 *    ├── handed back ──┤
 *    └── lost, starts < 3 ┴─ lost, starts = 3 ─▶ done (FAILED, WORKER_LOST)
 *
 * `starts` counts the run that ended. A handed-back run gives its start back.
 */
export function transitionAfter(end: RunEnd, starts: number): Transition {
  switch (end.kind) {
    case 'succeeded':
      return { to: 'done', status: 'SUCCESS', failure: null };
    case 'failed':
      return {
        to: 'done',
        status: 'FAILED',
        failure: { code: end.failure.code, message: printable(end.failure.message) },
      };
    case 'handed_back':
      return { to: 'ready', starts: starts - 1, delaySeconds: 0 };
    case 'lost':
      if (starts < maxStarts) return { to: 'ready', starts, delaySeconds: 5 * (starts - 1) };
      return {
        to: 'done',
        status: 'FAILED',
        failure: {
          code: 'WORKER_LOST',
          message: `The command was started ${starts} times, and each time the worker that ran it was lost. It may need more memory than the host has; try again, or ask the operator.`,
        },
      };
  }
}
