// Reading commands together with their outputs, at once or when they are done.
import { AppError } from '../domain/app-error.ts';
import type { CommandView } from '../domain/command.ts';
import { isId } from '../domain/id.ts';
import { type CommandPage, countCommandsAhead, findCommand, listCommands } from '../store/commands.ts';
import type { Database } from '../store/database.ts';
import { listOutputs } from '../store/files.ts';
import { checkCursor } from './check-cursor.ts';
import { type Subscribe, watchItem } from './watch-command.ts';

const farthestPosition = 10_000;
/** How long a waiter may be late when a wake was missed. */
const lookMs = 1_000;

export function unknownCommand(id: string): AppError {
  return new AppError('NOT_FOUND', `There is no command ${id.slice(0, 64)} in this account.`);
}

/** Throws `NOT_FOUND`, also for another account's command and for what cannot be an id. */
export async function getCommand(database: Database, accountId: string, id: string): Promise<CommandView> {
  const command = isId(id) ? await findCommand(database, accountId, id) : null;
  if (command === null) throw unknownCommand(id);
  const isQueued = command.status === 'QUEUED';
  return {
    command,
    outputs: command.status === 'SUCCESS' ? await listOutputs(database, accountId, [id]) : [],
    queuePosition: isQueued ? await countCommandsAhead(database, accountId, id, farthestPosition) : null,
  };
}

/** The command once it is done, or after `waitSeconds` as it is then. */
export async function waitForCommand(
  parts: { database: Database; subscribe: Subscribe },
  accountId: string,
  id: string,
  waitSeconds: number,
  signal?: AbortSignal,
): Promise<CommandView> {
  const deadline = performance.now() + waitSeconds * 1000;
  const watch = watchItem(parts.subscribe, id);
  try {
    for (;;) {
      const view = await getCommand(parts.database, accountId, id);
      const leftMs = deadline - performance.now();
      if (view.command.completedAt !== null || leftMs <= 0 || signal?.aborted === true) return view;
      await watch.next(Math.min(lookMs, leftMs), signal);
    }
  } finally {
    watch.end();
  }
}

/** Newest first; `nextCursor` is null on the last page. Throws `INVALID_REQUEST` for a cursor that is none. */
export async function getCommands(
  database: Database,
  accountId: string,
  page: CommandPage,
): Promise<{ views: CommandView[]; nextCursor: string | null }> {
  checkCursor(page.cursor);
  // One more than asked for tells whether there is another page.
  const found = await listCommands(database, accountId, { ...page, limit: page.limit + 1 });
  const commands = found.slice(0, page.limit);
  const outputs = Map.groupBy(
    await listOutputs(
      database,
      accountId,
      commands.map((command) => command.id),
    ),
    (output) => output.commandId,
  );
  return {
    views: commands.map((command) => ({ command, outputs: outputs.get(command.id) ?? [], queuePosition: null })),
    nextCursor: found.length > commands.length ? (commands.at(-1)?.id ?? null) : null,
  };
}
