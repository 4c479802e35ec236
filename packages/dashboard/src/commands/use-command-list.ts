// The commands that a filter lets through, as far down as one has scrolled, with the newest of them kept current.
import type { Command } from '@renderio/sdk';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { client } from '../client.ts';
import { type CommandFilter, queryOf } from './command-filter.ts';

/** What a row shows: of a hundred thousand, whole commands would fill the memory. */
export interface CommandRow {
  readonly id: string;
  readonly status: Command['status'];
  readonly stepCount: number;
  readonly text: string;
  readonly errorStatus: string | null;
  readonly progress: number | null;
  readonly seconds: number | null;
  readonly createdAt: string;
}

export interface CommandList {
  readonly rows: readonly CommandRow[];
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly loadMore: () => void;
}

const pageSize = 100;
const refreshMs = 2000;

export function useCommandList(filter: CommandFilter): CommandList {
  const pages = useInfiniteQuery({
    queryKey: ['commands', 'pages', filter],
    queryFn: ({ pageParam, signal }) => readPage(filter, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
    // Read once: only the newest are asked for again.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const newest = useQuery({
    queryKey: ['commands', 'newest', filter],
    queryFn: ({ signal }) => readPage(filter, null, signal),
    refetchInterval: refreshMs,
  });
  const rows = useMemo(() => {
    // By id, which begins with the time: the order of the list. What was asked for last is what stands.
    const byId = new Map<string, CommandRow>();
    for (const page of pages.data?.pages ?? []) for (const row of page.rows) byId.set(row.id, row);
    const known = byId.size;
    for (const row of newest.data?.rows ?? []) byId.set(row.id, row);
    const all = [...byId.values()];
    return byId.size === known ? all : all.sort((one, other) => (one.id < other.id ? 1 : -1));
  }, [pages.data, newest.data]);
  return {
    rows,
    isPending: pages.isPending,
    error: pages.error ?? newest.error,
    hasMore: pages.hasNextPage,
    isLoadingMore: pages.isFetchingNextPage,
    loadMore: () => void pages.fetchNextPage(),
  };
}

interface Page {
  readonly rows: readonly CommandRow[];
  readonly nextCursor: string | null;
}

async function readPage(filter: CommandFilter, cursor: string | null, signal: AbortSignal): Promise<Page> {
  const { commands, next_cursor: nextCursor } = await client.listCommands({
    query: { limit: pageSize, ...queryOf(filter, new Date()), ...(cursor === null ? {} : { cursor }) },
    signal,
  });
  return { rows: commands.map(rowOf), nextCursor };
}

function rowOf(command: Command): CommandRow {
  const { ffmpeg_command: text, ffmpeg_commands: texts } = command.original_request;
  return {
    id: command.command_id,
    status: command.status,
    stepCount: texts?.length ?? 1,
    text: text ?? texts?.join('  ⏵  ') ?? '',
    errorStatus: command.error_status,
    progress: command.progress,
    seconds: command.total_processing_seconds,
    createdAt: command.created_at,
  };
}
