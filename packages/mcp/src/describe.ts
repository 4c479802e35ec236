// What a model is told of commands, files and presets: short, with links, and with what to do next.
import type { AnswerOf, endpoints } from '@renderio/contract';
import type { Command, CommandOutput, File, Preset } from '@renderio/sdk';

type Facts = Pick<
  File,
  'size_mbytes' | 'duration' | 'file_type' | 'file_format' | 'codec' | 'width' | 'height' | 'frame_rate'
>;

const round = (value: number): string => String(Number(value.toFixed(2)));

function facts(media: Facts): string {
  const { size_mbytes: size, duration, file_type: type, file_format: format, codec, width, height } = media;
  return [
    type,
    [format, codec].filter((name) => name !== null).join('/'),
    width === null || height === null ? null : `${width}x${height}`,
    media.frame_rate === null ? null : `${round(media.frame_rate)} fps`,
    duration === null ? null : `${round(duration)} s`,
    size === null ? null : `${round(size)} MiB`,
  ]
    .filter((fact) => fact !== null && fact !== '')
    .join(', ');
}

export function describeCommand(command: Command): string {
  const { command_id: id, status } = command;
  switch (status) {
    case 'QUEUED':
    case 'PROCESSING':
      return [`Command ${id} is ${status}${progressText(command)}.`, next('get_command', 'with wait_seconds')].join(
        '\n',
      );
    case 'FAILED':
      return [
        `Command ${id} FAILED: ${command.error_status ?? 'INTERNAL_ERROR'}.`,
        command.error_message ?? '',
        ...requestText(command),
        'Next: correct the command and run it again; get_command_log shows what FFmpeg said.',
      ].join('\n');
    case 'SUCCESS':
      return [
        `Command ${id} SUCCEEDED in ${round(command.total_processing_seconds ?? 0)} s.`,
        ...Object.entries(command.output_files).flatMap(([alias, output]) => outputText(alias, output)),
      ].join('\n');
  }
}

function progressText({ progress, queue_position: position }: Command): string {
  if (progress !== null) return `, ${Math.round(progress * 100)} % done`;
  return position === null ? '' : `, ${position} ahead of it`;
}

function requestText({ original_request: { ffmpeg_command: one, ffmpeg_commands: several } }: Command): string[] {
  return (several ?? (one === undefined ? [] : [one])).map((text) => `It was: ${text}`);
}

function outputText(alias: string, output: CommandOutput): string[] {
  const odd = output.checks.filter(({ verdict }) => verdict !== 'pass');
  return [
    `- ${alias}: ${output.filename} (${facts(output)})`,
    `  file_id ${output.file_id}${output.storage_url === null ? ', deleted' : `, ${output.storage_url}`}`,
    ...(output.items === undefined ? [] : [`  ${output.items.length} files: the link is their archive or playlist`]),
    ...odd.map(({ message }) => `  Note: ${message}`),
  ];
}

export function describeCommandLine(command: Command): string {
  const error = command.error_status === null ? '' : ` ${command.error_status}`;
  const outputs = Object.values(command.original_request.output_files).join(', ');
  return `- ${command.command_id} ${command.status}${error} ${command.created_at} → ${outputs}`;
}

export function describeFile(file: File): string {
  const lines = [
    `File ${file.file_id}: ${file.filename}, ${file.status}${file.is_deleted ? ', deleted' : ''} (${facts(file)})`,
  ];
  if (file.storage_url !== null) lines.push(file.storage_url);
  if (file.error_message !== null) lines.push(`${file.error_status ?? ''}: ${file.error_message}`);
  if (file.status === 'PROCESSING') lines.push(next('get_file', 'until it is STORED'));
  return lines.join('\n');
}

export function describePreset(preset: Preset): string {
  const commands = preset.ffmpeg_commands ?? [preset.ffmpeg_command ?? ''];
  return [
    `Preset ${preset.preset_id}: ${preset.name}${preset.is_system ? ' (comes with the server)' : ''}`,
    preset.description ?? '',
    `Inputs: ${preset.input_file_keys.join(', ') || 'none'}`,
    `Outputs: ${Object.entries(preset.output_file_definitions)
      .map(([alias, name]) => `${alias} → ${name}`)
      .join(', ')}`,
    ...commands.map((command) => `ffmpeg ${command}`),
  ]
    .filter((line) => line !== '')
    .join('\n');
}

export function describeValidation(verdict: AnswerOf<typeof endpoints.validateCommand>): string {
  if (!verdict.valid) {
    return [
      'It would be refused:',
      ...verdict.detail.map(({ loc, msg }) => `- ${loc.slice(1).join('.')}: ${msg}`),
    ].join('\n');
  }
  return [
    'It would run as:',
    ...verdict.arguments.map((step) => `ffmpeg ${step.map(quoted).join(' ')}`),
    ...verdict.warnings.map((warning) => `Note: ${warning}`),
  ].join('\n');
}

const quoted = (word: string): string =>
  /^[\w./:=,@%+{}-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

function next(tool: string, how: string): string {
  return `Next: ${tool} ${how}.`;
}
