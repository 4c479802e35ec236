// One command: how it stands, where its time went, what it made, what FFmpeg said, and what can be done about it.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { CircleStop, Download, RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { client } from '../client.ts';
import { Button, buttonClass } from '../parts/button.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { ConfirmButton } from '../parts/dialog.tsx';
import { Loading } from '../parts/loading.tsx';
import { Page, Section } from '../parts/page.tsx';
import { Problem } from '../parts/problem.tsx';
import { StatusBadge } from '../parts/status-badge.tsx';
import { say } from '../parts/toast.tsx';

export function CommandDetail(): ReactNode {
  const commandId = useParams({ strict: false, select: (params: { commandId?: string }) => params.commandId ?? '' });
  const params = { commandId };
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const query = useQuery({
    queryKey: ['command', commandId],
    queryFn: ({ signal }) => client.getCommand({ params, signal }),
    refetchInterval: ({ state }) => (isDone(state.data?.status) ? false : 1000),
  });
  const status = query.data?.status;
  const log = useQuery({
    queryKey: ['log', commandId, status],
    queryFn: ({ signal }) => client.getCommandLog({ params, signal }),
    enabled: isDone(status),
  });
  const cancel = useMutation({
    mutationFn: () => client.cancelCommand({ params }),
    onSuccess: (command) => {
      queryClient.setQueryData(['command', commandId], command);
    },
  });
  const retry = useMutation({
    mutationFn: () => client.retryCommand({ params }),
    onSuccess: ({ command_id }) => navigate({ to: '/commands/$commandId', params: { commandId: command_id } }),
  });
  const command = query.data;
  if (command === undefined) return query.isError ? <Problem error={query.error} /> : <Loading />;
  return (
    <Page
      title="Command"
      aside={<StatusBadge status={command.status} />}
      actions={
        isDone(command.status) ? (
          <Button
            Icon={RotateCw}
            isBusy={retry.isPending}
            onClick={() => {
              retry.mutate();
            }}
          >
            Run again
          </Button>
        ) : (
          <Button
            kind="danger"
            Icon={CircleStop}
            isBusy={cancel.isPending}
            onClick={() => {
              cancel.mutate();
            }}
          >
            Cancel
          </Button>
        )
      }
    >
      <p className="flex items-center gap-1 font-mono text-sm text-quiet">
        {command.command_id}
        <CopyButton text={command.command_id} label="Copy the command's id" />
      </p>
      <pre className="mt-2 rounded-lg border border-line bg-surface p-3 font-mono text-sm whitespace-pre-wrap wrap-anywhere">
        {command.original_request.ffmpeg_command ?? command.original_request.ffmpeg_commands?.join('\n')}
      </pre>
      {command.error_message === null ? null : (
        <p className="mt-3 rounded-lg bg-bad-soft p-3 wrap-anywhere text-bad">
          <strong>{command.error_status}</strong> {command.error_message}
        </p>
      )}
      <Problem error={cancel.error ?? retry.error} />
      {isDone(command.status) ? null : (
        <progress
          className="mt-3 w-full accent-accent"
          aria-label="Progress"
          {...(command.progress === null ? {} : { value: command.progress })}
        />
      )}
      <Section
        title="Outputs"
        actions={
          Object.values(command.output_files).some(({ storage_url: url }) => url !== null) ? (
            <ConfirmButton
              label="Delete files"
              question="Delete what this command made?"
              onConfirm={async () => {
                const { files_deleted: count } = await client.deleteCommandFiles({ params });
                say(count === 1 ? 'One file deleted' : `${count} files deleted`);
                await query.refetch();
              }}
            >
              The bytes of its outputs are gone for good; the record, its log and its times stay.
            </ConfirmButton>
          ) : undefined
        }
      >
        <ul className="flex flex-col gap-3">
          {Object.entries(command.output_files).map(([alias, { storage_url: url, filename, file_type: type }]) => (
            <li key={alias}>
              {url === null ? (
                filename
              ) : (
                <a href={url} download={filename} className={buttonClass()}>
                  <Download size={15} aria-hidden />
                  {filename}
                </a>
              )}
              {url !== null && type === 'video' ? (
                <video controls preload="metadata" src={url} aria-label={filename} className="mt-2 max-h-120" />
              ) : null}
              {url !== null && type === 'audio' ? <audio controls src={url} aria-label={filename} /> : null}
              {url !== null && type === 'image' ? <img src={url} alt={filename} className="mt-2 max-h-120" /> : null}
            </li>
          ))}
        </ul>
      </Section>
      <Section title="Timeline">
        <ol>
          {command.timeline.map(({ phase, started_at: startedAt, seconds }) => (
            <li key={startedAt + phase} className="flex gap-3">
              <span className="w-20">{phase}</span> <span className="text-quiet">{seconds.toFixed(3)} s</span>
            </li>
          ))}
        </ol>
      </Section>
      <Section title="Log">
        <Problem error={log.error} />
        <pre
          tabIndex={0}
          aria-label="FFmpeg's log"
          className="max-h-120 overflow-auto rounded-lg border border-line bg-surface p-3 font-mono text-xs"
        >
          {log.data ?? 'The log is shown when the command has ended.'}
        </pre>
      </Section>
    </Page>
  );
}

const isDone = (status: string | undefined): boolean => status === 'SUCCESS' || status === 'FAILED';
