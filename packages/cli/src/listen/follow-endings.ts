// Every command of the account as it ends, for as long as one listens.
import type { Client, Command } from '@renderio/sdk';

export interface FollowEndingsOptions {
  readonly signal: AbortSignal;
  readonly pollMs?: number;
  /** Called after each look. */
  readonly onAnswer: () => void;
}

const defaultPollMs = 1000;
const pageSize = 100;

/**
 * Commands that end from now on, each once, those of one look oldest first. `known` holds the ids that are waited for
 * and is kept up to date, so that a lost connection can be taken up with it.
 */
export async function* followEndings(
  client: Client,
  known: Map<string, 'open' | 'done'>,
  { signal, pollMs = defaultPollMs, onAnswer }: FollowEndingsOptions,
): AsyncGenerator<Command> {
  if (known.size === 0) await remember(client, known, signal);
  for (;;) {
    const changed = await look(client, known, signal);
    onAnswer();
    for (const command of changed) {
      known.set(command.command_id, 'done');
      yield command;
    }
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(resolve, pollMs);
      const abort = (): void => {
        clearTimeout(timer);
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', abort, { once: true });
    });
  }
}

/** What is done already is old news; what is under way is waited for, however old. */
async function remember(client: Client, known: Map<string, 'open' | 'done'>, signal: AbortSignal): Promise<void> {
  const newest = await client.listCommands({ query: { limit: pageSize }, signal });
  for (const command of newest.commands) known.set(command.command_id, isDone(command) ? 'done' : 'open');
  for (const status of ['QUEUED', 'PROCESSING'] as const) {
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<Client['listCommands']>> = await client.listCommands({
        query: { status, limit: pageSize, ...(cursor === null ? {} : { cursor }) },
        signal,
      });
      for (const command of page.commands) known.set(command.command_id, 'open');
      cursor = page.next_cursor;
    } while (cursor !== null);
  }
}

async function look(client: Client, known: Map<string, 'open' | 'done'>, signal: AbortSignal): Promise<Command[]> {
  const seen = new Set<string>();
  const ended: Command[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<Client['listCommands']>> = await client.listCommands({
      query: { limit: pageSize, ...(cursor === null ? {} : { cursor }) },
      signal,
    });
    for (const command of page.commands) {
      const { command_id: id } = command;
      seen.add(id);
      if (isDone(command) && known.get(id) !== 'done') ended.push(command);
      else if (!known.has(id)) known.set(id, 'open');
    }
    // Pages are newest first: behind one with a known command there is nothing new.
    cursor = page.commands.every(({ command_id: id }) => !known.has(id)) ? page.next_cursor : null;
  } while (cursor !== null);
  for (const [id, state] of known) {
    if (state === 'done' || seen.has(id)) continue;
    const command = await client.getCommand({ params: { commandId: id }, signal });
    if (isDone(command)) ended.push(command);
  }
  return ended.sort((one, other) => (one.completed_at ?? '').localeCompare(other.completed_at ?? ''));
}

function isDone({ status }: Command): boolean {
  return status === 'SUCCESS' || status === 'FAILED';
}
