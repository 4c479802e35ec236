// What the installation is made of and how it is set, for the operator.
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { adminClient } from '../client.ts';
import { DataTable } from '../parts/data-table.tsx';
import { TextField } from '../parts/field.tsx';
import { formatBytes, formatPercent } from '../parts/format.ts';
import { Loading } from '../parts/loading.tsx';
import { Page, Section } from '../parts/page.tsx';
import { Problem } from '../parts/problem.tsx';
import { Time } from '../parts/time.tsx';

type SystemFacts = Awaited<ReturnType<typeof adminClient.getSystem>>;

export function System(): ReactNode {
  const system = useQuery({ queryKey: ['system'], queryFn: ({ signal }) => adminClient.getSystem({ signal }) });
  return (
    <Page title="System">
      <Problem error={system.error} />
      {system.isPending ? <Loading /> : null}
      {system.data === undefined ? null : (
        <>
          <Facts system={system.data} />
          <Settings settings={system.data.settings} />
        </>
      )}
    </Page>
  );
}

function Facts({ system }: { readonly system: SystemFacts }): ReactNode {
  const { storage } = system;
  const room =
    storage.free_bytes === null || storage.total_bytes === null
      ? ''
      : `, ${formatBytes(storage.free_bytes)} free (${formatPercent(storage.free_bytes / storage.total_bytes)})`;
  const facts: [name: string, value: ReactNode][] = [
    ['renderio', system.version],
    [
      'This process',
      <>
        {system.host}, process {system.pid}, role {system.role}, since <Time at={system.started_at} />
      </>,
    ],
    ['Node', system.node_version],
    ['PostgreSQL', system.postgres_version],
    ['Storage', `${storage.kind}, ${storage.place}${room}`],
    ...linesOf(system.about),
  ];
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1.5 rounded-lg border border-line bg-surface p-4">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-quiet">{name}</dt>
          <dd className="wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** States of any depth as lines: `sandbox.memoryLimit`. */
function linesOf(value: unknown, path = ''): [string, string][] {
  if (typeof value !== 'object' || value === null) return [[path, String(value)]];
  return Object.entries(value).flatMap(([name, within]) => linesOf(within, path === '' ? name : `${path}.${name}`));
}

function Settings({ settings }: Pick<SystemFacts, 'settings'>): ReactNode {
  const [typed, setTyped] = useState('');
  const found = settings.filter(({ name, description }) =>
    `${name} ${description}`.toLowerCase().includes(typed.toLowerCase()),
  );
  return (
    <Section
      title="Settings"
      actions={
        <TextField
          label="Find a setting"
          isLabelHidden
          type="search"
          placeholder="memory, link, port …"
          value={typed}
          onValue={setTyped}
        />
      }
    >
      <DataTable
        label="Settings"
        rows={found}
        keyOf={({ name }) => name}
        columns={[
          { title: 'Name', cell: ({ name }) => <code className="font-mono text-sm">{name}</code> },
          {
            title: 'Value',
            cell: ({ value, is_secret: isSecret, source }) => (
              <span className="block min-w-32 wrap-anywhere md:w-56">
                {value ?? (isSecret && source === 'environment' ? 'set, and secret' : '–')}
              </span>
            ),
          },
          {
            title: 'From',
            isExtra: true,
            cell: ({ source }) => (source === 'environment' ? <strong>environment</strong> : 'default'),
          },
          {
            title: 'What it is',
            isWide: true,
            isExtra: true,
            cell: ({ description }) => <span className="whitespace-normal">{description}</span>,
          },
        ]}
      />
      <p className="mt-2 text-sm text-quiet">
        Settings are environment variables, read at the start:{' '}
        <a href="/docs/settings" className="text-accent underline">
          all of them
        </a>
        .
      </p>
    </Section>
  );
}
