// Running a command again: a new command from the old one's request.
import { isId } from '../domain/id.ts';
import { findCommand, findSubmission } from '../store/commands.ts';
import type { Account } from './authenticate.ts';
import { unknownCommand } from './read-commands.ts';
import { type SubmitParts, submitCommand } from './submit-command.ts';

/** Returns the new command's id. Throws `NOT_FOUND`, and `INVALID_REQUEST` where the request is no longer accepted. */
export async function retryCommand(
  parts: SubmitParts,
  account: Account,
  id: string,
  arrivedAtMs: number,
): Promise<string> {
  const command = isId(id) ? await findCommand(parts.database, account.accountId, id) : null;
  if (command === null) throw unknownCommand(id);
  const { webhookUrl, maxRunSeconds } = await findSubmission(parts.database, account.accountId, id);
  const { type, request, metadata } = command;
  return await submitCommand(parts, account, {
    type,
    request,
    metadata,
    webhookUrl,
    maxRunSeconds: maxRunSeconds === null ? null : Math.min(maxRunSeconds, account.limits.maxRunSeconds),
    arrivedAtMs,
    retryOf: id,
  });
}
