// How far a command is: the share that is done, the frame, the speed, and the time left.
import type { Command } from '@renderio/sdk';
import type { ReactNode } from 'react';
import { formatPercent, formatSeconds } from '../parts/format.ts';

export function RunProgress({ command }: { readonly command: Command }): ReactNode {
  const { progress, progress_detail: detail, queue_position: ahead, status, steps } = command;
  if (status === 'QUEUED') {
    return (
      <p role="status" className="text-quiet">
        {ahead === null || ahead === 0
          ? 'Next in the queue'
          : `${ahead} of your commands ${ahead === 1 ? 'is' : 'are'} ahead`}
      </p>
    );
  }
  const facts = [
    ['Frame', detail?.frame],
    ['Frames a second', detail?.fps?.toFixed(0)],
    ['Speed', detail?.speed == null ? null : `${detail.speed.toFixed(2)} ×`],
    ['Written', detail?.out_time_seconds == null ? null : formatSeconds(detail.out_time_seconds)],
    ['Left', detail?.eta_seconds == null ? null : `about ${formatSeconds(detail.eta_seconds)}`],
  ] as const;
  return (
    <div>
      <div className="flex items-center gap-3">
        <progress
          className="h-1.5 w-full appearance-none overflow-hidden rounded-full bg-line indeterminate:animate-pulse [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent [&::-webkit-progress-value]:transition-[inline-size]"
          aria-label="Progress"
          {...(progress === null ? {} : { value: progress })}
        />
        <span className="w-12 text-right font-medium">{progress === null ? '–' : formatPercent(progress)}</span>
      </div>
      <dl className="mt-2 flex flex-wrap gap-x-6 gap-y-1 text-sm">
        {steps.length > 1 ? <Fact name="Step" value={`${detail?.step ?? 1} of ${steps.length}`} /> : null}
        {facts.map(([name, value]) => (
          <Fact key={name} name={name} value={value ?? '–'} />
        ))}
      </dl>
    </div>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string | number }): ReactNode {
  return (
    <div className="flex gap-1.5">
      <dt className="text-quiet">{name}</dt>
      <dd className="min-w-8">{value}</dd>
    </div>
  );
}
