// Deleting what a command made: the bytes go, the records stay.
import { isId } from '../domain/id.ts';
import type { ObjectStore } from '../storage/object-store.ts';
import { findCommand } from '../store/commands.ts';
import type { Database } from '../store/database.ts';
import { listOutputs } from '../store/files.ts';
import { unknownCommand } from './read-commands.ts';
import { deleteFileIfThere } from './read-files.ts';

/** Returns how many files were deleted now; those deleted before do not count. Throws `NOT_FOUND`. */
export async function deleteCommandFiles(
  parts: { database: Database; storage: ObjectStore },
  accountId: string,
  id: string,
): Promise<number> {
  if (!isId(id) || (await findCommand(parts.database, accountId, id)) === null) throw unknownCommand(id);
  let deleted = 0;
  for (const output of await listOutputs(parts.database, accountId, [id])) {
    if (await deleteFileIfThere(parts, accountId, output.id)) deleted += 1;
  }
  return deleted;
}
