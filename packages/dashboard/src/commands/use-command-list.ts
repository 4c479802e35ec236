// The commands that a filter lets through, as far down as one has scrolled, with the newest of them kept current.
import type { Command } from '@renderio/sdk';
import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
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
  const queryClient = useQueryClient();
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
  const [loaded, top] = [pages.data?.pages, newest.data];
  const rows = useMemo(() => joinRows(loaded ?? [], top), [loaded, top]);
  // So many have come since the pages were read that nobody has seen those between.
  const isTorn = loaded !== undefined && top !== undefined && hasGap(loaded, top);
  useEffect(() => {
    if (isTorn) void queryClient.resetQueries({ queryKey: ['commands', 'pages', filter] });
  }, [isTorn, queryClient, filter]);
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

/** What was asked for last stands for all that it reaches down to; below it, the pages as they were read. */
function joinRows(pages: readonly Page[], newest: Page | undefined): readonly CommandRow[] {
  const loaded = pages.flatMap((page) => page.rows);
  const lowest = newest?.rows.at(-1);
  if (newest === undefined) return loaded;
  if (newest.nextCursor === null || lowest === undefined) return newest.rows;
  // An id begins with its time: lists are in its order, newest first.
  const below = loaded.findIndex(({ id }) => id < lowest.id);
  return below === -1 ? newest.rows : [...newest.rows, ...loaded.slice(below)];
}

function hasGap(pages: readonly Page[], newest: Page): boolean {
  const [first] = pages[0]?.rows ?? [];
  const lowest = newest.rows.at(-1);
  return first !== undefined && lowest !== undefined && first.id < lowest.id;
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
