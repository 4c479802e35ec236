// How a sandboxed program can end: said by the sandbox, explained to people by the domain.

/** The cause of a run's end. */
export type Ending =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'signalled'; readonly signal: string }
  | { readonly kind: 'timed_out'; readonly limitMs: number }
  | { readonly kind: 'cpu_exceeded'; readonly limitSeconds: number; readonly observedSeconds: number }
  | { readonly kind: 'out_of_memory'; readonly limitBytes: number; readonly observedBytes: number }
  | { readonly kind: 'disk_exceeded'; readonly limitBytes: number; readonly observedBytes: number }
  | { readonly kind: 'too_many_files'; readonly limit: number; readonly observed: number }
  | { readonly kind: 'scratch_full'; readonly freeBytes: number }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'not_started'; readonly reason: string };
