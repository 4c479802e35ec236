// Keeps everything that is held of an account current, by one stream for the whole page.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { sessionKey } from '../shell/session.ts';
import { applyEvent } from './apply-event.ts';
import { followAccount } from './follow-account.ts';
import { setLiveness } from './liveness.ts';
import { createRefresher } from './refresher.ts';

/** Null while nobody is signed in by a key. */
export function useLiveAccount(accountId: string | null): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    if (accountId === null) return;
    const leaving = new AbortController();
    const refresh = createRefresher(queryClient);
    setLiveness('connecting');
    void followAccount({
      signal: leaving.signal,
      onLiveness: setLiveness,
      onEvent: (event) => {
        applyEvent(queryClient, refresh, event);
      },
      // The shell asks who is there, and shows how to sign in.
      onSignedOut: () => void queryClient.invalidateQueries({ queryKey: sessionKey }),
    });
    return () => {
      leaving.abort();
    };
  }, [accountId, queryClient]);
}
