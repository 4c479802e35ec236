// Whether the page is told of changes, for the sign that says so and for lists that look by themselves while it is not.
import { useSyncExternalStore } from 'react';
import type { Liveness } from './follow-account.ts';

let current: Liveness = 'connecting';
const listeners = new Set<() => void>();

export function setLiveness(liveness: Liveness): void {
  current = liveness;
  for (const listener of listeners) listener();
}

export function useLiveness(): Liveness {
  return useSyncExternalStore(subscribe, () => current);
}

/** How often to look where nobody tells: for `refetchInterval`. */
export function useFallbackInterval(ms: number): number | false {
  const liveness = useLiveness();
  return liveness === 'broken' || liveness === 'crowded' ? ms : false;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
