// The commands that a filter lets through, as far down as one has scrolled.
import { client } from '../client.ts';
import type { LivePage } from '../live/live-list.ts';
import { type LiveList, useLiveList } from '../live/use-live-list.ts';
import { type CommandFilter, queryOf } from './command-filter.ts';
import { type CommandRow, commandRowOf } from './command-row.ts';

const pageSize = 100;

export function useCommandList(filter: CommandFilter): LiveList<CommandRow> {
  return useLiveList('commands', filter, (cursor, signal) => readPage(filter, cursor, signal));
}

async function readPage(
  filter: CommandFilter,
  cursor: string | null,
  signal: AbortSignal,
): Promise<LivePage<CommandRow>> {
  const { commands, next_cursor: nextCursor } = await client.listCommands({
    query: { limit: pageSize, ...queryOf(filter, new Date()), ...(cursor === null ? {} : { cursor }) },
    signal,
  });
  return { rows: commands.map(commandRowOf), nextCursor };
}
