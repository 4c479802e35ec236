// One command: how it stands, where its time went, what it made, what FFmpeg said, and what can be done about it.
import { useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { client } from '../client.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { ConfirmButton } from '../parts/dialog.tsx';
import { Loading } from '../parts/loading.tsx';
import { Page, Section } from '../parts/page.tsx';
import { Problem } from '../parts/problem.tsx';
import { say } from '../parts/say.ts';
import { StatusBadge } from '../parts/status-badge.tsx';
import { Time } from '../parts/time.tsx';
import { CommandActions } from '../result/command-actions.tsx';
import { commandKey, isDone } from '../result/command-query.ts';
import { Failure } from '../result/failure.tsx';
import { LogView } from '../result/log-view.tsx';
import { Outputs } from '../result/output-view.tsx';
import { RunProgress } from '../result/run-progress.tsx';
import { Timeline } from '../result/timeline.tsx';
import { useCommand } from '../result/use-command.ts';
import { WebhookAttempts } from '../result/webhook-attempts.tsx';

export function CommandDetail(): ReactNode {
  const { commandId } = useParams({ from: '/commands/$commandId' });
  const { command, log, error } = useCommand(commandId);
  const queryClient = useQueryClient();
  if (command === undefined) return error === null ? <Loading /> : <Problem error={error} />;
  const { original_request: request, metadata, retry_of: retryOf } = command;
  const outputs = Object.values(command.output_files);
  return (
    <Page
      title="Command"
      aside={<StatusBadge status={command.status} />}
      actions={<CommandActions command={command} />}
    >
      <p className="flex flex-wrap items-center gap-x-3 text-sm text-quiet">
        <span className="flex items-center gap-1 font-mono">
          {commandId}
          <CopyButton text={commandId} label="Copy the command's id" />
        </span>
        <Time at={command.created_at} />
        {retryOf === null ? null : (
          <Link to="/commands/$commandId" params={{ commandId: retryOf }} className="text-accent hover:underline">
            a repetition
          </Link>
        )}
      </p>
      <Problem error={error} />
      {(request.ffmpeg_commands ?? [request.ffmpeg_command ?? '']).map((text, index) => (
        <pre
          key={index}
          className="mt-2 rounded-lg border border-line bg-surface p-3 font-mono text-sm whitespace-pre-wrap wrap-anywhere"
        >
          {text}
        </pre>
      ))}
      <div className="mt-4 flex flex-col gap-4">
        {isDone(command) ? null : <RunProgress command={command} />}
        <Failure command={command} />
      </div>
      {outputs.length === 0 ? null : (
        <Section
          title="Outputs"
          actions={
            outputs.some(({ storage_url: url }) => url !== null) ? (
              <ConfirmButton
                label="Delete files"
                question="Delete what this command made?"
                onConfirm={async () => {
                  const { files_deleted: count } = await client.deleteCommandFiles({ params: { commandId } });
                  say(count === 1 ? 'One file deleted' : `${count} files deleted`);
                  await queryClient.invalidateQueries({ queryKey: commandKey(commandId) });
                }}
              >
                The bytes of its outputs are gone for good; the record, its log and its times stay.
              </ConfirmButton>
            ) : undefined
          }
        >
          <Outputs command={command} earlierId={retryOf} />
        </Section>
      )}
      <Section title="Timeline">
        <Timeline command={command} />
      </Section>
      <Section title="Log">
        <LogView log={log} isLive={!isDone(command)} />
      </Section>
      {isDone(command) ? <WebhookAttempts commandId={commandId} /> : null}
      <Pairs title="Inputs" pairs={request.input_files} />
      <Pairs title="Metadata" pairs={metadata ?? {}} />
    </Page>
  );
}

function Pairs({
  title,
  pairs,
}: {
  readonly title: string;
  readonly pairs: Readonly<Record<string, string | number | boolean>>;
}): ReactNode {
  const entries = Object.entries(pairs);
  if (entries.length === 0) return null;
  return (
    <Section title={title}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 rounded-lg border border-line bg-surface p-3 text-sm">
        {entries.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="font-mono text-quiet">{name}</dt>
            <dd className="wrap-anywhere">{String(value)}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
