// Ending a command on request: at once while it waits, through its worker while it runs.
import { isId } from '../domain/id.ts';
import { requestCancel } from '../queue/lease.ts';
import type { Wake } from '../queue/wake.ts';
import { cancelReadyCommand, findCommand } from '../store/commands.ts';
import type { Pool } from '../store/database.ts';
import { unknownCommand } from './read-commands.ts';

/** Throws `NOT_FOUND`. A command that is done stays as it is. */
export async function cancelCommand(
  parts: { database: Pool; wake: Wake },
  accountId: string,
  id: string,
): Promise<void> {
  const { database, wake } = parts;
  if (!isId(id) || (await findCommand(database, accountId, id)) === null) throw unknownCommand(id);
  const wasWaiting = await cancelReadyCommand(database, accountId, id, 'The command was cancelled while it waited.');
  if (!wasWaiting) await requestCancel(database, id);
  wake(`item:${id}`);
}
