// One command and its log, kept current by the server's events until it is done.
import type { Command, CommandEvent } from '@renderio/sdk';
import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { client } from '../client.ts';
import { commandKey, isDone } from './command-query.ts';

export interface FollowedCommand {
  /** Undefined until the first answer. */
  readonly command: Command | undefined;
  readonly log: string;
  readonly error: Error | null;
}

const reconnectMs = 1000;

export function useCommand(commandId: string): FollowedCommand {
  const queryClient = useQueryClient();
  const [liveLog, setLiveLog] = useState({ commandId, text: '' });
  const query = useQuery({
    queryKey: commandKey(commandId),
    queryFn: ({ signal }) => client.getCommand({ params: { commandId }, signal }),
  });
  const isOver = query.data !== undefined && isDone(query.data);
  const isUnderWay = query.data !== undefined && !isOver;
  // What is kept in the end is its head and its tail, and shown in place of what was followed.
  const kept = useQuery({
    queryKey: ['log', commandId],
    queryFn: ({ signal }) => client.getCommandLog({ params: { commandId }, signal }),
    enabled: isOver,
    staleTime: Number.POSITIVE_INFINITY,
  });

  useEffect(() => {
    if (!isUnderWay) return;
    const leaving = new AbortController();
    void follow(commandId, queryClient, leaving.signal, (more) => {
      setLiveLog((old) => ({ commandId, text: old.commandId === commandId ? old.text + more : more }));
    });
    return () => {
      leaving.abort();
    };
  }, [commandId, isUnderWay, queryClient]);

  const live = liveLog.commandId === commandId ? liveLog.text : '';
  return { command: query.data, log: kept.data ?? live, error: query.error ?? kept.error };
}

/** Comes back after a connection was lost, and goes on with the log where it was. */
async function follow(
  commandId: string,
  queryClient: QueryClient,
  signal: AbortSignal,
  onLog: (text: string) => void,
): Promise<void> {
  let lastEventId = '';
  while (!signal.aborted) {
    try {
      const events = await client.getCommandEvents({
        params: { commandId },
        headers: lastEventId === '' ? {} : { 'last-event-id': lastEventId },
        signal,
      });
      for await (const event of events) {
        if (event.event === 'log') {
          lastEventId = event.id;
          onLog(event.data.text);
          continue;
        }
        queryClient.setQueryData<Command>(commandKey(commandId), (old) => merge(old, event));
        if (event.event === 'status' && isDone(event.data)) return;
      }
    } catch {
      // Said by the query, which asks by itself when the page is looked at again.
    }
    await new Promise((resolve) => setTimeout(resolve, reconnectMs));
  }
}

function merge(old: Command | undefined, event: Exclude<CommandEvent, { event: 'log' }>): Command | undefined {
  return event.event === 'status' ? event.data : old && { ...old, ...event.data };
}
