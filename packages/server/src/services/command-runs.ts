// A worker's side of a command's run: what it reads at the start, notes on the way, and writes at the end.
import type { CommandRequest } from '../domain/command.ts';
import type { Run } from '../queue/claim.ts';
import { noteProgress } from '../queue/lease.ts';
import { loadCommandToRun } from '../store/commands.ts';
import type { Pool } from '../store/database.ts';
import { type CommandRunEnd, endCommandRun } from './end-run.ts';
import { retryWhileDatabaseIsAway } from './while-away.ts';

export interface CommandToRun {
  readonly id: string;
  readonly accountId: string;
  readonly request: CommandRequest;
  readonly maxRunSeconds: number;
}

export interface CommandRuns {
  load(run: Run): Promise<CommandToRun>;
  /** Best effort: a note that cannot be written is dropped. */
  noteProgress(run: Run, phase: string, progress: number | null): void;
  /** False when the lease was lost. Safe to repeat: only the first end of a run counts. */
  end(end: CommandRunEnd): Promise<boolean>;
}

/** A database that comes back within this time loses nothing; after it the lease decides. */
const patienceMs = 120_000;

export function createCommandRuns(pool: Pool): CommandRuns {
  return {
    async load(run) {
      const command = await retryWhileDatabaseIsAway(patienceMs, () => loadCommandToRun(pool, run.itemId));
      if (command === null) throw new Error(`Command ${run.itemId} vanished while it was run.`);
      return command;
    },
    noteProgress(run, phase, progress) {
      noteProgress(pool, run.id, { phase, progress }).catch(() => undefined);
    },
    end: (end) => retryWhileDatabaseIsAway(patienceMs, () => endCommandRun(pool, end)),
  };
}
