// The newest commands with their state, kept current while the page is open.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ListVideo } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { client } from '../client.ts';
import { DataTable } from '../parts/data-table.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { SelectField } from '../parts/field.tsx';
import { Loading } from '../parts/loading.tsx';
import { Page } from '../parts/page.tsx';
import { Problem } from '../parts/problem.tsx';
import { StatusBadge } from '../parts/status-badge.tsx';
import { Time } from '../parts/time.tsx';

const statuses = ['QUEUED', 'PROCESSING', 'SUCCESS', 'FAILED'] as const;

export function Commands(): ReactNode {
  const [status, setStatus] = useState('');
  const filter = statuses.find((each) => each === status);
  const list = useQuery({
    queryKey: ['commands', filter],
    queryFn: ({ signal }) =>
      client.listCommands({ query: { limit: 100, ...(filter === undefined ? {} : { status: filter }) }, signal }),
    refetchInterval: 2000,
  });
  const commands = list.data?.commands ?? [];
  return (
    <Page
      title="Commands"
      actions={
        <SelectField
          label="Status"
          isLabelHidden
          value={status}
          onChange={(event) => {
            setStatus(event.target.value);
          }}
          options={[
            { value: '', label: 'Every status' },
            ...statuses.map((each) => ({ value: each, label: each.charAt(0) + each.slice(1).toLowerCase() })),
          ]}
        />
      }
    >
      <Problem error={list.error} />
      {list.isPending ? <Loading /> : null}
      {list.isSuccess && commands.length === 0 && filter === undefined ? (
        <EmptyState Icon={ListVideo} title="Nothing has run yet">
          Send a command to the API and it appears here; <a href="/docs/quickstart">the quickstart</a> shows how.
        </EmptyState>
      ) : null}
      {commands.length === 0 ? null : (
        <DataTable
          label="Commands"
          rows={commands}
          keyOf={({ command_id: id }) => id}
          columns={[
            { title: 'Status', cell: ({ status }) => <StatusBadge status={status} /> },
            {
              title: 'Command',
              isWide: true,
              cell: ({ command_id: commandId, original_request: request }) => (
                <Link to="/commands/$commandId" params={{ commandId }} className="font-mono text-sm hover:underline">
                  {request.ffmpeg_command ?? request.ffmpeg_commands?.join(' ⏵ ')}
                </Link>
              ),
            },
            {
              title: 'Time',
              isNumber: true,
              isExtra: true,
              cell: ({ total_processing_seconds: seconds }) => (seconds === null ? '' : `${seconds.toFixed(1)} s`),
            },
            { title: 'Created', isExtra: true, cell: ({ created_at: at }) => <Time at={at} /> },
          ]}
        />
      )}
    </Page>
  );
}
