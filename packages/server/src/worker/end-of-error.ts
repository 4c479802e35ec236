// What an error means for the run it ended.
import { cancelledWhileRunning, type RunEnd } from '../domain/transition.ts';
import type { Logger } from '../log.ts';
import { RunStopped } from '../queue/consume.ts';
import { StorageError, type StorageErrorReason } from '../storage/storage-error.ts';
import { RunFailure } from './run-failure.ts';

const later = 'Send the command again later, or tell whoever runs the server.';
const scratchFull = `The server's scratch disk is full. ${later}`;
const storageSentences: Readonly<Record<StorageErrorReason, string>> = {
  full: `The server's storage is full. ${later}`,
  read_only: `The server's storage cannot be written. ${later}`,
  denied: `The server's storage cannot be written. ${later}`,
  failed: `The server's storage failed. ${later}`,
};

/** Storage puts a full disk into words of its own; what comes bare is the scratch disk's. */
function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}

/** Null when the lease was lost: then there is nothing left to end. */
export function endOfError(error: unknown, signal: AbortSignal, log: Logger): RunEnd | null {
  // A stop came first, whatever the work made of it.
  const reason: unknown = signal.aborted ? signal.reason : error;
  if (reason instanceof RunStopped) {
    if (reason.reason === 'draining') return { kind: 'handed_back' };
    if (reason.reason === 'cancelled') return { kind: 'failed', failure: cancelledWhileRunning };
    log.warn('the lease was lost; another worker has this now');
    return null;
  }
  if (error instanceof RunFailure) return { kind: 'failed', failure: error.failure };
  if (error instanceof StorageError) {
    log.error({ err: error }, 'storage failed');
    // Its own message names folders of the host, which are the operator's to know.
    return { kind: 'failed', failure: { code: 'STORAGE_FAILED', message: storageSentences[error.reason] } };
  }
  if (isDiskFull(error)) {
    log.error({ err: error }, 'the scratch disk is full');
    return { kind: 'failed', failure: { code: 'STORAGE_FAILED', message: scratchFull } };
  }
  log.error({ err: error }, 'a run failed for a reason of our own');
  return {
    kind: 'failed',
    failure: { code: 'INTERNAL_ERROR', message: 'The server made a mistake; its log tells more.' },
  };
}
