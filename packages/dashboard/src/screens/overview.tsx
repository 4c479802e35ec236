// How things stand: what runs and waits now, how this month went, why commands failed, and what is stored.
import type { Command } from '@renderio/sdk';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Activity, CircleQuestionMark } from 'lucide-react';
import type { ReactNode } from 'react';
import { client } from '../client.ts';
import { runningKey, usageKey } from '../live/apply-event.ts';
import { useFallbackInterval } from '../live/liveness.ts';
import { type Bar, Bars } from '../parts/bars.tsx';
import { buttonClass } from '../parts/button.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { formatBytes, formatPercent, formatSeconds } from '../parts/format.ts';
import { Loading } from '../parts/loading.tsx';
import { Page, Section } from '../parts/page.tsx';
import { Problem } from '../parts/problem.tsx';
import { Time } from '../parts/time.tsx';

type Usage = Awaited<ReturnType<typeof client.getUsage>>;

const refreshMs = 2_000;
const usageRefreshMs = 10_000;

export function Overview(): ReactNode {
  const running = useQuery({
    queryKey: runningKey,
    queryFn: async ({ signal }): Promise<readonly Command[]> =>
      (await client.listCommands({ query: { status: 'PROCESSING', limit: 20 }, signal })).commands,
    refetchInterval: useFallbackInterval(refreshMs),
  });
  const usage = useQuery({
    queryKey: usageKey,
    queryFn: ({ signal }) => client.getUsage({ signal }),
    refetchInterval: useFallbackInterval(usageRefreshMs),
  });
  const limits = useQuery({ queryKey: ['limits'], queryFn: ({ signal }) => client.getLimits({ signal }) });
  const { commands } = usage.data ?? {};
  const isNew = commands !== undefined && sumOf(commands) === 0;
  return (
    <Page title="Overview">
      <Problem error={usage.error ?? running.error ?? limits.error} />
      {usage.data === undefined ? (
        <Loading />
      ) : (
        <Figures usage={usage.data} storedBytesLimit={limits.data?.stored_bytes ?? null} />
      )}
      {isNew ? (
        <div className="mt-8">
          <EmptyState
            Icon={Activity}
            title="No command this month yet"
            action={
              <Link to="/compose" className={buttonClass('primary')}>
                Compose a command
              </Link>
            }
          >
            The composer opens with an example that needs no file: run it as it stands. What runs, how long it takes and
            why it fails shows here from then on.
          </EmptyState>
        </div>
      ) : (
        <>
          <Section title="Running now">
            <Running commands={running.data ?? []} queued={commands?.queued ?? 0} />
          </Section>
          {usage.data === undefined ? null : <Days usage={usage.data} />}
          {usage.data === undefined ? null : <Failures usage={usage.data} />}
        </>
      )}
    </Page>
  );
}

function sumOf({ queued, processing, succeeded, failed }: Usage['commands']): number {
  return queued + processing + succeeded + failed;
}

function Figures({
  usage,
  storedBytesLimit,
}: {
  readonly usage: Usage;
  readonly storedBytesLimit: number | null;
}): ReactNode {
  const { commands, storage } = usage;
  const done = commands.succeeded + commands.failed;
  const figures = [
    [
      'Succeeded',
      done === 0 ? '–' : formatPercent(commands.succeeded / done),
      `${done.toLocaleString()} done this month`,
    ],
    ['Waiting', commands.queued.toLocaleString(), `${commands.processing.toLocaleString()} running`],
    ['Processing', minutesOf(commands.processing_seconds), `${minutesOf(commands.ffmpeg_seconds)} of it in FFmpeg`],
    [
      'Stored',
      formatBytes(storage.bytes),
      `${storage.files === 1 ? '1 file' : `${storage.files.toLocaleString()} files`}${storedBytesLimit === null ? '' : `, of ${formatBytes(storedBytesLimit)}`}`,
    ],
  ] as const;
  return (
    <dl className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      {figures.map(([name, value, note]) => (
        <div key={name} className="rounded-lg border border-line bg-surface p-4">
          <dt className="text-sm text-quiet">{name}</dt>
          <dd className="mt-1 text-xl font-semibold">{value}</dd>
          <dd className="text-sm text-quiet">{note}</dd>
        </div>
      ))}
    </dl>
  );
}

function minutesOf(seconds: number): string {
  return seconds < 60 ? formatSeconds(seconds) : `${(seconds / 60).toFixed(seconds < 600 ? 1 : 0)} min`;
}

