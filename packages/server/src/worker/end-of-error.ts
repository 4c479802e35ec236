// What an error means for the run it ended.
import type { RunEnd } from '../domain/transition.ts';
import type { Logger } from '../log.ts';
import { RunStopped } from '../queue/consume.ts';
import { StorageError } from '../storage/storage-error.ts';
import { RunFailure } from './run-failure.ts';

/** Null when the lease was lost: then there is nothing left to end. */
export function endOfError(error: unknown, signal: AbortSignal, log: Logger): RunEnd | null {
  // A stop came first, whatever the work made of it.
  const reason: unknown = signal.aborted ? signal.reason : error;
  if (reason instanceof RunStopped) {
    if (reason.reason === 'draining') return { kind: 'handed_back' };
    if (reason.reason === 'cancelled') {
      return { kind: 'failed', failure: { code: 'CANCELLED', message: 'The command was cancelled while it ran.' } };
    }
    log.warn('the lease was lost; another worker has this now');
    return null;
  }
  if (error instanceof RunFailure) return { kind: 'failed', failure: error.failure };
  if (error instanceof StorageError) {
    log.error({ err: error }, 'storage failed');
    return { kind: 'failed', failure: { code: 'STORAGE_FAILED', message: error.message } };
  }
  log.error({ err: error }, 'a run failed for a reason of our own');
  return {
    kind: 'failed',
    failure: { code: 'INTERNAL_ERROR', message: 'The server made a mistake; its log tells more.' },
  };
}
