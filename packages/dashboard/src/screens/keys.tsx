// An account's keys, each shown once and revoked alone, and the limits in force for it.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { client } from '../client.ts';
import { Button } from '../parts/button.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { ConfirmButton, Dialog } from '../parts/dialog.tsx';
import { SelectField, TextField } from '../parts/field.tsx';
import { formatBytes } from '../parts/format.ts';
import { Loading } from '../parts/loading.tsx';
import { Page, Section } from '../parts/page.tsx';
import { Problem } from '../parts/problem.tsx';
import { say } from '../parts/say.ts';
import { Time } from '../parts/time.tsx';
import { useSession } from '../shell/session.ts';

type Key = Awaited<ReturnType<typeof client.listKeys>>['keys'][number];

export function Keys(): ReactNode {
  const queryClient = useQueryClient();
  const ownKeyId = useSession().data?.account?.key_id;
  const list = useInfiniteQuery({
    queryKey: ['keys'],
    queryFn: ({ pageParam, signal }) =>
      client.listKeys({ query: { limit: 100, ...(pageParam === null ? {} : { cursor: pageParam }) }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  const keys = list.data?.pages.flatMap((page) => page.keys) ?? [];
  return (
    <Page title="Keys and limits" actions={<NewKey />}>
      <Problem error={list.error} />
      {list.isPending ? <Loading /> : null}
      {keys.length === 0 ? null : (
        <DataTable
          label="Keys"
          rows={keys}
          keyOf={({ key_id: id }) => id}
          columns={[
            {
              title: 'Name',
              isWide: true,
              cell: ({ name, key_id: id }) => (
                <>
                  {name}
                  {id === ownKeyId ? <span className="ml-2 text-xs text-quiet">you are signed in with it</span> : null}
                </>
              ),
            },
            { title: 'Ends in', cell: ({ hint }) => <code className="font-mono">{hint ?? '–'}</code> },
            { title: 'Made', isExtra: true, cell: ({ created_at: at }) => <Time at={at} /> },
            {
              title: 'Last used',
              isExtra: true,
              cell: ({ last_used_at: at }) => (at === null ? 'never' : <Time at={at} />),
            },
            { title: 'State', cell: (key) => <State apiKey={key} /> },
            {
              title: 'Revoke',
              cell: ({ key_id: keyId, name, revoked_at: revokedAt }) =>
                revokedAt !== null || keyId === ownKeyId ? null : (
                  <ConfirmButton
                    label="Revoke"
                    isIcon
                    question={`Revoke ${name}?`}
                    onConfirm={async () => {
                      await client.revokeKey({ params: { keyId } });
                      say('Key revoked', name);
                      await queryClient.invalidateQueries({ queryKey: ['keys'] });
                    }}
                  >
                    Whoever uses it is refused within a second, and it cannot be brought back.
                  </ConfirmButton>
                ),
            },
          ]}
        />
      )}
      {list.hasNextPage ? (
        <Button className="mt-3" isBusy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          Show more
        </Button>
      ) : null}
      <LimitsInForce />
    </Page>
  );
}

function State({ apiKey }: { readonly apiKey: Key }): ReactNode {
  const { revoked_at: revokedAt, expires_at: expiresAt } = apiKey;
  if (revokedAt !== null) return <span className="text-quiet">revoked</span>;
  if (expiresAt === null) return 'good';
  return new Date(expiresAt) < new Date() ? (
    <span className="text-quiet">expired</span>
  ) : (
    <>
      until <Time at={expiresAt} />
    </>
  );
}

const lifetimes = [
  { value: '', label: 'Until it is revoked' },
  { value: '7', label: 'A week' },
  { value: '30', label: '30 days' },
  { value: '365', label: 'A year' },
];

function NewKey(): ReactNode {
  const queryClient = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [days, setDays] = useState('');
  const make = useMutation({
    mutationFn: () =>
      client.createKey({
        body: {
          name: name.trim(),
          ...(days === '' ? {} : { expires_at: new Date(Date.now() + Number(days) * 86_400_000).toISOString() }),
        },
      }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['keys'] }),
  });
  const secret = make.data?.api_key;
  return (
    <Dialog
      title={secret === undefined ? 'New key' : 'Copy it now'}
      description={
        secret === undefined
          ? 'One for each program: then each can be ended alone.'
          : 'Only its hash is stored: it cannot be shown again.'
      }
      isOpen={isOpen}
      onOpenChange={(opens) => {
        setOpen(opens);
        if (!opens) return;
        make.reset();
        setName('');
      }}
      trigger={
        <Button kind="primary" Icon={Plus}>
          New key
        </Button>
      }
    >
      {secret === undefined ? (
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            make.mutate();
          }}
        >
          <TextField label="Name" required maxLength={255} placeholder="build server" value={name} onValue={setName} />
          <SelectField label="Good for" value={days} options={lifetimes} onValue={setDays} />
          <Problem error={make.error} />
          <Button type="submit" kind="primary" Icon={KeyRound} className="self-end" isBusy={make.isPending}>
            Make it
          </Button>
        </form>
      ) : (
        <div className="flex flex-col items-start gap-3">
          <code className="w-full rounded-md bg-sunken p-3 font-mono text-sm wrap-anywhere">{secret}</code>
          <CopyButton text={secret} label="Copy the key" isWide />
        </div>
      )}
    </Dialog>
  );
}

function LimitsInForce(): ReactNode {
  const limits = useQuery({ queryKey: ['limits'], queryFn: ({ signal }) => client.getLimits({ signal }) });
  return (
    <Section title="Limits">
      <Problem error={limits.error} />
      {limits.data === undefined ? null : (
        <DataTable
          label="Limits"
          rows={Object.entries(limits.data)}
          keyOf={([name]) => name}
          columns={[
            { title: 'Limit', isWide: true, cell: ([name]) => <code className="font-mono text-sm">{name}</code> },
            { title: 'At most', isNumber: true, cell: ([name, value]) => sayLimit(name, value) },
          ]}
        />
      )}
      <p className="mt-2 text-sm text-quiet">
        What happens beyond each is in{' '}
        <a href="/docs/limits" className="text-accent underline">
          the documentation
        </a>
        ; whoever runs this server can change them for an account.
      </p>
    </Section>
  );
}

function sayLimit(name: string, value: number): string {
  if (name.endsWith('_mbytes')) return formatBytes(value * 1024 * 1024);
  if (name.endsWith('_bytes')) return formatBytes(value);
  if (name.endsWith('_seconds')) return value % 3600 === 0 ? `${value / 3600} h` : `${value.toLocaleString()} s`;
  if (name.startsWith('keep_')) return value === 0 ? 'for ever' : `${value.toLocaleString()} days`;
  return value.toLocaleString();
}
