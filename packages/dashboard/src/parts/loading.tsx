// Holds the place of what has been asked for; shown only when the answer takes long enough to be noticed.
import type { ReactNode } from 'react';

export function Loading({ label = 'Loading' }: { readonly label?: string }): ReactNode {
  return (
    <div role="status" className="flex animate-[appear_0s_300ms_both] flex-col gap-2 py-2">
      <span className="sr-only">{label}</span>
      <span className="h-4 w-1/3 animate-pulse rounded-sm bg-hover" />
      <span className="h-4 w-2/3 animate-pulse rounded-sm bg-hover" />
      <span className="h-4 w-1/2 animate-pulse rounded-sm bg-hover" />
    </div>
  );
}
