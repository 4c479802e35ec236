// Ending a command on request: at once while it waits, through its worker while it runs.
import { isId } from '../domain/id.ts';
import { requestCancel } from '../queue/lease.ts';
import type { Wake } from '../queue/wake.ts';
import { cancelReadyCommand, findCommand } from '../store/commands.ts';
import { inTransaction, type Pool } from '../store/database.ts';
import { unknownCommand } from './read-commands.ts';
import type { WebhookOutbox } from './webhook-outbox.ts';

/** Throws `NOT_FOUND`. A command that is done stays as it is. */
export async function cancelCommand(
  parts: { database: Pool; wake: Wake; outbox: WebhookOutbox },
  accountId: string,
  id: string,
): Promise<void> {
  const { database, wake, outbox } = parts;
  if (!isId(id) || (await findCommand(database, accountId, id)) === null) throw unknownCommand(id);
  const wasWaiting = await inTransaction(database, async (transaction) => {
    const message = 'The command was cancelled while it waited.';
    const isDone = await cancelReadyCommand(transaction, accountId, id, message);
    if (isDone) await outbox.writeCommandEnd(transaction, id);
    return isDone;
  });
  if (wasWaiting) wake('deliveries');
  else await requestCancel(database, accountId, id);
  wake(`item:${id}`);
}
