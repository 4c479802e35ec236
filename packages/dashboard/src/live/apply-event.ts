// What an event makes of what is held: rows change where they stand, and what only the server can tell is asked for again.
import type { AccountEvent, Command, File } from '@renderio/sdk';
import type { QueryClient } from '@tanstack/react-query';
import { type CommandRow, commandRowOf } from '../commands/command-row.ts';
import { type FileRow, fileRowOf } from '../files/file-row.ts';
import { commandKey, isDone } from '../result/command-query.ts';
import type { Refresh } from './refresher.ts';
import { newestKey, patchRow } from './use-live-list.ts';

/** While much happens; the first of it is asked for at once. */
const listMs = 1_500;
/** Sums over a month. */
const usageMs = 10_000;

export const runningKey = ['commands', 'running'] as const;
export const usageKey = ['usage'] as const;

export function applyEvent(queryClient: QueryClient, refresh: Refresh, event: AccountEvent): void {
  switch (event.event) {
    case 'command': {
      const { data: command } = event;
      patchRow<CommandRow>(queryClient, 'commands', command.command_id, () => commandRowOf(command));
      queryClient.setQueryData<Command>(commandKey(command.command_id), (old) =>
        old !== undefined && isDone(command) && !isDone(old) ? command : old,
      );
      refresh(newestKey('commands'), listMs);
      refresh(runningKey, listMs);
      refresh(usageKey, usageMs);
      return;
    }
    case 'progress': {
      const { command_id: id, progress, progress_detail } = event.data;
      patchRow<CommandRow>(queryClient, 'commands', id, (row) => ({ ...row, progress }));
      queryClient.setQueryData<readonly Command[]>(runningKey, (old) =>
        old?.map((command) => (command.command_id === id ? { ...command, progress, progress_detail } : command)),
      );
      return;
    }
    case 'file': {
      const { data: file } = event;
      patchRow<FileRow>(queryClient, 'files', file.file_id, () => (file.is_deleted ? null : fileRowOf(file)));
      queryClient.setQueryData<File>(['file', file.file_id], (old) => old && file);
      // Of what a command made, its page tells too.
      if (file.is_deleted) refresh(['command'], listMs);
      refresh(newestKey('files'), listMs);
      refresh(usageKey, usageMs);
      return;
    }
    case 'delivery':
      patchRow(queryClient, 'deliveries', event.data.delivery_id, (row) => ({ ...row, ...event.data }));
      refresh(newestKey('deliveries'), listMs);
      refresh(['deliveries', 'of', event.data.command_id], listMs);
      refresh(['delivery', event.data.delivery_id], listMs);
      // Whether it works.
      refresh(['webhook'], usageMs);
      return;
    case 'reset':
      for (const name of ['commands', 'files', 'deliveries'] as const) refresh(newestKey(name), listMs);
      for (const key of [runningKey, usageKey, ['command'], ['deliveries', 'of'], ['delivery']]) refresh(key, listMs);
  }
}
