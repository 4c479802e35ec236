// The end of a run, whoever brings it about: a worker that finished, one that is stopping, or the reaper of a dead one.
import type { TimelineEntry } from '@renderio/contract';
import type { NewOutput } from '../domain/file.ts';
import { storageFault } from '../domain/storage-room.ts';
import { cancelledWhileRunning, type RunEnd, type Transition, transitionAfter } from '../domain/transition.ts';
import { closeRun, markRunForSweep } from '../queue/lease.ts';
import type { ExpiredRun } from '../queue/reap.ts';
import { lockStoredBytes } from '../store/accounts.ts';
import { finishCommand, requeueCommand } from '../store/commands.ts';
import { type Database, inTransaction, type Pool } from '../store/database.ts';
import { finishFile, insertOutputs, lockFile, requeueFile, type StoredFileFacts } from '../store/files.ts';
import { endDeliveryRunIn } from './end-delivery-run.ts';
import type { WebhookOutbox } from './webhook-outbox.ts';

/** What a worker knows at the end of a command's run. */
export interface CommandRunEnd {
  readonly runId: string;
  readonly commandId: string;
  readonly starts: number;
  readonly end: RunEnd;
  /** The run's phases from its start to `endedAt`. */
  readonly timeline: readonly TimelineEntry[];
  readonly endedAt: Date;
  readonly ffmpegSeconds: number | null;
  /** Stored outputs; recorded only with success. */
  readonly outputs: readonly NewOutput[];
  /** Bytes that the account may store, these outputs included. */
  readonly maxStoredBytes: number;
  /** Object key of FFmpeg's log; null when there is none. */
  readonly logKey: string | null;
}

/**
 * Ends a command's run in one transaction: the run is closed, the command moves on by the transition table, its outputs
 * become visible, and its webhook is put into the outbox. False when the run was closed before (its lease was lost): then nothing was changed.
 */
export async function endCommandRun(pool: Pool, outbox: WebhookOutbox, run: CommandRunEnd): Promise<boolean> {
  return await inTransaction(pool, (transaction) => endCommandRunIn(transaction, outbox, run));
}

async function endCommandRunIn(transaction: Database, outbox: WebhookOutbox, run: CommandRunEnd): Promise<boolean> {
  const planned = await closeAndDecide(transaction, run);
  if (planned === null) return false;
  const next = await failWithoutRoom(transaction, run, planned);
  if (next.to === 'ready') {
    await requeueCommand(transaction, run.commandId, {
      starts: next.starts,
      delaySeconds: next.delaySeconds,
      queuedAt: run.endedAt,
      timeline: run.timeline,
    });
    return true;
  }
  if (next.status === 'SUCCESS') await insertOutputs(transaction, run.outputs);
  await finishCommand(transaction, run.commandId, {
    status: next.status,
    completedAt: run.endedAt,
    ffmpegSeconds: run.ffmpegSeconds,
    timeline: run.timeline,
    errorCode: next.failure?.code ?? null,
    errorMessage: next.failure?.message ?? null,
    logKey: run.logKey,
  });
  await outbox.writeCommandEnd(transaction, run.commandId);
  return true;
}

/** Outputs that the account may not store as well are no success; what the run stored of them is swept. */
async function failWithoutRoom(transaction: Database, run: CommandRunEnd, next: Transition): Promise<Transition> {
  const [first] = run.outputs;
  if (next.to !== 'done' || next.status !== 'SUCCESS' || first === undefined) return next;
  const storedBytes = await lockStoredBytes(transaction, first.accountId);
  const fault = storageFault(storedBytes, sumBytes(run.outputs), run.maxStoredBytes);
  if (fault === null) return next;
  await markRunForSweep(transaction, run.runId);
  return { to: 'done', status: 'FAILED', failure: { code: 'OUTPUT_TOO_LARGE', message: fault } };
}

function sumBytes(outputs: readonly NewOutput[]): number {
  const sizes = outputs.flatMap(({ sizeBytes, items }) => [sizeBytes, ...(items ?? []).map((item) => item.sizeBytes)]);
  return sizes.reduce((sum, sizeBytes) => sum + sizeBytes, 0);
}

