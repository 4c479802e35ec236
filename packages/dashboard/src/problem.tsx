// Says what went wrong in the server's own words, which name the remedy, with the id that finds the request in the log.
import { RenderioError } from '@renderio/sdk';
import type { ReactNode } from 'react';

export function Problem({ error }: { readonly error: Error | null }): ReactNode {
  if (error === null) return null;
  const requestId = error instanceof RenderioError ? error.requestId : null;
  return (
    <p className="problem" role="alert">
      {error.message} {requestId === null ? null : <small>Request {requestId}</small>}
    </p>
  );
}
