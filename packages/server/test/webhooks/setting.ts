// What the webhook tests share: deliveries as the wire shows them, and a clock that is turned by moving rows back.
import type { Delivery, DeliveryStatus, DeliveryWithAttempts } from '@renderio/contract';
import { assertAnswer } from '../support/answers.ts';
import { type TestServer, until } from '../support/server.ts';

/** A command that ends at once. */
export const quickCommand = {
  input_files: {},
  output_files: { out_dot: 'dot.png' },
  ffmpeg_command: '-f lavfi -i color=s=16x16 -frames:v 1 {{out_dot}}',
};

export async function listDeliveries(server: TestServer, query = ''): Promise<Delivery[]> {
  return assertAnswer('listWebhookDeliveries', await server.call('GET', `/webhook-deliveries${query}`)).deliveries;
}

export async function getDelivery(server: TestServer, id: string): Promise<DeliveryWithAttempts> {
  return assertAnswer('getWebhookDelivery', await server.call('GET', `/webhook-deliveries/${id}`));
}

/** The only delivery of a command. */
export async function deliveryOf(server: TestServer, commandId: string): Promise<Delivery> {
  const [delivery, ...others] = await listDeliveries(server, `?command_id=${commandId}`);
  if (delivery === undefined || others.length > 0) throw new Error(`${1 + others.length} deliveries of one command`);
  return delivery;
}

/** A delivery once it is in this state and that many attempts have been recorded. */
export async function deliveryIn(
  server: TestServer,
  id: string,
  status: DeliveryStatus,
  attemptCount?: number,
): Promise<DeliveryWithAttempts> {
  return await until(20_000, `delivery ${id} is ${status}`, async () => {
    const delivery = await getDelivery(server, id);
    const isIt = delivery.status === status && (attemptCount ?? delivery.attempt_count) === delivery.attempt_count;
    return isIt ? delivery : null;
  });
}

/** Makes everything that waits for a later time due now, as if that time had come. */
export async function comeDue(server: TestServer): Promise<void> {
  await server.database.query(
    `update deliveries set ready_at = clock_timestamp() where queue_state = 'ready' and ready_at > clock_timestamp()`,
  );
  await server.database.query(`select pg_notify('renderio_ready', 'deliveries')`);
}

export async function putWebhook(server: TestServer, url: string, secret?: string): Promise<void> {
  const body = secret === undefined ? { url } : { url, secret };
  assertAnswer('putWebhookConfig', await server.call('PUT', '/webhook-config', body));
}

export async function deleteWebhook(server: TestServer): Promise<void> {
  assertAnswer('deleteWebhookConfig', await server.call('DELETE', '/webhook-config'));
}