/** What comes next for the item; null when the run was closed before. A wish to cancel outlives the worker. */
async function closeAndDecide(
  transaction: Database,
  { runId, end, starts }: { readonly runId: string; readonly end: RunEnd; readonly starts: number },
): Promise<Transition | null> {
  const closing = await closeRun(transaction, runId, end.kind);
  if (closing === 'closed_before') return null;
  return transitionAfter(closing === 'cancelled' ? { kind: 'failed', failure: cancelledWhileRunning } : end, starts);
}

export interface FileRunEnd {
  readonly runId: string;
  readonly fileId: string;
  readonly starts: number;
  readonly end: RunEnd;
  /** What the worker found; with success. */
  readonly facts: StoredFileFacts | null;
  /** Bytes that the account may store, this file included. */
  readonly maxStoredBytes: number;
}

/** The same for a file's probe. */
export async function endFileRun(pool: Pool, run: FileRunEnd): Promise<boolean> {
  return await inTransaction(pool, (transaction) => endFileRunIn(transaction, run));
}

async function endFileRunIn(transaction: Database, run: FileRunEnd): Promise<boolean> {
  const next = await closeAndDecide(transaction, run);
  if (next === null) return false;
  if (next.to === 'ready') {
    await requeueFile(transaction, run.fileId, next);
  } else if (next.status === 'FAILED') {
    await finishFile(transaction, run.fileId, {
      status: 'FAILED',
      errorCode: next.failure.code,
      errorMessage: next.failure.message,
    });
  } else if (run.facts !== null) {
    const fault = await findFault(transaction, run.fileId, run.facts, run.maxStoredBytes);
    if (fault !== null) {
      await finishFile(transaction, run.fileId, {
        status: 'FAILED',
        errorCode: 'INPUT_TOO_LARGE',
        errorMessage: fault,
      });
      await markRunForSweep(transaction, run.runId);
      return true;
    }
    const isKept = await finishFile(transaction, run.fileId, { status: 'STORED', ...run.facts });
    // What was fetched for a file that is gone by now is swept like that of a failed run.
    if (!isKept) await markRunForSweep(transaction, run.runId);
  }
  return true;
}

/** Why a fetched file may not be stored; null when it may, and for an upload, which was judged when it came. */
async function findFault(
  transaction: Database,
  fileId: string,
  { fetched }: StoredFileFacts,
  maxStoredBytes: number,
): Promise<string | null> {
  const file = fetched === null ? null : await lockFile(transaction, fileId);
  if (file === null || fetched === null) return null;
  return storageFault(await lockStoredBytes(transaction, file.accountId), fetched.sizeBytes, maxStoredBytes);
}

/** Ends a run whose worker is dead; in the transaction that locked it. */
export async function endLostRun(transaction: Database, outbox: WebhookOutbox, run: ExpiredRun): Promise<void> {
  const lost = { kind: 'lost' } as const;
  if (run.queue === 'files') {
    await endFileRunIn(transaction, {
      runId: run.id,
      fileId: run.itemId,
      starts: run.attempt,
      end: lost,
      facts: null,
      maxStoredBytes: 0,
    });
    return;
  }
  if (run.queue === 'deliveries') {
    const { id: runId, itemId: deliveryId, startedAt } = run;
    await endDeliveryRunIn(transaction, { runId, deliveryId, startedAt, end: lost });
    return;
  }
  await endCommandRunIn(transaction, outbox, {
    runId: run.id,
    commandId: run.itemId,
    starts: run.attempt,
    end: lost,
    // What the dead worker did inside is not known: its whole time stands as `running`.
    timeline: [
      {
        phase: 'running',
        started_at: run.startedAt.toISOString(),
        seconds: Math.max(0, run.noticedAt.getTime() - run.startedAt.getTime()) / 1000,
        ...(run.attempt > 1 ? { attempt: run.attempt } : {}),
      },
    ],
    endedAt: run.noticedAt,
    ffmpegSeconds: null,
    outputs: [],
    maxStoredBytes: 0,
    logKey: null,
  });
}
