// A worker's side of a webhook delivery's run: what it reads at the start and writes at the end.
import type { Run } from '../queue/claim.ts';
import type { Pool } from '../store/database.ts';
import { loadDeliveryToSend } from '../store/deliveries.ts';
import { type DeliveryEnd, endDeliveryRun } from './end-delivery-run.ts';
import { retryWhileDatabaseIsAway } from './while-away.ts';

export interface DeliveryToSend {
  readonly url: string;
  readonly secret: string | null;
  readonly previousSecret: string | null;
  readonly body: Buffer;
}

export interface DeliveryRuns {
  /** Null when there is nowhere to send it now. */
  load(run: Run): Promise<DeliveryToSend | null>;
  /** False when the lease was lost. Safe to repeat: only the first end of a run counts. */
  end(run: Run, end: DeliveryEnd): Promise<boolean>;
}

const patienceMs = 120_000;

export function createDeliveryRuns(database: Pool): DeliveryRuns {
  return {
    async load(run) {
      const delivery = await retryWhileDatabaseIsAway(patienceMs, () => loadDeliveryToSend(database, run.itemId));
      if (delivery === null) throw new Error(`Delivery ${run.itemId} vanished while it was sent.`);
      const { body, secret, previousSecret, ownUrl, accountUrl, isAccountUrlDisabled, isTest } = delivery;
      const url = ownUrl ?? (isAccountUrlDisabled && !isTest ? null : accountUrl);
      return url === null ? null : { url, secret, previousSecret, body };
    },
    async end(run, end) {
      const { id: runId, itemId: deliveryId, startedAt } = run;
      return await retryWhileDatabaseIsAway(patienceMs, () =>
        endDeliveryRun(database, { runId, deliveryId, startedAt, end }),
      );
    },
  };
}
