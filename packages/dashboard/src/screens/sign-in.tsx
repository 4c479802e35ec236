// Takes an API key once; from then on a cookie that scripts cannot read stands for it.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { sessionClient } from '../client.ts';
import { Problem } from '../problem.tsx';

export function SignIn(): ReactNode {
  const [key, setKey] = useState('');
  const queryClient = useQueryClient();
  const signIn = useMutation({
    mutationFn: () => sessionClient.signIn({ body: { key: key.trim() } }),
    onSuccess: (session) => {
      queryClient.setQueryData(['session'], session);
    },
  });
  return (
    <main className="narrow">
      <h1>Sign in to renderio</h1>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          signIn.mutate();
        }}
      >
        <label htmlFor="key">API key</label>
        <input
          id="key"
          type="password"
          autoComplete="current-password"
          required
          value={key}
          onChange={(event) => {
            setKey(event.target.value);
          }}
        />
        <p className="quiet">The server printed it at its first start: it begins with ffsk_.</p>
        <Problem error={signIn.error} />
        <button type="submit" disabled={signIn.isPending}>
          Sign in
        </button>
      </form>
    </main>
  );
}
