// Reading commands together with their outputs.
import type { CommandStatus } from '@renderio/contract';
import { AppError } from '../domain/app-error.ts';
import type { CommandView } from '../domain/command.ts';
import { isId } from '../domain/id.ts';
import { findCommand, listCommands } from '../store/commands.ts';
import type { Database } from '../store/database.ts';
import { listOutputs } from '../store/files.ts';

/** Throws `NOT_FOUND`, also for another account's command and for what cannot be an id. */
export async function getCommand(database: Database, accountId: string, id: string): Promise<CommandView> {
  const command = isId(id) ? await findCommand(database, accountId, id) : null;
  if (command === null) throw new AppError('NOT_FOUND', `There is no command ${id.slice(0, 64)} in this account.`);
  return { command, outputs: await listOutputs(database, [id]) };
}

/** Newest first. */
export async function getCommands(
  database: Database,
  accountId: string,
  page: { limit: number; offset: number; status?: CommandStatus | undefined },
): Promise<CommandView[]> {
  const commands = await listCommands(database, accountId, page);
  const outputs = Map.groupBy(
    await listOutputs(
      database,
      commands.map((command) => command.id),
    ),
    (output) => output.commandId,
  );
  return commands.map((command) => ({ command, outputs: outputs.get(command.id) ?? [] }));
}
