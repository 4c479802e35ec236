// What is around every screen: who is signed in, the way back to the list, and the way out.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Outlet } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { sessionClient } from './client.ts';
import { Problem } from './problem.tsx';
import { SignIn } from './screens/sign-in.tsx';

export function Shell(): ReactNode {
  const queryClient = useQueryClient();
  const session = useQuery({ queryKey: ['session'], queryFn: ({ signal }) => sessionClient.getSession({ signal }) });
  const signOut = useMutation({
    mutationFn: () => sessionClient.signOut(),
    onSuccess: (signedOut) => {
      queryClient.clear();
      queryClient.setQueryData(['session'], signedOut);
    },
  });
  if (session.isPending) return <p className="quiet">Loading …</p>;
  if (session.isError) return <Problem error={session.error} />;
  if (session.data.account === null) return <SignIn />;
  return (
    <>
      <header>
        <Link to="/">renderio</Link>
        <button
          type="button"
          onClick={() => {
            signOut.mutate();
          }}
        >
          Sign out
        </button>
      </header>
      <main>
        <Problem error={signOut.error} />
        <Outlet />
      </main>
    </>
  );
}
