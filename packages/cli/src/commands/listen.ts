// `renderio listen`: events of ended commands at a local port, where no webhook could reach.
import { randomBytes } from 'node:crypto';
import type { Command } from '@renderio/sdk';
import type { Command as Program } from 'commander';
import { addCommand } from '../add-command.ts';
import { CliError } from '../cli-error.ts';
import { type CommonOptions, type Context, createContext, type Surroundings } from '../context.ts';
import { watchInterrupt } from '../interrupt.ts';
import { followEndings } from '../listen/follow-endings.ts';
import { signEvent } from '../listen/sign-event.ts';
import type { Terminal } from '../terminal.ts';
import { throughFaults } from '../through-faults.ts';

interface ListenOptions extends CommonOptions {
  readonly forwardTo?: string;
}

/** As long as the server waits for a receiver. */
const answerLimitMs = 15_000;

export function addListen(program: Program, surroundings: Surroundings): void {
  addCommand(program, {
    usage: 'listen',
    summary: 'Hand the events of commands that end from now on to a local URL, signed like webhooks.',
    examples: [
      ['renderio listen --forward-to http://localhost:3000/hook', 'prints the secret of the signatures'],
      ['renderio listen --json', 'only prints the events, one a line'],
    ],
    notes:
      "This program watches the account's commands and makes the events itself: the same body and headers as the server's webhooks, but a signature by a secret of its own (WEBHOOK_SECRET, or made and printed), one attempt each, and a webhook-id that begins with listen_. The account's own webhook is not touched and need not exist.",
  })
    .option('--forward-to <url>', 'where each event is posted')
    .action(async (options: ListenOptions) => {
      await listen(createContext(surroundings, options), options.forwardTo);
    });
}

async function listen({ terminal, connect, env }: Context, target: string | undefined): Promise<void> {
  if (target !== undefined && !/^https?:\/\//.test(target)) {
    throw new CliError('USAGE', `${target} is not a URL, such as http://localhost:3000/hook.`);
  }
  const client = await connect();
  const secret = (env['WEBHOOK_SECRET'] || undefined) ?? `whsec_${randomBytes(32).toString('base64')}`;
  const interrupt = watchInterrupt();
  const { signal } = interrupt;
  const known = new Map<string, 'open' | 'done'>();
  const onLost = ({ message }: Error): void => {
    terminal.note(`${message} Trying again.`);
  };
  let isReady = false;
  try {
    await throughFaults({ signal, onLost }, async (heard) => {
      const onAnswer = (): void => {
        heard();
        if (isReady) return;
        isReady = true;
        if (target !== undefined) terminal.note(`Secret of the signatures: ${secret}`);
        terminal.note('Listening for commands that end. Ctrl-C stops it.');
      };
      for await (const command of followEndings(client, known, { signal, onAnswer })) {
        const body = JSON.stringify({ data: command, timestamp: Date.now() });
        if (terminal.isJson) terminal.streams.stdout.write(`${body}\n`);
        if (target === undefined) terminal.note(lineOf(command));
        else await forward(target, command, body, { secret, terminal });
      }
    });
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    interrupt.release();
  }
}

async function forward(
  target: string,
  command: Command,
  body: string,
  { secret, terminal }: { readonly secret: string; readonly terminal: Terminal },
): Promise<void> {
  const id = `listen_${command.command_id}`;
  const headers = signEvent(body, { id, secret, timestampSeconds: Math.floor(Date.now() / 1000) });
  const startedAt = performance.now();
  try {
    const signal = AbortSignal.timeout(answerLimitMs);
    const response = await fetch(target, { method: 'POST', headers, body, redirect: 'manual', signal });
    await response.body?.cancel();
    terminal.note(`${lineOf(command)} → ${response.status} in ${Math.round(performance.now() - startedAt)} ms`);
  } catch (error) {
    const reason =
      error instanceof Error ? ((error.cause as Error | undefined)?.message ?? error.message) : String(error);
    terminal.note(`${lineOf(command)} → not delivered: ${reason}`);
  }
}

function lineOf({ command_id: id, status, error_status: cause }: Command): string {
  return `${id} ${cause ?? status}`;
}
