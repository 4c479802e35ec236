// A worker's side of a file's probe: what it reads at the start and writes at the end.
import { type AccountLimits, limitsInForce } from '../domain/account-limits.ts';
import type { FileRecord } from '../domain/file.ts';
import type { Run } from '../queue/claim.ts';
import { sweepRunAgain } from '../queue/reap.ts';
import type { Wake } from '../queue/wake.ts';
import { findAccount } from '../store/accounts.ts';
import type { Pool } from '../store/database.ts';
import { findFileOfAnyAccount } from '../store/files.ts';
import { endFileRun, type FileRunEnd } from './end-run.ts';
import { retryWhileDatabaseIsAway } from './while-away.ts';

export type { StoredFileFacts } from '../store/files.ts';

export interface FileRuns {
  /** The file, and the limits in force for its account. */
  load(run: Run): Promise<{ file: FileRecord; limits: AccountLimits }>;
  /** Only the first end of a run counts: when the lease was lost nothing is changed, and what the run stored is deleted. */
  end(end: FileRunEnd): Promise<void>;
  /** Leaves a run whose lease was lost; call it when nothing is stored any more. */
  abandon(run: Run): Promise<void>;
}

const patienceMs = 120_000;

export function createFileRuns({
  database,
  wake,
  defaultLimits,
}: {
  database: Pool;
  wake: Wake;
  defaultLimits: AccountLimits;
}): FileRuns {
  return {
    async load(run) {
      const file = await retryWhileDatabaseIsAway(patienceMs, () => findFileOfAnyAccount(database, run.itemId));
      if (file === null) throw new Error(`File ${run.itemId} vanished while it was probed.`);
      const account = await retryWhileDatabaseIsAway(patienceMs, () => findAccount(database, file.accountId));
      return { file, limits: limitsInForce(account?.ownLimits ?? {}, defaultLimits) };
    },
    async end(end) {
      const isEnded = await retryWhileDatabaseIsAway(patienceMs, () => endFileRun(database, end));
      if (!isEnded) await retryWhileDatabaseIsAway(patienceMs, () => sweepRunAgain(database, end.runId));
      wake(`item:${end.fileId}`);
      if (end.end.kind === 'handed_back') wake('files');
    },
    abandon: (run) => retryWhileDatabaseIsAway(patienceMs, () => sweepRunAgain(database, run.id)),
  };
}
