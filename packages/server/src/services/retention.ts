// Deletes what has been kept for as long as the operator wants it kept: deliveries, logs of FFmpeg, ended commands.
import type { Retention } from '../domain/retention.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { inTransaction, type Pool } from '../store/database.ts';
import {
  deleteCommands,
  deleteDeliveries,
  forgetLogs,
  listOldLogs,
  lockOldCommands,
  lockOldDeliveries,
} from '../store/retention.ts';

/** Rows a look: it takes some 100 ms, and looks come every few seconds, so more goes than may come. */
const batch = 500;

export interface Swept {
  readonly deliveries: number;
  readonly logs: number;
  readonly commands: number;
}

/** Each call of what it returns takes one bounded look at each kind. */
export function createRetentionSweep(
  parts: { readonly database: Pool; readonly storage: ObjectStore },
  retention: Retention,
): () => Promise<Swept> {
  const { database, storage } = parts;
  /** All logs up to here have been seen to; from the beginning again after a start, and once the end is reached. */
  let logsSeenTo: string | null = null;

  const sweepDeliveries = (): Promise<number> =>
    inTransaction(database, async (transaction) => {
      const ids = await lockOldDeliveries(transaction, retention.deliveriesDays, batch);
      if (ids.length > 0) await deleteDeliveries(transaction, ids);
      return ids.length;
    });

  const sweepLogs = async (): Promise<number> => {
    const looked = await listOldLogs(database, retention.logsDays, logsSeenTo, batch);
    const old = looked.filter(({ logKey }) => logKey !== null);
    // The bytes first: what is forgotten first would stay for ever after a crash.
    for (const { logKey } of old) if (logKey !== null) await storage.delete(logKey);
    if (old.length > 0) {
      await forgetLogs(
        database,
        old.map(({ id }) => id),
      );
    }
    logsSeenTo = looked.length < batch ? null : (looked.at(-1)?.id ?? null);
    return old.length;
  };

  const sweepCommands = (): Promise<number> =>
    inTransaction(database, async (transaction) => {
      const old = await lockOldCommands(transaction, retention.commandsDays, batch);
      for (const { logKey } of old) if (logKey !== null) await storage.delete(logKey);
      if (old.length > 0) {
        await deleteCommands(
          transaction,
          old.map(({ id }) => id),
        );
      }
      return old.length;
    });

  return async () => ({
    deliveries: retention.deliveriesDays === 0 ? 0 : await sweepDeliveries(),
    logs: retention.logsDays === 0 ? 0 : await sweepLogs(),
    commands: retention.commandsDays === 0 ? 0 : await sweepCommands(),
  });
}
