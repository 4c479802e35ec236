// The account's webhook: where it goes, whether it works, and every delivery with what it was answered.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Send, Webhook } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { client } from '../client.ts';
import { newestKey } from '../live/use-live-list.ts';
import { Button } from '../parts/button.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { ConfirmButton } from '../parts/dialog.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { SelectField } from '../parts/field.tsx';
import { Loading } from '../parts/loading.tsx';
import { Page, Section } from '../parts/page.tsx';
import { Problem } from '../parts/problem.tsx';
import { say } from '../parts/say.ts';
import { StatusBadge } from '../parts/status-badge.tsx';
import { Time } from '../parts/time.tsx';
import { DeliveryDialog } from '../webhooks/delivery-dialog.tsx';
import { SecretRotation } from '../webhooks/secret-rotation.tsx';
import { useDeliveryList } from '../webhooks/use-delivery-list.ts';
import { VerificationCode } from '../webhooks/verification-code-view.tsx';
import { WebhookForm } from '../webhooks/webhook-form.tsx';

export function Webhooks(): ReactNode {
  const queryClient = useQueryClient();
  const [openId, setOpenId] = useState<string | null>(null);
  const config = useQuery({ queryKey: ['webhook'], queryFn: ({ signal }) => client.getWebhookConfig({ signal }) });
  const test = useMutation({
    mutationFn: () => client.testWebhook({}),
    onSuccess: async ({ delivery_id: deliveryId }) => {
      setOpenId(deliveryId);
      await queryClient.invalidateQueries({ queryKey: newestKey('deliveries') });
    },
  });
  const url = config.data?.configured === true ? config.data.url : '';
  // Disabled for failing is still there; ended is not.
  const there =
    config.data?.configured === true && (config.data.is_active || config.data.disabled_at !== null)
      ? config.data
      : null;
  const isActive = config.data?.configured === true && config.data.is_active;
  return (
    <Page
      title="Webhooks"
      actions={
        isActive ? (
          <>
            <Button
              Icon={Send}
              isBusy={test.isPending}
              onClick={() => {
                test.mutate();
              }}
            >
              Send a test
            </Button>
            <ConfirmButton
              label="End it"
              question="End the webhook?"
              onConfirm={async () => {
                await client.deleteWebhookConfig({});
                say('Webhook ended');
                await queryClient.invalidateQueries({ queryKey: ['webhook'] });
                await queryClient.invalidateQueries({ queryKey: newestKey('deliveries') });
              }}
            >
              What has not been delivered yet is cancelled. Commands that name an address of their own still tell it.
            </ConfirmButton>
          </>
        ) : null
      }
    >
      <Problem error={config.error ?? test.error} />
      {config.data === undefined ? (
        <Loading />
      ) : (
        <>
          <State config={config.data} />
          <WebhookForm key={there?.url ?? ''} url={url} keepsSecret={there !== null} />
          {there === null ? null : <SecretRotation config={there} />}
        </>
      )}
      <Deliveries onOpen={setOpenId} />
      <VerificationCode />
      {openId === null ? null : (
        <DeliveryDialog
          deliveryId={openId}
          onClose={() => {
            setOpenId(null);
          }}
        />
      )}
    </Page>
  );
}

function State({ config }: { readonly config: Awaited<ReturnType<typeof client.getWebhookConfig>> }): ReactNode {
  if (!config.configured) return null;
  if (config.disabled_at !== null) {
    return (
      <p role="status" className="mb-4 rounded-md bg-bad-soft px-3 py-2 text-bad">
        Disabled <Time at={config.disabled_at} /> after {config.consecutive_failures} failed attempts in a row. What is
        due waits for seven days: mend the receiver, then save to go on.
      </p>
    );
  }
  if (!config.is_active) return <p className="mb-4 text-quiet">It was ended. Save to begin again.</p>;
  return (
    <p role="status" className="mb-4 text-quiet">
      {config.consecutive_failures === 0
        ? 'Active.'
        : `Active; the last ${config.consecutive_failures === 1 ? 'attempt' : `${config.consecutive_failures} attempts`} failed.`}
    </p>
  );
}

const statuses = ['PENDING', 'HELD', 'DELIVERED', 'FAILED', 'CANCELLED'] as const;

function Deliveries({ onOpen }: { readonly onOpen: (deliveryId: string) => void }): ReactNode {
  const [chosen, setChosen] = useState('');
  const status = statuses.find((each) => each === chosen);
  const list = useDeliveryList(status);
  const deliveries = list.rows;
  return (
    <Section
      title="Deliveries"
      actions={
        <SelectField
          label="Status"
          isLabelHidden
          value={chosen}
          options={[
            { value: '', label: 'Every status' },
            ...statuses.map((each) => ({ value: each, label: each.charAt(0) + each.slice(1).toLowerCase() })),
          ]}
          onValue={setChosen}
        />
      }
    >
      <Problem error={list.error} />
      {list.isPending ? <Loading /> : null}
      {!list.isPending && list.error === null && deliveries.length === 0 ? (
        <EmptyState
          Icon={Webhook}
          title={status === undefined ? 'Nothing has been sent yet' : 'No delivery is like that'}
        >
          Each command that ends is told to the address above, and to its own <code>webhook_url</code> where it has one.
          A local receiver needs no public address: <code>renderio listen --forward-to</code>, in{' '}
          <a href="/docs/cli">the documentation</a>.
        </EmptyState>
      ) : null}
      {deliveries.length === 0 ? null : (
        <DataTable
          label="Deliveries"
          rows={deliveries}
          keyOf={({ delivery_id: id }) => id}
          columns={[
            { title: 'Status', cell: (delivery) => <StatusBadge status={delivery.status} /> },
            {
              title: 'To',
              isWide: true,
              cell: ({ delivery_id: id, url, is_test: isTest }) => (
                <button
                  type="button"
                  className="max-w-full truncate text-left hover:underline"
                  onClick={() => {
                    onOpen(id);
                  }}
                >
                  {url ?? 'nobody any more'}
                  {isTest ? <span className="ml-2 text-xs text-quiet">test</span> : null}
                </button>
              ),
            },
            { title: 'Attempts', isNumber: true, isExtra: true, cell: ({ attempt_count: count }) => count },
            { title: 'Created', isExtra: true, cell: ({ created_at: at }) => <Time at={at} /> },
          ]}
        />
      )}
      {list.hasMore ? (
        <Button className="mt-3" isBusy={list.isLoadingMore} onClick={list.loadMore}>
          Show more
        </Button>
      ) : null}
    </Section>
  );
}
