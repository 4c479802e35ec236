// FFmpeg's log of a command: whole once the command is done, as far as it has come before.
import { Readable } from 'node:stream';
import { isId } from '../domain/id.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { findCommand } from '../store/commands.ts';
import type { Database } from '../store/database.ts';
import { listLogChunks } from '../store/log-chunks.ts';
import { unknownCommand } from './read-commands.ts';

/** Empty for a command whose FFmpeg has not said anything, or never ran, or whose log is no longer kept. Throws `NOT_FOUND`. */
export async function readLog(
  parts: { database: Database; storage: ObjectStore },
  accountId: string,
  id: string,
): Promise<Readable> {
  const command = isId(id) ? await findCommand(parts.database, accountId, id) : null;
  if (command === null) throw unknownCommand(id);
  const stored = command.logKey === null ? null : await parts.storage.open(command.logKey);
  if (stored !== null) return stored;
  const chunks = await listLogChunks(parts.database, accountId, id, { attempt: 0, number: 0 });
  return Readable.from([chunks.map(({ text }) => text).join('')]);
}
