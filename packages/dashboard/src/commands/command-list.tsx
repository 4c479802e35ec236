// A list of commands of any length: only the rows in sight are in the page, and more are asked for near its end.
import { Link } from '@tanstack/react-router';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { LiveList } from '../live/use-live-list.ts';
import { formatPercent, formatSeconds } from '../parts/format.ts';
import { StatusBadge } from '../parts/status-badge.tsx';
import { Time } from '../parts/time.tsx';
import type { CommandRow } from './command-row.ts';

const rowPixels = 44;
/** How many rows before the end more are asked for. */
const headStart = 30;

export function CommandRows({ list }: { readonly list: LiveList<CommandRow> }): ReactNode {
  const { rows, hasMore, isLoadingMore, loadMore } = list;
  const container = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    setTop(container.current?.offsetTop ?? 0);
  }, []);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => rowPixels,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 12,
    scrollMargin: top,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && !isLoadingMore && last >= rows.length - headStart) loadMore();
  }, [hasMore, isLoadingMore, last, rows.length, loadMore]);

  return (
    <div ref={container} className="rounded-lg border border-line bg-surface">
      <ul aria-label="Commands" className="relative" style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start, key }) => {
          const row = rows[index];
          return row === undefined ? null : (
            <li
              key={key}
              aria-setsize={hasMore ? -1 : rows.length}
              aria-posinset={index + 1}
              className="absolute inset-x-0 top-0 h-11 border-b border-line"
              style={{ transform: `translateY(${start - top}px)` }}
            >
              <Row row={row} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function Row({ row }: { readonly row: CommandRow }): ReactNode {
  return (
    <Link
      to="/commands/$commandId"
      params={{ commandId: row.id }}
      preload={false}
      className="flex h-full items-center gap-3 px-3 -outline-offset-2 hover:bg-hover/60"
    >
      <span className="w-24 shrink-0 max-sm:w-auto">
        <StatusBadge status={row.status} />
      </span>
      <code className="min-w-0 grow truncate font-mono text-sm">{row.text}</code>
      {row.stepCount > 1 ? (
        <span className="shrink-0 text-xs text-quiet max-sm:hidden">{row.stepCount} steps</span>
      ) : null}
      {row.errorStatus === null ? null : (
        <span className="shrink-0 font-mono text-xs text-bad max-md:hidden">{row.errorStatus}</span>
      )}
      <span className="w-16 shrink-0 text-right text-sm text-quiet max-sm:hidden">{figureOf(row)}</span>
      <span className="w-28 shrink-0 text-right text-sm text-quiet max-sm:w-auto">
        <Time at={row.createdAt} />
      </span>
    </Link>
  );
}

function figureOf({ status, progress, seconds }: CommandRow): string {
  if (status === 'PROCESSING' && progress !== null) return formatPercent(progress);
  return seconds === null ? '' : formatSeconds(seconds);
}
