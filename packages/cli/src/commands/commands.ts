// What can be done with commands that were submitted: look, wait, cancel, repeat.
import { CommandFailedError } from '@renderio/sdk';
import type { Command as Program } from 'commander';
import { addCommand, collect, wholeNumber } from '../add-command.ts';
import { CliError } from '../cli-error.ts';
import { type CommonOptions, createContext, type Surroundings } from '../context.ts';
import { commandHeadings, commandRow, describeCommand } from '../describe-command.ts';
import { formatTable } from '../format.ts';
import { watchInterrupt } from '../interrupt.ts';
import { readMetadata } from '../read-metadata.ts';
import { createStatusLine } from '../status-line.ts';
import { throughFaults } from '../through-faults.ts';

const statuses = ['QUEUED', 'PROCESSING', 'SUCCESS', 'FAILED'] as const;

export function addCommands(program: Program, surroundings: Surroundings): void {
  addGet(program, surroundings);
  addList(program, surroundings);
  addWait(program, surroundings);
  addCancel(program, surroundings);
  addRetry(program, surroundings);
}

function addGet(program: Program, surroundings: Surroundings): void {
  addCommand(program, {
    usage: 'get <command-id>',
    summary: 'Show a command: its state, results and times.',
    examples: [["renderio get --json 01a2… | jq -r '.output_files[].storage_url'", 'links of the results']],
  }).action(async (commandId: string, options: CommonOptions) => {
    const { terminal, connect } = createContext(surroundings, options);
    const command = await (await connect()).getCommand({ params: { commandId } });
    terminal.print(command, describeCommand(command));
  });
}

interface ListOptions extends CommonOptions {
  readonly status?: string;
  readonly limit: number;
  readonly cursor?: string;
  readonly after?: string;
  readonly before?: string;
  readonly metadata?: readonly string[];
}

function addList(program: Program, surroundings: Surroundings): void {
  addCommand(program, {
    usage: 'list',
    summary: 'List commands, newest first.',
    examples: [
      ['renderio list --status FAILED', 'what went wrong lately'],
      ['renderio list --metadata project=demo --limit 100', 'by what was sent along'],
    ],
  })
    .option('--status <status>', 'QUEUED, PROCESSING, SUCCESS or FAILED')
    .option('--limit <count>', 'entries, at most 100', wholeNumber, 20)
    .option('--cursor <cursor>', '`next_cursor` of the page before')
    .option('--after <time>', 'only what was created after this ISO 8601 time')
    .option('--before <time>', 'only what was created before it')
    .option('--metadata <key=value>', 'only commands that carry it', collect)
    .action(async (options: ListOptions) => {
      const { terminal, connect } = createContext(surroundings, options);
      const { limit, cursor, after, before } = options;
      const status = statuses.find((known) => known === options.status?.toUpperCase());
      if (options.status !== undefined && status === undefined) {
        throw new CliError('USAGE', `--status ${options.status} is none of ${statuses.join(', ')}.`);
      }
      const metadata = Object.entries(readMetadata(options.metadata ?? []));
      const page = await (await connect()).listCommands({
        query: {
          limit,
          ...(status === undefined ? {} : { status }),
          ...(cursor === undefined ? {} : { cursor }),
          ...(after === undefined ? {} : { created_after: after }),
          ...(before === undefined ? {} : { created_before: before }),
          ...Object.fromEntries(metadata.map(([key, value]) => [`metadata.${key}`, value])),
        },
      });
      terminal.print(page, formatTable([commandHeadings, ...page.commands.map(commandRow)]));
    });
}

function addWait(program: Program, surroundings: Surroundings): void {
  addCommand(program, {
    usage: 'wait <command-id>',
    summary: 'Wait until a command is done; exits like `run`. Ctrl-C stops waiting, and the command goes on.',
    examples: [['renderio wait 01a2… && renderio download 01a2…', 'what was started with --detach']],
  }).action(async (commandId: string, options: CommonOptions) => {
    const { terminal, connect } = createContext(surroundings, options);
    const client = await connect();
    const status = createStatusLine(terminal);
    const interrupt = watchInterrupt();
    const { signal } = interrupt;
    try {
      const onLost = ({ message }: Error): void => {
        terminal.note(`${message} Trying again.`);
      };
      const command = await throughFaults({ signal, onLost }, (onAnswer) =>
        client.wait(commandId, {
          signal,
          onProgress: (state) => {
            onAnswer();
            status.show(state);
          },
        }),
      );
      status.clear();
      if (command.status === 'FAILED') throw new CommandFailedError(command);
      terminal.print(command, describeCommand(command));
    } catch (error) {
      throw signal.aborted ? new CliError('INTERRUPTED', `Not waiting any longer; ${commandId} goes on.`) : error;
    } finally {
      status.clear();
      interrupt.release();
    }
  });
}

function addCancel(program: Program, surroundings: Surroundings): void {
  addCommand(program, {
    usage: 'cancel <command-id>',
    summary: 'End a command that waits or runs; one that is done stays as it is.',
    examples: [['renderio cancel 01a2…', 'its FFmpeg is ended within moments']],
  }).action(async (commandId: string, options: CommonOptions) => {
    const { terminal, connect } = createContext(surroundings, options);
    const client = await connect();
    await client.cancelCommand({ params: { commandId } });
    const command = await client.wait(commandId);
    terminal.print(command, `${commandId} ${command.error_status ?? command.status}`);
  });
}

function addRetry(program: Program, surroundings: Surroundings): void {
  addCommand(program, {
    usage: 'retry <command-id>',
    summary: "Queue a new command from an old one's request, and print its id.",
    examples: [['renderio wait "$(renderio retry 01a2…)"', 'again, and wait for it']],
  }).action(async (commandId: string, options: CommonOptions) => {
    const { terminal, connect } = createContext(surroundings, options);
    const retried = await (await connect()).retryCommand({ params: { commandId } });
    terminal.print(retried, retried.command_id);
  });
}
