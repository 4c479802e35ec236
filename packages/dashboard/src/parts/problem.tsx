// Says what went wrong in the server's own words, which name the remedy, with the id that finds the request in the log.
import { RenderioError } from '@renderio/sdk';
import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { CopyButton } from './copy-button.tsx';

export function Problem({ error }: { readonly error: Error | null }): ReactNode {
  if (error === null) return null;
  const refusal = error instanceof RenderioError ? error : null;
  return (
    <div role="alert" className="my-3 flex gap-2.5 rounded-md border border-bad/40 bg-bad-soft px-3 py-2.5 text-bad">
      <TriangleAlert size={16} className="mt-0.5 shrink-0" aria-hidden />
      <div className="min-w-0 wrap-anywhere">
        <p>{error.message}</p>
        {refusal !== null && refusal.detail.length > 1 ? (
          <ul className="mt-1 list-disc pl-4">
            {refusal.detail.map(({ loc, msg }) => (
              <li key={loc.join('.') + msg}>{msg}</li>
            ))}
          </ul>
        ) : null}
        {refusal?.requestId == null ? null : (
          <p className="mt-1 flex items-center gap-1 text-xs">
            Request <span className="font-mono">{refusal.requestId}</span>
            <CopyButton text={refusal.requestId} label="Copy the request's id" />
          </p>
        )}
      </div>
    </div>
  );
}
