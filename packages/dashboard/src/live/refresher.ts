// Asks again for what an event has made untrue: at once the first time, and then not more often than is worth it.
import type { QueryClient, QueryKey } from '@tanstack/react-query';

export type Refresh = (queryKey: QueryKey, everyMs: number) => void;

/** Only what is in sight is asked for; the rest when it is shown again. */
export function createRefresher(queryClient: Pick<QueryClient, 'invalidateQueries'>): Refresh {
  const resting = new Map<string, { isWanted: boolean }>();
  const refresh: Refresh = (queryKey, everyMs) => {
    const name = JSON.stringify(queryKey);
    const rest = resting.get(name);
    if (rest !== undefined) {
      rest.isWanted = true;
      return;
    }
    const begun = { isWanted: false };
    resting.set(name, begun);
    void queryClient.invalidateQueries({ queryKey });
    setTimeout(() => {
      resting.delete(name);
      if (begun.isWanted) refresh(queryKey, everyMs);
    }, everyMs);
  };
  return refresh;
}
