// A command's changes as they happen, for a reader on any host: its state, its progress, and its log.
import type { CommandView } from '../domain/command.ts';
import type { Database } from '../store/database.ts';
import { type LogPlace, listLogChunks } from '../store/log-chunks.ts';
import { getCommand } from './read-commands.ts';
import { type Subscribe, watchItem } from './watch-command.ts';

export type { LogPlace };

export type CommandChange =
  | { readonly kind: 'status'; readonly view: CommandView }
  | { readonly kind: 'progress'; readonly view: CommandView }
  | { readonly kind: 'log'; readonly place: LogPlace; readonly text: string };

/** Progress and log are written by workers at most this often, so looking more often shows nothing new. */
const lookMs = 500;

/**
 * Begins with the state as it is and ends after the one in which the command is done, or when `signal` aborts. The log
 * goes on after `logAfter`. Throws `NOT_FOUND` before the first change.
 */
export async function* followCommand(
  parts: { database: Database; subscribe: Subscribe },
  accountId: string,
  id: string,
  logAfter: LogPlace,
  signal: AbortSignal,
): AsyncGenerator<CommandChange> {
  const watch = watchItem(parts.subscribe, id);
  let place = logAfter;
  let seen = { status: '', progress: '' };
  try {
    while (!signal.aborted) {
      const view = await getCommand(parts.database, accountId, id);
      const { status, progress, progressDetail, completedAt } = view.command;
      const isDone = completedAt !== null;
      // The last lines of the log come before the state that ends it.
      for (const chunk of await listLogChunks(parts.database, accountId, id, place)) {
        place = chunk;
        yield { kind: 'log', place, text: chunk.text };
      }
      const now = { status, progress: JSON.stringify([progress, progressDetail]) };
      if (now.status !== seen.status) yield { kind: 'status', view };
      else if (now.progress !== seen.progress) yield { kind: 'progress', view };
      seen = now;
      if (isDone) return;
      await watch.next(lookMs, signal);
    }
  } finally {
    watch.end();
  }
}
