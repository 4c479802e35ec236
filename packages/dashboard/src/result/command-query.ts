// Under which name a command is held, and whether it still changes.
import type { Command } from '@renderio/sdk';

export const commandKey = (commandId: string) => ['command', commandId] as const;

export function isDone({ status }: Pick<Command, 'status'>): boolean {
  return status === 'SUCCESS' || status === 'FAILED';
}
