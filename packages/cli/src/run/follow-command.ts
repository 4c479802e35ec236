// Stays with a command until it is done: draws where it is, and cancels it on Ctrl-C.
import { type Client, type Command, CommandFailedError } from '@renderio/sdk';
import { CliError } from '../cli-error.ts';
import type { StatusLine } from '../status-line.ts';
import type { Terminal } from '../terminal.ts';
import { throughFaults } from '../through-faults.ts';

const pollMs = 500;
/** Cancelling takes a moment; a server that does not answer is not waited for. */
const cancelLimitMs = 10_000;

export interface FollowOptions {
  readonly terminal: Terminal;
  readonly status: StatusLine;
  /** Ctrl-C. */
  readonly signal: AbortSignal;
}

/** The command once it has succeeded. Throws `CommandFailedError`, and after a Ctrl-C a `CliError` INTERRUPTED. */
export async function followCommand(
  client: Client,
  commandId: string,
  { terminal, status, signal }: FollowOptions,
): Promise<Command> {
  let command: Command;
  try {
    const onLost = ({ message }: Error): void => {
      if (terminal.canDraw) status.say(`connection lost, trying again: ${message}`);
      else terminal.note(`${message} Trying again; the command goes on meanwhile.`);
    };
    command = await throughFaults({ signal, onLost }, (onAnswer) =>
      client.wait(commandId, {
        signal,
        pollMs,
        onProgress: (state) => {
          onAnswer();
          status.show(state);
        },
      }),
    );
  } catch (error) {
    if (!signal.aborted) throw error;
    status.clear();
    terminal.note(`Cancelling ${commandId} … (Ctrl-C again leaves at once)`);
    throw await cancelCommand(client, commandId);
  } finally {
    status.clear();
  }
  if (command.status === 'FAILED') throw new CommandFailedError(command);
  return command;
}

async function cancelCommand(client: Client, commandId: string): Promise<Error> {
  const limit = AbortSignal.timeout(cancelLimitMs);
  try {
    await client.cancelCommand({ params: { commandId }, signal: limit });
    const { status, error_status: cause } = await client.wait(commandId, { signal: limit });
    const ending = cause === 'CANCELLED' ? 'was cancelled' : `had already ended ${status}`;
    return new CliError('INTERRUPTED', `The command ${commandId} ${ending}.`);
  } catch (error) {
    return new CliError(
      'INTERRUPTED',
      `The command ${commandId} may still run, because it could not be cancelled: ${(error as Error).message}`,
    );
  }
}
