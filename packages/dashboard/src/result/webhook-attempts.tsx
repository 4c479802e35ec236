// How the word of a command's end got to its webhook: every delivery with what each attempt was answered.
import { useQuery } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import type { ReactNode } from 'react';
import { client } from '../client.ts';
import { useFallbackInterval } from '../live/liveness.ts';
import { Button } from '../parts/button.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { formatSeconds } from '../parts/format.ts';
import { Section } from '../parts/page.tsx';
import { Problem } from '../parts/problem.tsx';
import { StatusBadge } from '../parts/status-badge.tsx';
import { Time } from '../parts/time.tsx';
import { useDelivery } from '../webhooks/use-delivery.ts';

/** Where the stream of events is broken. */
const refreshMs = 3_000;

/** Nothing where nobody is to be told. */
export function WebhookAttempts({ commandId }: { readonly commandId: string }): ReactNode {
  const list = useQuery({
    queryKey: ['deliveries', 'of', commandId],
    queryFn: ({ signal }) => client.listWebhookDeliveries({ query: { command_id: commandId }, signal }),
    refetchInterval: useFallbackInterval(refreshMs),
  });
  const deliveries = list.data?.deliveries ?? [];
  if (deliveries.length === 0) return <Problem error={list.error} />;
  return (
    <Section title="Webhook">
      {deliveries.map(({ delivery_id: deliveryId }) => (
        <Delivery key={deliveryId} deliveryId={deliveryId} />
      ))}
    </Section>
  );
}

function Delivery({ deliveryId }: { readonly deliveryId: string }): ReactNode {
  const { query, replay } = useDelivery(deliveryId);
  const delivery = query.data;
  if (delivery === undefined) return <Problem error={query.error} />;
  return (
    <div className="mb-4">
      <div className="mb-2 flex flex-wrap items-center gap-2">
        <StatusBadge status={delivery.status} />
        <span className="min-w-0 truncate">{delivery.url}</span>
        {delivery.next_attempt_at === null ? null : (
          <span className="text-sm text-quiet">
            again <Time at={delivery.next_attempt_at} />
          </span>
        )}
        <Button
          Icon={Send}
          className="ml-auto"
          isBusy={replay.isPending}
          onClick={() => {
            replay.mutate();
          }}
        >
          Send again
        </Button>
      </div>
      <Problem error={replay.error} />
      {delivery.attempts.length === 0 ? null : (
        <DataTable
          label="Attempts"
          rows={delivery.attempts}
          keyOf={({ started_at: at }) => at}
          columns={[
            { title: 'Sent', cell: ({ started_at: at }) => <Time at={at} /> },
            { title: 'Took', isNumber: true, isExtra: true, cell: ({ seconds }) => formatSeconds(seconds) },
            { title: 'Answer', isNumber: true, cell: ({ status_code: code }) => code ?? 'none' },
            {
              title: 'What it said',
              isWide: true,
              cell: ({ error_message: error, response_body: body }) => error ?? (body === '' ? '–' : body),
            },
          ]}
        />
      )}
    </div>
  );
}
