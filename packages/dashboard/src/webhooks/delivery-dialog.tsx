// One delivery: what was sent, byte for byte, and what each attempt was answered; and sending it again.
import { Link } from '@tanstack/react-router';
import { Send } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, buttonClass } from '../parts/button.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { formatSeconds } from '../parts/format.ts';
import { Loading } from '../parts/loading.tsx';
import { Problem } from '../parts/problem.tsx';
import { StatusBadge } from '../parts/status-badge.tsx';
import { Time } from '../parts/time.tsx';
import { useDelivery } from './use-delivery.ts';

export function DeliveryDialog(props: { readonly deliveryId: string; readonly onClose: () => void }): ReactNode {
  const { query, replay } = useDelivery(props.deliveryId);
  const delivery = query.data;
  return (
    <Dialog
      title="Delivery"
      description={delivery?.url ?? undefined}
      isWide
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) props.onClose();
      }}
    >
      <Problem error={query.error ?? replay.error} />
      {delivery === undefined ? (
        <Loading />
      ) : (
        <>
          <div className="flex flex-wrap items-center gap-2">
            <StatusBadge status={delivery.status} />
            {delivery.next_attempt_at === null ? null : (
              <span className="text-sm text-quiet">
                next attempt <Time at={delivery.next_attempt_at} />
              </span>
            )}
            <span className="ml-auto flex gap-2">
              {delivery.command_id === null ? null : (
                <Link to="/commands/$commandId" params={{ commandId: delivery.command_id }} className={buttonClass()}>
                  Its command
                </Link>
              )}
              <Button
                Icon={Send}
                isBusy={replay.isPending}
                onClick={() => {
                  replay.mutate();
                }}
              >
                Send again
              </Button>
            </span>
          </div>
          {delivery.error_message === null ? null : <p className="mt-2 text-bad">{delivery.error_message}</p>}
          <h3 className="mt-4 mb-1 font-semibold">Answers</h3>
          <ol className="flex flex-col gap-2">
            {delivery.attempts.length === 0 ? <li className="text-quiet">None yet.</li> : null}
            {delivery.attempts.map((attempt) => (
              <li key={attempt.started_at} className="rounded-md bg-sunken p-3 text-sm">
                <p>
                  <span className="font-medium">{attempt.status_code ?? 'No answer'}</span>{' '}
                  <span className="text-quiet">
                    after {formatSeconds(attempt.seconds)}, <Time at={attempt.started_at} />
                  </span>
                </p>
                {attempt.error_message === null ? null : <p className="text-bad">{attempt.error_message}</p>}
                {(attempt.response_body ?? '') === '' ? null : (
                  <pre className="mt-1 max-h-40 overflow-auto font-mono text-xs whitespace-pre-wrap wrap-anywhere">
                    {attempt.response_body}
                  </pre>
                )}
              </li>
            ))}
          </ol>
          <h3 className="mt-4 mb-1 flex items-center gap-1 font-semibold">
            What is sent <CopyButton text={delivery.body} label="Copy the body" />
          </h3>
          <pre
            tabIndex={0}
            role="region"
            aria-label="Body"
            className="max-h-72 overflow-auto rounded-md bg-sunken p-3 font-mono text-xs whitespace-pre-wrap wrap-anywhere"
          >
            {JSON.stringify(JSON.parse(delivery.body), null, 2)}
          </pre>
        </>
      )}
    </Dialog>
  );
}
