// Files as cards, however many: only the rows in sight are in the page, and more are asked for near the end.
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { LiveList } from '../live/use-live-list.ts';
import { formatMbytes, formatSeconds } from '../parts/format.ts';
import { StatusBadge } from '../parts/status-badge.tsx';
import { Time } from '../parts/time.tsx';
import type { FileRow } from './file-row.ts';
import { Thumbnail } from './thumbnail.tsx';

const gapPixels = 12;
/** Name and facts, below the picture. */
const captionPixels = 62;
/** How many rows of cards before the end more are asked for. */
const headStart = 6;

/** Where the grid is, and how its cards are cut. */
interface Shape {
  readonly top: number;
  readonly columns: number;
  readonly cardWidth: number;
  readonly cardHeight: number;
}

export function FileGrid(props: {
  readonly list: LiveList<FileRow>;
  readonly onOpen: (fileId: string) => void;
}): ReactNode {
  const { rows, hasMore, isLoadingMore, loadMore } = props.list;
  const container = useRef<HTMLUListElement>(null);
  const shape = useShape(container);
  const { columns, cardWidth, cardHeight } = shape;
  const virtual = useWindowVirtualizer({
    count: Math.ceil(rows.length / columns),
    estimateSize: () => cardHeight,
    gap: gapPixels,
    overscan: 3,
    scrollMargin: shape.top,
  });
  useLayoutEffect(() => {
    virtual.measure();
  }, [virtual, cardHeight]);
  const lines = virtual.getVirtualItems();
  const last = lines.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && !isLoadingMore && (last + headStart) * columns >= rows.length) loadMore();
  }, [hasMore, isLoadingMore, last, columns, rows.length, loadMore]);

  return (
    <ul ref={container} aria-label="Files" className="relative" style={{ height: virtual.getTotalSize() }}>
      {lines.flatMap(({ index: line, start }) =>
        rows.slice(line * columns, (line + 1) * columns).map((row, column) => (
          <li
            key={row.id}
            aria-setsize={hasMore ? -1 : rows.length}
            aria-posinset={line * columns + column + 1}
            className="absolute top-0 left-0"
            style={{
              width: cardWidth,
              height: cardHeight,
              transform: `translate(${column * (cardWidth + gapPixels)}px, ${start - shape.top}px)`,
            }}
          >
            <Card row={row} onOpen={props.onOpen} />
          </li>
        )),
      )}
    </ul>
  );
}

function useShape(container: React.RefObject<HTMLUListElement | null>): Shape {
  const [{ top, width }, setPlace] = useState({ top: 0, width: 0 });
  useLayoutEffect(() => {
    const element = container.current;
    if (element === null) return;
    const look = (): void => {
      setPlace({ top: element.offsetTop, width: element.clientWidth });
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, [container]);
  const columns = width < 560 ? 2 : width < 860 ? 3 : 4;
  const cardWidth = Math.max(0, (width - gapPixels * (columns - 1)) / columns);
  return { top, columns, cardWidth, cardHeight: Math.round((cardWidth * 9) / 16) + captionPixels };
}

function Card({ row, onOpen }: { readonly row: FileRow; readonly onOpen: (fileId: string) => void }): ReactNode {
  return (
    <button
      type="button"
      className="flex size-full flex-col overflow-hidden rounded-lg border border-line bg-surface text-left hover:border-edge"
      onClick={() => {
        onOpen(row.id);
      }}
    >
      <Thumbnail row={row} />
      <span className="w-full truncate px-3 pt-2 font-medium">{row.filename}</span>
      <span className="flex w-full items-center gap-2 px-3 pb-2 text-sm text-quiet">
        <span className="truncate">{factOf(row)}</span>
        <span className="ml-auto">
          {row.status === 'STORED' ? <Time at={row.createdAt} /> : <StatusBadge status={row.status} />}
        </span>
      </span>
    </button>
  );
}

function factOf({ width, height, seconds, megabytes }: FileRow): string {
  if (width !== null) return `${width} × ${height ?? ''}`;
  if (seconds !== null) return formatSeconds(seconds);
  return megabytes === null ? '' : formatMbytes(megabytes);
}
