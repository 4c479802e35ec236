// The end of a webhook delivery's run: the attempt is recorded, the delivery moves on, and the webhook's health with it.
import type { DeliveryAttempt } from '../domain/delivery.ts';
import { afterFailedAttempt, disabling, longestHoldSeconds } from '../domain/delivery-schedule.ts';
import { closeRun } from '../queue/lease.ts';
import { type Database, inTransaction, type Pool } from '../store/database.ts';
import {
  finishDelivery,
  holdDelivery,
  holdReadyDeliveries,
  insertAttempt,
  lockDelivery,
  requeueDelivery,
} from '../store/deliveries.ts';
import { findWebhookConfig, noteWebhookFailure, noteWebhookSuccess } from '../store/webhook-configs.ts';

export type DeliveryEnd =
  /** `random` in [0, 1) spreads the next attempt. */
  | { readonly kind: 'attempted'; readonly attempt: DeliveryAttempt; readonly random: number }
  /** There was nowhere to send it: the account's webhook is disabled or gone. */
  | { readonly kind: 'not_sent' }
  /** The server is stopping. */
  | { readonly kind: 'handed_back'; readonly mayHaveArrived: boolean }
  | { readonly kind: 'lost' };

export interface DeliveryRunEnd {
  readonly runId: string;
  readonly deliveryId: string;
  /** Database time. */
  readonly startedAt: Date;
  readonly end: DeliveryEnd;
}

export const webhookDeleted = 'The webhook was deleted before this could be delivered.';

/** One transaction. False when the run was closed before (its lease was lost): then nothing was changed. */
export async function endDeliveryRun(pool: Pool, run: DeliveryRunEnd): Promise<boolean> {
  return await inTransaction(pool, (transaction) => endDeliveryRunIn(transaction, run));
}

/**
 * Locks are taken in the order run, delivery, webhook, other deliveries; whoever changes a webhook takes the last two,
 * and never a delivery that is being sent.
 */
export async function endDeliveryRunIn(transaction: Database, run: DeliveryRunEnd): Promise<boolean> {
  const { end } = run;
  const isLost = end.kind === 'lost' || end.kind === 'handed_back';
  const closing = await closeRun(transaction, run.runId, isLost ? end.kind : 'succeeded');
  if (closing === 'closed_before') return false;
  const delivery = await lockDelivery(transaction, run.deliveryId);
  switch (end.kind) {
    case 'attempted':
      await insertAttempt(transaction, run.runId, end.attempt);
      if (end.attempt.errorMessage === null) await recordSuccess(transaction, run.deliveryId, delivery);
      else await recordFailure(transaction, run, delivery, end);
      break;
    case 'not_sent':
      await waitOrEnd(transaction, run.deliveryId, delivery);
      break;
    case 'handed_back':
    case 'lost':
      if (end.kind === 'lost' || end.mayHaveArrived) await insertAttempt(transaction, run.runId, interruptedAttempt);
      await requeueDelivery(transaction, run.deliveryId, { failures: delivery.failures, delaySeconds: 0 });
      break;
  }
  return true;
}

type Delivery = Awaited<ReturnType<typeof lockDelivery>>;

/** At least once: the receiver tells a second arrival by `webhook-id`. Not the receiver's fault, so it does not count. */
const interruptedAttempt = {
  url: null,
  seconds: null,
  statusCode: null,
  responseBody: null,
  errorMessage: 'The server stopped during this attempt. Whether it arrived is not known, so it is sent again.',
};

/** Whether its outcome tells something about the account's webhook. */
const countsForWebhook = ({ ownUrl, isTest }: Delivery): boolean => ownUrl === null && !isTest;

async function recordSuccess(transaction: Database, id: string, delivery: Delivery): Promise<void> {
  await finishDelivery(transaction, id, { status: 'DELIVERED', errorMessage: null });
  if (countsForWebhook(delivery)) await noteWebhookSuccess(transaction, delivery.accountId);
}

async function recordFailure(
  transaction: Database,
  run: DeliveryRunEnd,
  delivery: Delivery,
  { attempt, random }: Extract<DeliveryEnd, { kind: 'attempted' }>,
): Promise<void> {
  const failures = delivery.failures + 1;
  const { statusCode, retryAfterSeconds } = attempt;
  const { isTest } = delivery;
  const next = afterFailedAttempt({ failures, statusCode, retryAfterSeconds, isTest, random });
  if ('givenUp' in next) {
    await finishDelivery(transaction, run.deliveryId, { status: 'FAILED', errorMessage: next.givenUp });
  } else {
    await requeueDelivery(transaction, run.deliveryId, { failures, delaySeconds: next.delaySeconds });
  }
  if (!countsForWebhook(delivery)) return;
  const { failures: maxFailures, spanSeconds } = disabling;
  const health = { startedAt: run.startedAt, maxFailures, spanSeconds };
  if (await noteWebhookFailure(transaction, delivery.accountId, health)) {
    await holdReadyDeliveries(transaction, delivery.accountId, longestHoldSeconds);
  }
}

async function waitOrEnd(transaction: Database, id: string, delivery: Delivery): Promise<void> {
  const config = await findWebhookConfig(transaction, delivery.accountId, { forUpdate: true });
  if (config === null || config.isDeleted) {
    await finishDelivery(transaction, id, { status: 'CANCELLED', errorMessage: webhookDeleted });
  } else if (config.disabledAt === null) {
    // It was set again since this run looked.
    await requeueDelivery(transaction, id, { failures: delivery.failures, delaySeconds: 0 });
  } else if (delivery.status === 'HELD') {
    const errorMessage = 'The webhook stayed disabled for 7 days.';
    await finishDelivery(transaction, id, { status: 'FAILED', errorMessage });
  } else {
    await holdDelivery(transaction, id, longestHoldSeconds);
  }
}
