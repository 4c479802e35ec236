// One command: how it stands, where its time went, what it made, what FFmpeg said, and what can be done about it.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { client } from '../client.ts';
import { Problem } from '../problem.tsx';

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
  if (command === undefined) return query.isError ? <Problem error={query.error} /> : <p>Loading …</p>;
  return (
    <>
      <h1>
        Command <span className={`status ${command.status.toLowerCase()}`}>{command.status}</span>
      </h1>
      <p className="quiet">{command.command_id}</p>
      <pre>{command.original_request.ffmpeg_command ?? command.original_request.ffmpeg_commands?.join('\n')}</pre>
      {command.error_message === null ? null : (
        <p className="problem">
          <strong>{command.error_status}</strong> {command.error_message}
        </p>
      )}
      <Problem error={cancel.error ?? retry.error} />
      {isDone(command.status) ? (
        <button
          type="button"
          disabled={retry.isPending}
          onClick={() => {
            retry.mutate();
          }}
        >
          Run again
        </button>
      ) : (
        <>
          <progress aria-label="Progress" {...(command.progress === null ? {} : { value: command.progress })} />
          <button
            type="button"
            disabled={cancel.isPending}
            onClick={() => {
              cancel.mutate();
            }}
          >
            Cancel
          </button>
        </>
      )}
      <h2>Outputs</h2>
      <ul className="rows">
        {Object.entries(command.output_files).map(([alias, { storage_url: url, filename, file_type: type }]) => (
          <li key={alias}>
            {url === null ? filename : <a href={url}>{filename}</a>}
            {url !== null && type === 'video' ? (
              <video controls preload="metadata" src={url} aria-label={filename} />
            ) : null}
            {url !== null && type === 'audio' ? <audio controls src={url} aria-label={filename} /> : null}
            {url !== null && type === 'image' ? <img src={url} alt={filename} /> : null}
          </li>
        ))}
      </ul>
      <h2>Timeline</h2>
      <ol className="rows">
        {command.timeline.map(({ phase, started_at: startedAt, seconds }) => (
          <li key={startedAt + phase}>
            {phase} <span className="quiet">{seconds.toFixed(3)} s</span>
          </li>
        ))}
      </ol>
      <h2>Log</h2>
      <Problem error={log.error} />
      <pre tabIndex={0} aria-label="FFmpeg's log">
        {log.data ?? 'The log is shown when the command has ended.'}
      </pre>
    </>
  );
}

const isDone = (status: string | undefined): boolean => status === 'SUCCESS' || status === 'FAILED';
