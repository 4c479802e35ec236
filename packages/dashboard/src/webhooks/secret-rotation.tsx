// What signs an account's events, and its change: for a while both secrets sign, so that receivers change in their own time.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { client } from '../client.ts';
import { Button } from '../parts/button.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { SelectField } from '../parts/field.tsx';
import { Problem } from '../parts/problem.tsx';
import { Time } from '../parts/time.tsx';

const overlaps = [
  { value: '86400', label: 'in a day' },
  { value: '3600', label: 'in an hour' },
  { value: '604800', label: 'in a week' },
  { value: '0', label: 'at once' },
];

export function SecretRotation({
  config,
}: {
  readonly config: Extract<Awaited<ReturnType<typeof client.getWebhookConfig>>, { configured: true }>;
}): ReactNode {
  const { is_signed: isSigned, previous_secret_until: previousUntil } = config;
  return (
    <div className="mt-4 flex flex-wrap items-center gap-x-3 gap-y-2">
      <p className="text-quiet">
        {isSigned ? 'Events are signed.' : 'Events are not signed: a receiver cannot tell who sent them.'}
        {previousUntil === null ? null : (
          <>
            {' '}
            The secret before, which ends <Time at={previousUntil} />, signs as well.
          </>
        )}
      </p>
      <NewSecret isSigned={isSigned} />
    </div>
  );
}

function NewSecret({ isSigned }: { readonly isSigned: boolean }): ReactNode {
  const queryClient = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [overlap, setOverlap] = useState('86400');
  const rotate = useMutation({
    mutationFn: () => client.rotateWebhookSecret({ body: { overlap_seconds: Number(overlap) } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['webhook'] }),
  });
  const secret = rotate.data?.secret ?? null;
  return (
    <Dialog
      title={secret === null ? 'New secret' : 'Copy it now'}
      description={
        secret === null
          ? 'Signs every event from now on. The webhook-signature header holds one by the old secret as well until that ends.'
          : 'Give it to the receiver: it is not shown again.'
      }
      isOpen={isOpen}
      onOpenChange={(opens) => {
        setOpen(opens);
        if (opens) rotate.reset();
      }}
      trigger={<Button Icon={KeyRound}>New secret</Button>}
    >
      {secret === null ? (
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            rotate.mutate();
          }}
        >
          {isSigned ? (
            <SelectField
              label="The old one ends"
              value={overlap}
              options={overlaps}
              onValue={setOverlap}
              hint={overlap === '0' ? 'A receiver that does not know the new one yet refuses what comes.' : undefined}
            />
          ) : null}
          <Problem error={rotate.error} />
          <Button type="submit" kind="primary" className="self-end" isBusy={rotate.isPending}>
            Make it
          </Button>
        </form>
      ) : (
        <div className="flex flex-col items-start gap-3">
          <code className="w-full rounded-md bg-sunken p-3 font-mono text-sm wrap-anywhere">{secret}</code>
          <CopyButton text={secret} label="Copy the secret" isWide />
        </div>
      )}
    </Dialog>
  );
}
