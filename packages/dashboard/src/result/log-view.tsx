// FFmpeg's log as it comes: searched, coloured by weight, with one way to the first error; long ones scroll smoothly.
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp, CircleAlert } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { Button, IconButton } from '../parts/button.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { TextField } from '../parts/field.tsx';
import { firstErrorOf, type LogLevel, readLog } from './read-log.ts';

const colours: Record<LogLevel, string> = {
  fatal: 'text-bad font-semibold',
  error: 'text-bad',
  warning: 'text-warn',
  info: 'text-ink',
  verbose: 'text-quiet',
  debug: 'text-quiet',
};
const rowPixels = 20;

export function LogView({ log, isLive }: { readonly log: string; readonly isLive: boolean }): ReactNode {
  const lines = useMemo(() => readLog(log), [log]);
  const firstError = firstErrorOf(lines);
  const [wanted, setWanted] = useState('');
  const [place, setPlace] = useState<number | null>(null);
  const hits = useMemo(() => {
    const text = wanted.toLowerCase();
    if (text === '') return [];
    return lines.flatMap((line, index) => (line.text.toLowerCase().includes(text) ? [index] : []));
  }, [lines, wanted]);

  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPixels,
    overscan: 20,
  });
  const goTo = (index: number | undefined): void => {
    if (index === undefined) return;
    setPlace(index);
    rows.scrollToIndex(index, { align: 'center' });
  };
  // While it grows, its end is what one wants to see, unless one reads further up.
  const isAtEnd = useRef(true);
  useEffect(() => {
    if (isLive && isAtEnd.current && lines.length > 0) rows.scrollToIndex(lines.length - 1);
  }, [isLive, lines.length, rows]);

  if (lines.length === 0) {
    return (
      <p className="text-quiet">{isLive ? 'FFmpeg has said nothing yet.' : 'FFmpeg did not get to say anything.'}</p>
    );
  }
  const goForward = (): void => {
    goTo(hits.find((index) => place === null || index > place) ?? hits[0]);
  };
  const goBack = (): void => {
    goTo(hits.findLast((index) => place === null || index < place) ?? hits.at(-1));
  };
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      <div className="flex flex-wrap items-center gap-1 border-b border-line p-1.5">
        <form
          className="contents"
          onSubmit={(event) => {
            event.preventDefault();
            goForward();
          }}
        >
          <TextField
            label="Search the log"
            isLabelHidden
            type="search"
            placeholder="Search"
            className="w-44"
            value={wanted}
            onValue={(value) => {
              setWanted(value);
              setPlace(null);
            }}
          />
        </form>
        <IconButton label="Previous hit" Icon={ArrowUp} disabled={hits.length === 0} onClick={goBack} />
        <IconButton label="Next hit" Icon={ArrowDown} disabled={hits.length === 0} onClick={goForward} />
        <span role="status" className="px-1 text-xs text-quiet">
          {wanted === '' ? `${lines.length} lines` : `${hits.length} of ${lines.length} lines`}
        </span>
        <span className="ml-auto flex gap-1">
          {firstError === null ? null : (
            <Button
              kind="danger"
              Icon={CircleAlert}
              onClick={() => {
                goTo(firstError);
              }}
            >
              First error
            </Button>
          )}
          <CopyButton text={log} label="Copy the log" />
        </span>
      </div>
      <div
        ref={scroller}
        tabIndex={0}
        role="region"
        aria-label="FFmpeg's log"
        className="max-h-96 overflow-auto overscroll-contain py-1 font-mono text-xs -outline-offset-2"
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
          isAtEnd.current = scrollHeight - scrollTop - clientHeight < 2 * rowPixels;
        }}
      >
        <div className="relative" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, start }) => {
            const line = lines[index];
            if (line === undefined) return null;
            const isHit = wanted !== '' && hits.includes(index);
            return (
              <div
                key={index}
                ref={rows.measureElement}
                data-index={index}
                className={`absolute inset-x-0 top-0 flex gap-3 px-3 leading-5 ${index === place ? 'bg-warn-soft' : isHit ? 'bg-accent-soft' : ''}`}
                style={{ transform: `translateY(${start}px)` }}
              >
                <span className="w-8 shrink-0 text-right text-quiet select-none" aria-hidden>
                  {index + 1}
                </span>
                <span className={`min-w-0 whitespace-pre-wrap wrap-anywhere ${colours[line.level]}`}>{line.text}</span>
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
