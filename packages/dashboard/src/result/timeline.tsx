// Where a command's time went, each phase as long as it took.
import type { Command } from '@renderio/sdk';
import type { ReactNode } from 'react';
import { formatSeconds } from '../parts/format.ts';

type Entry = Command['timeline'][number];

const colours: Record<Entry['phase'], string> = {
  accepted: 'bg-edge',
  queued: 'bg-edge',
  fetching: 'bg-warn',
  running: 'bg-accent',
  verifying: 'bg-good',
  storing: 'bg-good',
};

export function Timeline({ command }: { readonly command: Command }): ReactNode {
  const { timeline, total_processing_seconds: total } = command;
  const sum = timeline.reduce((before, { seconds }) => before + seconds, 0);
  const begin = Date.parse(timeline[0]?.started_at ?? '');
  return (
    <div className="overflow-x-auto rounded-lg border border-line bg-surface">
      <table className="w-full text-left">
        <thead className="sr-only">
          <tr>
            <th scope="col">Phase</th>
            <th scope="col">Share</th>
            <th scope="col">Took</th>
          </tr>
        </thead>
        <tbody>
          {timeline.map((entry) => {
            const { phase, started_at: startedAt, seconds } = entry;
            const percent = sum === 0 ? 0 : (100 * seconds) / sum;
            const offset = sum === 0 ? 0 : Math.min(99, (Date.parse(startedAt) - begin) / 10 / sum);
            return (
              <tr key={startedAt + phase + String(entry.step ?? '')} className="border-b border-line last:border-0">
                <th scope="row" className="w-36 py-1.5 pl-3 font-normal whitespace-nowrap">
                  {sayPhase(entry)}
                </th>
                <td className="py-1.5 pr-2" aria-hidden>
                  <span
                    className={`block h-2 min-w-0.5 rounded-xs ${colours[phase]}`}
                    style={{ marginInlineStart: `${offset}%`, width: `${Math.min(100 - offset, percent)}%` }}
                  />
                </td>
                <td className="w-24 py-1.5 pr-3 text-right whitespace-nowrap text-quiet">{formatSeconds(seconds)}</td>
              </tr>
            );
          })}
        </tbody>
        {total === null ? null : (
          <tfoot>
            <tr className="border-t border-line font-medium">
              <th scope="row" className="py-1.5 pl-3">
                Done after
              </th>
              <td />
              <td className="py-1.5 pr-3 text-right whitespace-nowrap">{formatSeconds(total)}</td>
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}

function sayPhase({ phase, step, attempt }: Entry): string {
  const name = phase.charAt(0).toUpperCase() + phase.slice(1);
  return [name, step === undefined ? '' : `step ${step}`, attempt === undefined ? '' : `(start ${attempt})`]
    .filter((part) => part !== '')
    .join(' ');
}
