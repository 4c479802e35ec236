// One delivery with its attempts, and sending it again.
import {
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { client } from '../client.ts';
import { useFallbackInterval } from '../live/liveness.ts';
import { newestKey } from '../live/use-live-list.ts';
import { say } from '../parts/say.ts';

type Delivery = Awaited<ReturnType<typeof client.getWebhookDelivery>>;

/** Where the stream of events is broken. */
const fallbackMs = 3_000;

export function useDelivery(deliveryId: string): {
  readonly query: UseQueryResult<Delivery>;
  readonly replay: UseMutationResult<unknown, Error, void>;
} {
  const params = { deliveryId };
  const queryClient = useQueryClient();
  const query = useQuery({
    queryKey: ['delivery', deliveryId],
    queryFn: ({ signal }) => client.getWebhookDelivery({ params, signal }),
    refetchInterval: useFallbackInterval(fallbackMs),
  });
  const replay = useMutation({
    mutationFn: () => client.replayWebhookDelivery({ params }),
    onSuccess: async () => {
      say('It is sent again');
      await Promise.all(
        [['delivery', deliveryId], ['deliveries', 'of'], newestKey('deliveries')].map((queryKey) =>
          queryClient.invalidateQueries({ queryKey }),
        ),
      );
    },
  });
  return { query, replay };
}
