// The processes that run commands: where they are, how busy, and whether they take more.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CirclePlay, ServerOff, SquarePause } from 'lucide-react';
import type { ReactNode } from 'react';
import { adminClient } from '../client.ts';
import { Button } from '../parts/button.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { ConfirmButton } from '../parts/dialog.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { Loading } from '../parts/loading.tsx';
import { Page } from '../parts/page.tsx';
import { Problem } from '../parts/problem.tsx';
import { say } from '../parts/say.ts';
import { Time } from '../parts/time.tsx';

type Worker = Awaited<ReturnType<typeof adminClient.listWorkers>>['workers'][number];

const refreshMs = 2_000;
/** Longer than any beat of a heart that still beats: a lease is 30 s where nothing else is set. */
const silentMs = 60_000;

export function Workers(): ReactNode {
  const list = useQuery({
    queryKey: ['workers'],
    queryFn: ({ signal }) => adminClient.listWorkers({ query: { limit: 100 }, signal }),
    refetchInterval: refreshMs,
  });
  const workers = list.data?.workers ?? [];
  return (
    <Page title="Workers">
      <Problem error={list.error} />
      {list.isPending ? <Loading /> : null}
      {list.isSuccess && workers.length === 0 ? (
        <EmptyState Icon={ServerOff} title="No worker has ever started">
          Commands wait until one does: start a process with <code>RENDERIO_ROLE=worker</code> (or <code>all</code>) on
          this database. See <a href="/docs/operations">operations</a>.
        </EmptyState>
      ) : null}
      {workers.length === 0 ? null : (
        <DataTable
          label="Workers"
          rows={workers}
          keyOf={({ worker_id: id }) => id}
          columns={[
            { title: 'State', cell: (worker) => <State worker={worker} /> },
            {
              title: 'Host',
              isWide: true,
              cell: ({ host, pid }) => (
                <>
                  {host} <span className="text-sm text-quiet">process {pid}</span>
                </>
              ),
            },
            {
              title: 'Runs',
              isNumber: true,
              cell: ({ running, capacity }) => (
                <>
                  {running} <span className="text-quiet">of {capacity}</span>
                </>
              ),
            },
            {
              title: 'FFmpeg',
              isExtra: true,
              cell: ({ programs }) => <span className="whitespace-nowrap">{programs['ffmpeg'] ?? '–'}</span>,
            },
            { title: 'Started', isExtra: true, cell: ({ started_at: at }) => <Time at={at} /> },
            {
              title: 'Drain',
              cell: (worker) => (worker.stopped_at === null ? <Drain worker={worker} /> : null),
            },
          ]}
        />
      )}
    </Page>
  );
}

function State({ worker }: { readonly worker: Worker }): ReactNode {
  if (worker.stopped_at !== null) {
    return (
      <span className="whitespace-nowrap text-quiet">
        stopped <Time at={worker.stopped_at} />
      </span>
    );
  }
  if (Date.now() - Date.parse(worker.seen_at) > silentMs) {
    return (
      <span className="text-bad">
        silent since <Time at={worker.seen_at} />
      </span>
    );
  }
  if (worker.drained_at === null) return <span className="text-good">works</span>;
  return <span className="text-warn">{worker.running === 0 ? 'drained' : 'draining'}</span>;
}

function Drain({ worker }: { readonly worker: Worker }): ReactNode {
  const queryClient = useQueryClient();
  const params = { workerId: worker.worker_id };
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['workers'] });
  const resume = useMutation({ mutationFn: () => adminClient.resumeWorker({ params }), onSuccess: refresh });
  if (worker.drained_at !== null) {
    return (
      <>
        <Button
          Icon={CirclePlay}
          isBusy={resume.isPending}
          onClick={() => {
            resume.mutate();
          }}
        >
          Let it work
        </Button>
        <Problem error={resume.error} />
      </>
    );
  }
  return (
    <ConfirmButton
      label="Drain"
      Icon={SquarePause}
      question={`Drain the worker on ${worker.host}?`}
      onConfirm={async () => {
        await adminClient.drainWorker({ params });
        say('It takes no more', worker.host);
        await refresh();
      }}
    >
      It finishes what it runs and takes no more. What waits goes to the others, or waits on where there are none.
    </ConfirmButton>
  );
}
