// The newest commands with their state, kept current while the page is open.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { client } from '../client.ts';
import { Problem } from '../problem.tsx';

export function Commands(): ReactNode {
  const list = useQuery({
    queryKey: ['commands'],
    queryFn: ({ signal }) => client.listCommands({ query: { limit: 100 }, signal }),
    refetchInterval: 2000,
  });
  const commands = list.data?.commands ?? [];
  return (
    <>
      <h1>Commands</h1>
      <Problem error={list.error} />
      {list.isSuccess && commands.length === 0 ? (
        <p className="quiet">
          Nothing has run yet. Send a command to the API and it appears here; <a href="/docs">the guide</a> shows how.
        </p>
      ) : null}
      <ul className="rows">
        {commands.map(({ command_id: commandId, status, created_at: createdAt, original_request: request }) => (
          <li key={commandId}>
            <Link to="/commands/$commandId" params={{ commandId }}>
              <span className={`status ${status.toLowerCase()}`}>{status}</span>
              <code>{request.ffmpeg_command ?? request.ffmpeg_commands?.join(' ⏵ ')}</code>
              <time dateTime={createdAt}>{new Date(createdAt).toLocaleString()}</time>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
