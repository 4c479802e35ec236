// Who is signed in, as what, and the way out.
import type { SessionClient } from '@renderio/sdk';
import {
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { sessionClient } from '../client.ts';

type Session = Awaited<ReturnType<SessionClient['getSession']>>;

export const sessionKey = ['session'] as const;

export function useSession(): UseQueryResult<Session> {
  return useQuery({
    queryKey: sessionKey,
    queryFn: ({ signal }) => sessionClient.getSession({ signal }),
    staleTime: 60_000,
  });
}

export function useSignOut(): UseMutationResult<Session, Error, void> {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => sessionClient.signOut(),
    onSuccess: (signedOut) => {
      // Nothing of one person's is left for the next.
      queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionKey[0] });
      queryClient.setQueryData(sessionKey, signedOut);
    },
  });
}
