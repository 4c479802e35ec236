// What the list shows of a command: of a hundred thousand, whole ones would fill the memory.
import type { Command } from '@renderio/sdk';

export interface CommandRow {
  readonly id: string;
  readonly status: Command['status'];
  readonly stepCount: number;
  readonly text: string;
  readonly errorStatus: string | null;
  readonly progress: number | null;
  readonly seconds: number | null;
  readonly createdAt: string;
}

export function commandRowOf(command: Command): CommandRow {
  const { ffmpeg_command: text, ffmpeg_commands: texts } = command.original_request;
  return {
    id: command.command_id,
    status: command.status,
    stepCount: texts?.length ?? 1,
    text: text ?? texts?.join('  ⏵  ') ?? '',
    errorStatus: command.error_status,
    progress: command.progress,
    seconds: command.total_processing_seconds,
    createdAt: command.created_at,
  };
}
