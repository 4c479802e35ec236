// Where an account is told of ended commands: the address, and at first the secret that signs.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { client } from '../client.ts';
import { Button } from '../parts/button.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { TextField } from '../parts/field.tsx';
import { Problem } from '../parts/problem.tsx';
import { say } from '../parts/say.ts';

export function WebhookForm({
  url: before,
  keepsSecret,
}: {
  readonly url: string;
  /** The webhook is there, and its secret is changed elsewhere. */
  readonly keepsSecret: boolean;
}): ReactNode {
  const queryClient = useQueryClient();
  const [url, setUrl] = useState(before);
  const [secret, setSecret] = useState('');
  const save = useMutation({
    mutationFn: () => {
      const signing = keepsSecret ? { keep_secret: true } : secret === '' ? {} : { secret };
      return client.putWebhookConfig({ body: { url: url.trim(), ...signing } });
    },
    onSuccess: async () => {
      const signing = secret === '' ? 'Nothing is signed.' : 'Signed from now on with the new secret.';
      say('Webhook saved', keepsSecret ? 'The secret stays as it is.' : signing);
      await queryClient.invalidateQueries({ queryKey: ['webhook'] });
    },
  });
  return (
    <form
      className="flex max-w-2xl flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <TextField
        label="Address"
        type="url"
        required
        placeholder="https://example.com/hooks/renderio"
        value={url}
        onValue={setUrl}
        hint="Gets a POST with the whole command when one succeeds or fails."
      />
      {keepsSecret ? null : (
        <div className="flex flex-wrap items-end gap-2">
          <TextField
            label="Secret"
            autoComplete="off"
            maxLength={1024}
            className="grow basis-60 [&_input]:font-mono"
            value={secret}
            onValue={setSecret}
          />
          <Button
            Icon={KeyRound}
            onClick={() => {
              setSecret(makeSecret());
            }}
          >
            New secret
          </Button>
          <CopyButton text={secret} label="Copy the secret" />
          <p className="w-full text-sm text-quiet">
            Signs what is sent. It is never shown again: give it to the receiver too. Left empty, nothing is signed.
          </p>
        </div>
      )}
      <Problem error={save.error} />
      <Button type="submit" kind="primary" className="self-start" isBusy={save.isPending}>
        Save
      </Button>
    </form>
  );
}

/** As Standard Webhooks has them. */
function makeSecret(): string {
  return `whsec_${btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))}`;
}
