// A worker's side of a command's run: what it reads at the start, notes on the way, and writes at the end.
import { Readable } from 'node:stream';
import { type AccountLimits, limitsInForce } from '../domain/account-limits.ts';
import type { CommandRequest } from '../domain/command.ts';
import type { Run } from '../queue/claim.ts';
import { noteProgress, type ProgressNote } from '../queue/lease.ts';
import { sweepRunAgain } from '../queue/reap.ts';
import type { Wake } from '../queue/wake.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { loadCommandToRun } from '../store/commands.ts';
import type { Pool } from '../store/database.ts';
import { insertLogChunk } from '../store/log-chunks.ts';
import { type CommandRunEnd, endCommandRun } from './end-run.ts';
import { createLiveLog, type LiveLog } from './live-log.ts';
import type { WebhookOutbox } from './webhook-outbox.ts';
import { retryWhileDatabaseIsAway } from './while-away.ts';

interface CommandToRun {
  readonly id: string;
  readonly accountId: string;
  readonly request: CommandRequest;
  readonly maxRunSeconds: number;
  /** In force for its account when it was started. */
  readonly limits: AccountLimits;
}

export interface CommandRuns {
  load(run: Run): Promise<CommandToRun>;
  /** Best effort: a note that cannot be written is dropped. */
  noteProgress(run: Run, note: ProgressNote): void;
  openLog(run: Run): LiveLog;
  /** Keeps the whole log; returns its object key, or null when it could not be stored. */
  storeLog(run: Run, text: string): Promise<string | null>;
  /** Only the first end of a run counts: when the lease was lost nothing is changed, and what the run stored is deleted. */
  end(end: CommandRunEnd): Promise<void>;
  /** Leaves a run whose lease was lost; call it when nothing is stored any more. */
  abandon(run: Run): Promise<void>;
}

/** A database that comes back within this time loses nothing; after it the lease decides. */
const patienceMs = 120_000;

export function createCommandRuns(parts: {
  database: Pool;
  storage: ObjectStore;
  wake: Wake;
  outbox: WebhookOutbox;
  defaultLimits: AccountLimits;
}): CommandRuns {
  const { database, storage, wake, outbox, defaultLimits } = parts;
  return {
    async load(run) {
      const command = await retryWhileDatabaseIsAway(patienceMs, () => loadCommandToRun(database, run.itemId));
      if (command === null) throw new Error(`Command ${run.itemId} vanished while it was run.`);
      return { ...command, limits: limitsInForce(command.ownLimits, defaultLimits) };
    },
    noteProgress(run, note) {
      noteProgress(database, run.id, note).catch(() => undefined);
    },
    openLog: (run) => createLiveLog((number, text) => insertLogChunk(database, { runId: run.id, number, text })),
    async storeLog(run, text) {
      const key = `logs/${run.id}/ffmpeg.log`;
      try {
        await storage.put(key, Readable.from([Buffer.from(text)]));
        return key;
      } catch {
        // A log that cannot be kept is no reason to lose what the command made.
        return null;
      }
    },
    async end(end) {
      const isEnded = await retryWhileDatabaseIsAway(patienceMs, () => endCommandRun(database, outbox, end));
      if (!isEnded) await retryWhileDatabaseIsAway(patienceMs, () => sweepRunAgain(database, end.runId));
      wake(`item:${end.commandId}`);
      wake('deliveries');
      if (end.end.kind === 'handed_back') wake('commands');
    },
    abandon: (run) => retryWhileDatabaseIsAway(patienceMs, () => sweepRunAgain(database, run.id)),
  };
}
