// What can be done about a command: cancel it, run it again as it was or with changes.
import type { Command } from '@renderio/sdk';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { CircleStop, PencilLine, RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { client } from '../client.ts';
import { Button, buttonClass } from '../parts/button.tsx';
import { Problem } from '../parts/problem.tsx';
import { commandKey, isDone } from './command-query.ts';

export function CommandActions({ command }: { readonly command: Command }): ReactNode {
  const params = { commandId: command.command_id };
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => client.cancelCommand({ params }),
    onSuccess: (cancelled) => {
      queryClient.setQueryData(commandKey(command.command_id), cancelled);
    },
  });
  const retry = useMutation({
    mutationFn: () => client.retryCommand({ params }),
    onSuccess: ({ command_id: commandId }) => navigate({ to: '/commands/$commandId', params: { commandId } }),
  });
  return (
    <>
      <Problem error={cancel.error ?? retry.error} />
      {isDone(command) ? (
        <>
          <Button
            Icon={RotateCw}
            isBusy={retry.isPending}
            onClick={() => {
              retry.mutate();
            }}
          >
            Run again
          </Button>
          <Link to="/compose" search={{ from: command.command_id }} className={buttonClass()}>
            <PencilLine size={15} aria-hidden />
            Run with changes
          </Link>
        </>
      ) : (
        <Button
          kind="danger"
          Icon={CircleStop}
          isBusy={cancel.isPending}
          onClick={() => {
            cancel.mutate();
          }}
        >
          Cancel
        </Button>
      )}
    </>
  );
}
