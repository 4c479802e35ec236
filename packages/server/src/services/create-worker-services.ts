// Every use case a worker may call, bound to what it needs.
import type { AccountLimits } from '../domain/account-limits.ts';
import type { Retention } from '../domain/retention.ts';
import type { Wake } from '../queue/wake.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import type { Pool } from '../store/database.ts';
import { type CommandRuns, createCommandRuns } from './command-runs.ts';
import { createDeliveryRuns, type DeliveryRuns } from './delivery-runs.ts';
import { createFileRuns, type FileRuns } from './file-runs.ts';
import { reapRuns, sweepRuns } from './reap-runs.ts';
import { createOwnFileResolver, type ResolveOwnFile } from './resolve-own-file.ts';
import { sweepUploads } from './resumable-upload.ts';
import { createRetentionSweep, type Swept } from './retention.ts';
import type { WebhookOutbox } from './webhook-outbox.ts';

export interface WorkerServices {
  readonly commandRuns: CommandRuns;
  readonly fileRuns: FileRuns;
  readonly deliveryRuns: DeliveryRuns;
  readonly resolveOwnFile: ResolveOwnFile;
  /** Ends runs of dead workers; returns how many. */
  readonly reapRuns: () => Promise<number>;
  /** Deletes what unfinished runs stored; returns how many runs. */
  readonly sweepRuns: () => Promise<number>;
  /** Deletes some of what has been kept for long enough. */
  readonly sweepOld: () => Promise<Swept>;
  /** Deletes uploads that nobody goes on with; returns how many. */
  readonly sweepUploads: () => Promise<number>;
}

export function createWorkerServices(parts: {
  readonly database: Pool;
  readonly storage: ObjectStore;
  readonly wake: Wake;
  readonly linkSecret: Buffer;
  readonly outbox: WebhookOutbox;
  readonly defaultLimits: AccountLimits;
  readonly retention: Retention;
}): WorkerServices {
  const { database, storage, wake, linkSecret, outbox } = parts;
  return {
    commandRuns: createCommandRuns(parts),
    fileRuns: createFileRuns(parts),
    deliveryRuns: createDeliveryRuns(database),
    resolveOwnFile: createOwnFileResolver(() => database, linkSecret),
    reapRuns: () => reapRuns(database, outbox, wake),
    sweepRuns: () => sweepRuns(database, storage),
    sweepOld: createRetentionSweep(parts, parts.retention),
    sweepUploads: () => sweepUploads({ database, storage }),
  };
}
