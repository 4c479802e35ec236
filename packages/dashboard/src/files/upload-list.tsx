// The uploads that are under way, and those that failed and why.
import type { ReactNode } from 'react';
import type { Uploads } from '../compose/use-uploads.ts';
import { Button } from '../parts/button.tsx';
import { formatPercent } from '../parts/format.ts';
import { Problem } from '../parts/problem.tsx';

export function UploadList({ uploads }: { readonly uploads: Uploads }): ReactNode {
  return (
    <ul aria-label="Uploads" className="flex flex-col gap-2 not-empty:mb-4">
      {Object.entries(uploads.states).map(([name, { fraction, error }]) => (
        <li key={name} className="rounded-lg border border-line bg-surface px-3 py-2">
          <div className="flex items-center gap-3">
            <span className="min-w-0 grow truncate">{name}</span>
            <span className="text-sm text-quiet">{fraction === null ? '' : formatPercent(fraction)}</span>
            <Button
              kind="quiet"
              onClick={() => {
                uploads.end(name);
              }}
            >
              {error === null ? 'Stop' : 'Dismiss'}
            </Button>
          </div>
          {error === null ? (
            <progress
              className="h-1 w-full appearance-none overflow-hidden rounded-full bg-line [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent"
              aria-label={`Upload of ${name}`}
              {...(fraction === null ? {} : { value: fraction })}
            />
          ) : null}
          <Problem error={error} />
        </li>
      ))}
    </ul>
  );
}
