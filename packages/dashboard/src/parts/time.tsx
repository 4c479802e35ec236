// A moment as people say it, exact when pointed at; kept true by one clock for the whole page.
import { type ReactNode, useSyncExternalStore } from 'react';

const tickMs = 10_000;
const listeners = new Set<() => void>();
let nowMs = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    nowMs = Date.now();
    for (const each of listeners) each();
  }, tickMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long' });
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
const relative = new Intl.RelativeTimeFormat(undefined, { style: 'short', numeric: 'auto' });

export function Time({ at }: { readonly at: string }): ReactNode {
  const now = useSyncExternalStore(subscribe, () => nowMs);
  const date = new Date(at);
  return (
    <time dateTime={at} title={exact.format(date)} className="whitespace-nowrap">
      {sayTime(date, now)}
    </time>
  );
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

function sayTime(date: Date, now: number): string {
  const ms = date.getTime() - now;
  const past = Math.abs(ms);
  if (past < minuteMs / 2) return 'just now';
  if (past < hourMs) return relative.format(Math.round(ms / minuteMs), 'minute');
  if (past < 24 * hourMs) return relative.format(Math.round(ms / hourMs), 'hour');
  return day.format(date);
}
