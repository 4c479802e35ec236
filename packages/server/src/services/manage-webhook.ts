// An account's webhook: setting, reading, deleting and testing it, and giving it a new secret.
import { AppError } from '../domain/app-error.ts';
import { receiverOf, type WebhookConfigRecord } from '../domain/delivery.ts';
import type { MakeId } from '../domain/id.ts';
import { presentTestEvent } from '../present/webhook.ts';
import type { Wake } from '../queue/wake.ts';
import { type Database, inTransaction, type Pool } from '../store/database.ts';
import { cancelReadyDeliveries, insertDelivery, releaseDeliveries } from '../store/deliveries.ts';
import * as store from '../store/webhook-configs.ts';
import { webhookDeleted } from './end-delivery-run.ts';

/** Why a URL can be told right away not to be one that is sent to; null when it may be. */
export type JudgeReceiver = (url: string) => string | null;

/** Null when the account never set one. */
export async function getWebhookConfig(database: Database, accountId: string): Promise<WebhookConfigRecord | null> {
  return await store.findWebhookConfig(database, accountId);
}

/** Active from now on, with no failures; what waited goes out. Throws `VALIDATION_ERROR` for a URL that is not sent to. */
export async function setWebhookConfig(
  parts: { database: Pool; wake: Wake; judgeReceiver: JudgeReceiver },
  accountId: string,
  config: store.NewWebhookConfig,
): Promise<void> {
  const reason = parts.judgeReceiver(config.url);
  if (reason !== null) {
    const msg = `Nothing can be sent to this URL: ${reason}.`;
    throw new AppError('VALIDATION_ERROR', `url: ${msg}`, {
      detail: [{ loc: ['body', 'url'], msg, type: 'invalid_value' }],
    });
  }
  await inTransaction(parts.database, async (transaction) => {
    await store.setWebhookConfig(transaction, accountId, config);
    await releaseDeliveries(transaction, accountId, receiverOf(config.url));
  });
  parts.wake('deliveries');
}

/** Nothing is sent to it any more. Nothing happens when there is none. */
export async function deleteWebhookConfig(database: Pool, accountId: string): Promise<void> {
  await inTransaction(database, async (transaction) => {
    await store.markWebhookConfigDeleted(transaction, accountId);
    await cancelReadyDeliveries(transaction, accountId, webhookDeleted);
  });
}

/**
 * Returns the secret if it made one, and until when the one before it signs as well. Throws `INVALID_REQUEST` without a
 * webhook.
 */
export async function rotateWebhookSecret(
  parts: { readonly database: Database; readonly randomBytes: (size: number) => Buffer },
  accountId: string,
  { secret, overlapSeconds }: { readonly secret: string | null; readonly overlapSeconds: number },
): Promise<{ readonly madeSecret: string | null; readonly previousSecretUntil: Date | null }> {
  // As long as what it keys: HMAC-SHA256.
  const newSecret = secret ?? `whsec_${parts.randomBytes(32).toString('base64')}`;
  const rotation = { secret: newSecret, overlapSeconds };
  const previousSecretUntil = await store.rotateWebhookSecret(parts.database, accountId, rotation);
  if (previousSecretUntil === undefined) throw noWebhook();
  return { madeSecret: secret === null ? newSecret : null, previousSecretUntil };
}

/** Queues a sample event, also while the webhook is disabled; returns the delivery's id. Throws `INVALID_REQUEST` without one. */
export async function testWebhook(
  parts: { database: Database; wake: Wake; makeId: MakeId },
  accountId: string,
): Promise<string> {
  const config = await getWebhookConfig(parts.database, accountId);
  if (config === null || config.isDeleted) throw noWebhook();
  const id = parts.makeId();
  const event = presentTestEvent(parts.makeId(), new Date());
  await insertDelivery(parts.database, {
    id,
    accountId,
    commandId: null,
    ownUrl: null,
    receiver: receiverOf(config.url),
    body: Buffer.from(JSON.stringify(event)),
  });
  parts.wake('deliveries');
  return id;
}

export function noWebhook(): AppError {
  return new AppError('INVALID_REQUEST', 'There is no webhook: set one with PUT /webhook-config first.');
}