function Running({ commands, queued }: { readonly commands: readonly Command[]; readonly queued: number }): ReactNode {
  if (commands.length === 0) {
    return (
      <p className="text-quiet">
        {queued === 0
          ? 'Nothing runs, and nothing waits.'
          : `Nothing runs; ${queued.toLocaleString()} wait for a worker.`}
      </p>
    );
  }
  return (
    <ul className="rounded-lg border border-line bg-surface">
      {commands.map(
        ({ command_id: commandId, original_request: request, progress, progress_detail: detail, ...command }) => (
          <li key={commandId} className="border-b border-line last:border-0">
            <Link
              to="/commands/$commandId"
              params={{ commandId }}
              className="flex flex-wrap items-center gap-x-4 gap-y-1 px-3 py-2.5 -outline-offset-2 hover:bg-hover/60"
            >
              <code className="min-w-0 grow basis-60 truncate font-mono text-sm">
                {request.ffmpeg_command ?? request.ffmpeg_commands?.join('  ⏵  ')}
              </code>
              <progress
                className="h-1.5 w-32 appearance-none overflow-hidden rounded-full bg-line [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent"
                aria-label="Progress"
                {...(progress === null ? {} : { value: progress })}
              />
              <span className="w-12 text-right text-sm">{progress === null ? '–' : formatPercent(progress)}</span>
              <span className="w-28 text-right text-sm text-quiet">
                {detail?.eta_seconds == null ? (
                  <Time at={command.started_at ?? command.created_at} />
                ) : (
                  `${formatSeconds(detail.eta_seconds)} left`
                )}
              </span>
            </Link>
          </li>
        ),
      )}
    </ul>
  );
}

function Days({ usage }: { readonly usage: Usage }): ReactNode {
  const days = daysOf(usage);
  const named = (date: string): string => String(Number(date.slice(-2)));
  const counts = days.map(
    ({ date, succeeded, failed }): Bar => ({
      label: named(date),
      parts: [
        { value: succeeded, className: 'fill-accent' },
        { value: failed, className: 'fill-bad' },
      ],
      says: `${date}: ${succeeded} succeeded, ${failed} failed`,
    }),
  );
  const minutes = days.map(
    ({ date, processing_seconds: seconds }): Bar => ({
      label: named(date),
      parts: [{ value: seconds, className: 'fill-accent' }],
      says: `${date}: ${minutesOf(seconds)}`,
    }),
  );
  return (
    <Section title="This month">
      <div className="grid gap-3 lg:grid-cols-2">
        <Bars title="Commands a day: succeeded, and failed above" bars={counts} />
        <Bars title="Time from accepted to done, a day" bars={minutes} />
      </div>
    </Section>
  );
}

type Day = Pick<Usage['days'][number], 'date' | 'succeeded' | 'failed' | 'processing_seconds'>;

/** Every day of the month so far: those without commands are not in the answer. */
function daysOf({ period, days }: Usage): Day[] {
  const known = new Map(days.map((day) => [day.date, day] as const));
  const all: Day[] = [];
  const last = new Date(period.to);
  for (let day = new Date(period.from); day <= last; day = new Date(day.getTime() + 86_400_000)) {
    const date = day.toISOString().slice(0, 10);
    all.push(known.get(date) ?? { date, succeeded: 0, failed: 0, processing_seconds: 0 });
  }
  return all;
}

function Failures({ usage: { failures } }: { readonly usage: Usage }): ReactNode {
  if (failures.length === 0) return null;
  const most = failures[0]?.count ?? 1;
  return (
    <Section
      title="Why commands failed"
      actions={
        <Link to="/commands" search={{ status: 'FAILED' }} className={buttonClass()}>
          Show them
        </Link>
      }
    >
      <ul className="flex flex-col gap-0.5 rounded-lg border border-line bg-surface p-2">
        {failures.map(({ error_status: cause, count }) => (
          <li key={cause} className="flex items-center gap-1">
            <Link
              to="/commands"
              search={{ status: 'FAILED', error: cause }}
              className="grid min-w-0 grow grid-cols-[minmax(0,13rem)_1fr_auto] items-center gap-3 rounded-md px-2 py-1 text-sm hover:bg-hover/60"
            >
              <span className="truncate font-mono">{cause}</span>
              <span className="h-2 overflow-hidden rounded-full bg-sunken" aria-hidden>
                <span className="block h-full rounded-full bg-bad" style={{ width: `${(count / most) * 100}%` }} />
              </span>
              <span>{count.toLocaleString()}</span>
            </Link>
            <a
              href={`/docs/errors#${cause.toLowerCase()}`}
              aria-label={`What ${cause} means`}
              title={`What ${cause} means`}
              className="grid size-7 shrink-0 place-items-center rounded-md text-quiet hover:bg-hover hover:text-ink"
            >
              <CircleQuestionMark size={15} aria-hidden />
            </a>
          </li>
        ))}
      </ul>
    </Section>
  );
}
