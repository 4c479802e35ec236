// The deliveries of one status or of all, as far down as one has asked for.
import { client } from '../client.ts';
import type { LivePage } from '../live/live-list.ts';
import { type LiveList, useLiveList } from '../live/use-live-list.ts';

type Answer = Awaited<ReturnType<typeof client.listWebhookDeliveries>>;
type DeliveryStatus = Answer['deliveries'][number]['status'];
export type DeliveryRow = Answer['deliveries'][number] & { readonly id: string };

const pageSize = 50;

export function useDeliveryList(status: DeliveryStatus | undefined): LiveList<DeliveryRow> {
  return useLiveList('deliveries', status ?? null, (cursor, signal) => readPage(status, cursor, signal));
}

async function readPage(
  status: DeliveryStatus | undefined,
  cursor: string | null,
  signal: AbortSignal,
): Promise<LivePage<DeliveryRow>> {
  const { deliveries, next_cursor: nextCursor } = await client.listWebhookDeliveries({
    query: {
      limit: pageSize,
      ...(cursor === null ? {} : { cursor }),
      ...(status === undefined ? {} : { status }),
    },
    signal,
  });
  return { rows: deliveries.map((delivery) => ({ ...delivery, id: delivery.delivery_id })), nextCursor };
}
