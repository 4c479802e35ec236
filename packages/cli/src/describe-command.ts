// A command as people read it: on one line of a list, and whole.
import type { Command } from '@renderio/sdk';
import { formatMegabytes, formatSeconds, formatTable } from './format.ts';

export const commandHeadings = ['ID', 'STATUS', 'CREATED', 'TOOK', 'WHAT'];

export function commandRow(command: Command): string[] {
  return [
    command.command_id,
    command.status === 'FAILED' ? (command.error_status ?? 'FAILED') : command.status,
    command.created_at.slice(0, 19).replace('T', ' '),
    formatSeconds(command.total_processing_seconds),
    textOf(command).replaceAll(/\s+/g, ' ').slice(0, 60),
  ];
}

export function describeCommand(command: Command): string {
  const outputs = Object.values(command.output_files).map(({ filename, storage_url: url, ...facts }) => [
    `  ${filename}`,
    [facts.codec, facts.width === null ? null : `${facts.width}x${facts.height ?? 0}`].filter(Boolean).join(' '),
    formatSeconds(facts.duration),
    formatMegabytes(facts.size_mbytes),
    facts.is_deleted ? 'deleted' : (url ?? ''),
  ]);
  const failure = command.error_status === null ? [] : [`${command.error_status}: ${command.error_message ?? ''}`];
  return [
    formatTable([
      ['id', command.command_id],
      ['status', command.status],
      ['created', command.created_at],
      ...(command.total_processing_seconds === null ? [] : [['took', formatSeconds(command.total_processing_seconds)]]),
      ...(command.progress === null ? [] : [['progress', `${Math.floor(command.progress * 100)}%`]]),
      ['command', textOf(command)],
    ]),
    ...failure,
    ...(outputs.length === 0 ? [] : ['outputs', formatTable(outputs)]),
  ].join('\n');
}

function textOf({ original_request: { ffmpeg_command: one, ffmpeg_commands: several } }: Command): string {
  return one ?? several?.join(' && ') ?? '';
}
