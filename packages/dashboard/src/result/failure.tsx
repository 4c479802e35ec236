// Why a command failed, in the server's words, which name the remedy.
import type { Command } from '@renderio/sdk';
import type { ReactNode } from 'react';

export function Failure({ command }: { readonly command: Command }): ReactNode {
  const { error_status: status, error_message: message } = command;
  if (status === null) return null;
  return (
    <div className="rounded-lg border border-bad/40 bg-bad-soft p-3 text-bad">
      <p className="font-medium">
        <a href={`/docs/errors#${status.toLowerCase()}`} className="hover:underline">
          {status}
        </a>
      </p>
      <p className="mt-0.5 whitespace-pre-wrap wrap-anywhere">{message}</p>
    </div>
  );
}
