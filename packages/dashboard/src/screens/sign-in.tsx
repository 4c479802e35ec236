// Takes an API key or the admin token once; from then on a cookie that scripts cannot read stands for it.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { sessionClient } from '../client.ts';
import { Button } from '../parts/button.tsx';
import { TextField } from '../parts/field.tsx';
import { Problem } from '../parts/problem.tsx';
import { sessionKey } from '../shell/session.ts';
import { Wordmark } from '../shell/wordmark.tsx';

export function SignIn({
  isWithin = false,
}: {
  /** In the place of a screen that the session so far does not open. */
  readonly isWithin?: boolean;
}): ReactNode {
  const [key, setKey] = useState('');
  const queryClient = useQueryClient();
  const signIn = useMutation({
    mutationFn: () => sessionClient.signIn({ body: { key: key.trim() } }),
    onSuccess: (session) => {
      queryClient.setQueryData(sessionKey, session);
    },
  });
  const form = (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        signIn.mutate();
      }}
    >
      <TextField
        label="API key"
        type="password"
        autoComplete="current-password"
        required
        autoFocus
        className="[&_input]:font-mono"
        placeholder="ffsk_…"
        value={key}
        onValue={setKey}
        hint={
          isWithin
            ? 'You are signed in with the admin token. What belongs to an account opens with one of its keys.'
            : 'The server printed it at its first start: it begins with ffsk_. The admin token works too.'
        }
      />
      {signIn.error === null ? null : <Problem error={signIn.error} />}
      <Button type="submit" kind="primary" isBusy={signIn.isPending}>
        Sign in
      </Button>
    </form>
  );
  if (isWithin) return <div className="mx-auto max-w-sm py-12">{form}</div>;
  return (
    <main className="mx-auto flex min-h-dvh max-w-sm flex-col justify-center gap-6 px-6 pb-[15dvh]">
      <title>Sign in · renderio</title>
      <div className="text-xl">
        <Wordmark />
      </div>
      <h1 className="sr-only">Sign in to renderio</h1>
      {form}
      <p className="text-sm text-quiet">
        New here? The{' '}
        <a className="text-accent underline" href="/docs/quickstart">
          quickstart
        </a>{' '}
        goes from nothing to a first result.
      </p>
    </main>
  );
}
