// `renderio logs`: FFmpeg's log of a command, once or while it runs.
import type { Client } from '@renderio/sdk';
import type { Command as Program } from 'commander';
import { addCommand } from '../add-command.ts';
import { type CommonOptions, createContext, type Surroundings } from '../context.ts';
import { watchInterrupt } from '../interrupt.ts';
import type { Terminal } from '../terminal.ts';
import { throughFaults } from '../through-faults.ts';

export function addLogs(program: Program, surroundings: Surroundings): void {
  addCommand(program, {
    usage: 'logs <command-id>',
    summary: "Print FFmpeg's log of a command.",
    examples: [
      ['renderio logs 01a2…', 'what there is'],
      ['renderio logs -f 01a2…', 'and what comes, until the command is done'],
      ['renderio logs -f --json 01a2…', 'every event as a line of JSON: status, progress, log'],
    ],
  })
    .option('-f, --follow', 'go on until the command is done')
    .action(async (commandId: string, options: CommonOptions & { readonly follow?: boolean }) => {
      const { terminal, connect } = createContext(surroundings, options);
      const client = await connect();
      if (options.follow === true) {
        await followLog(client, commandId, terminal);
        return;
      }
      const log = await client.getCommandLog({ params: { commandId } });
      terminal.print({ log }, log.trimEnd());
    });
}

async function followLog(client: Client, commandId: string, terminal: Terminal): Promise<void> {
  const interrupt = watchInterrupt();
  const { signal } = interrupt;
  let lastId: string | null = null;
  const onLost = ({ message }: Error): void => {
    terminal.note(`${message} Trying again.`);
  };
  try {
    await throughFaults({ signal, onLost }, async (onAnswer) => {
      const headers: Record<string, string> = lastId === null ? {} : { 'last-event-id': lastId };
      for await (const event of await client.getCommandEvents({ params: { commandId }, headers, signal })) {
        onAnswer();
        if (terminal.isJson) terminal.print(event, '');
        if (event.event !== 'log') continue;
        lastId = event.id;
        if (!terminal.isJson) terminal.streams.stdout.write(event.data.text);
      }
    });
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    interrupt.release();
  }
}
