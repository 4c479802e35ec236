// The rows of a list as far down as one has scrolled, with the newest of them kept current.
import {
  type InfiniteData,
  keepPreviousData,
  type QueryClient,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { hasGap, joinRows, type LivePage, type LiveRow, withRow } from './live-list.ts';
import { useFallbackInterval } from './liveness.ts';

type ListName = 'commands' | 'files' | 'deliveries';

export interface LiveList<Row extends LiveRow> {
  readonly rows: readonly Row[];
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly loadMore: () => void;
}

/** Where the stream of events is broken. */
const fallbackMs = 3_000;

/** What is asked for again when something new may be in a list. */
export const newestKey = (name: ListName) => [name, 'newest'] as const;

export function useLiveList<Row extends LiveRow>(
  name: ListName,
  /** What the list is narrowed down by. */
  filter: unknown,
  readPage: (cursor: string | null, signal: AbortSignal) => Promise<LivePage<Row>>,
): LiveList<Row> {
  const queryClient = useQueryClient();
  const pages = useInfiniteQuery({
    queryKey: [name, 'pages', filter],
    queryFn: ({ pageParam, signal }) => readPage(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
    // Read once: only the newest are asked for again.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const newest = useQuery({
    queryKey: [...newestKey(name), filter],
    queryFn: ({ signal }) => readPage(null, signal),
    refetchInterval: useFallbackInterval(fallbackMs),
  });
  const [loaded, top] = [pages.data?.pages, newest.data];
  const rows = useMemo(() => joinRows(loaded ?? [], top), [loaded, top]);
  const isTorn = loaded !== undefined && top !== undefined && hasGap(loaded, top);
  useEffect(() => {
    if (isTorn) void queryClient.resetQueries({ queryKey: [name, 'pages', filter] });
  }, [isTorn, queryClient, name, filter]);
  return {
    rows,
    isPending: pages.isPending,
    error: pages.error ?? newest.error,
    hasMore: pages.hasNextPage,
    isLoadingMore: pages.isFetchingNextPage,
    loadMore: () => void pages.fetchNextPage(),
  };
}

/** In every list of that name that is held, wherever the row stands; null takes it out. */
export function patchRow<Row extends LiveRow>(
  queryClient: QueryClient,
  name: ListName,
  id: string,
  change: (row: Row) => Row | null,
): void {
  queryClient.setQueriesData<InfiniteData<LivePage<Row>>>({ queryKey: [name, 'pages'] }, (data) => {
    const pages = data?.pages.map((page) => withRow(page, id, change));
    return data === undefined || pages?.every((page, index) => page === data.pages[index]) !== false
      ? data
      : { ...data, pages };
  });
  queryClient.setQueriesData<LivePage<Row>>({ queryKey: newestKey(name) }, (page) => page && withRow(page, id, change));
}
