// Reading webhook deliveries, and sending one again.
import { AppError } from '../domain/app-error.ts';
import { type DeliveryAttemptRecord, type DeliveryRecord, receiverOf } from '../domain/delivery.ts';
import { isId } from '../domain/id.ts';
import type { Wake } from '../queue/wake.ts';
import type { Database } from '../store/database.ts';
import * as store from '../store/deliveries.ts';
import { checkCursor } from './check-cursor.ts';
import { getWebhookConfig, noWebhook } from './manage-webhook.ts';

const shownAttempts = 100;

/** Newest first; `nextCursor` is null on the last page. Throws `INVALID_REQUEST` for a cursor that is none. */
export async function getDeliveries(
  database: Database,
  accountId: string,
  page: store.DeliveryPage,
): Promise<{ deliveries: DeliveryRecord[]; nextCursor: string | null }> {
  checkCursor(page.cursor);
  if (page.command_id !== undefined && !isId(page.command_id)) return { deliveries: [], nextCursor: null };
  // One more than asked for tells whether there is another page.
  const found = await store.listDeliveries(database, accountId, { ...page, limit: page.limit + 1 });
  const deliveries = found.slice(0, page.limit);
  return { deliveries, nextCursor: found.length > deliveries.length ? (deliveries.at(-1)?.id ?? null) : null };
}

/** Throws `NOT_FOUND`, also for another account's delivery and for what cannot be an id. */
export async function getDelivery(
  database: Database,
  accountId: string,
  id: string,
): Promise<{ delivery: DeliveryRecord; body: Buffer; attempts: DeliveryAttemptRecord[] }> {
  const delivery = await findDelivery(database, accountId, id);
  const attempts = await store.listAttempts(database, accountId, id, shownAttempts);
  return { delivery, body: await store.readDeliveryBody(database, accountId, id), attempts };
}

/**
 * The same delivery is sent again now: one that is done, one that waits for its next attempt. One that is being sent
 * stays as it is. Throws `NOT_FOUND`, and `INVALID_REQUEST` when there is no active webhook that it could go to.
 */
export async function replayDelivery(
  parts: { database: Database; wake: Wake },
  accountId: string,
  id: string,
): Promise<DeliveryRecord> {
  const { database, wake } = parts;
  const { url, isOwnUrl, isTest } = await findDelivery(database, accountId, id);
  if (url === null) throw noWebhook();
  if (!isOwnUrl && !isTest && (await getWebhookConfig(database, accountId))?.disabledAt !== null) {
    throw new AppError(
      'INVALID_REQUEST',
      'The webhook is disabled because it failed for long: set it again with PUT /webhook-config; what waits goes out then.',
    );
  }
  await store.restartDelivery(database, accountId, id, receiverOf(url));
  wake('deliveries');
  return await findDelivery(database, accountId, id);
}

async function findDelivery(database: Database, accountId: string, id: string): Promise<DeliveryRecord> {
  const delivery = isId(id) ? await store.findDelivery(database, accountId, id) : null;
  if (delivery === null) {
    throw new AppError('NOT_FOUND', `There is no webhook delivery ${id.slice(0, 64)} in this account.`);
  }
  return delivery;
}
