// A command as the wire shows it.
import type { Command } from '@renderio/contract';
import type { CommandRecord, CommandView } from '../domain/command.ts';
import { stepsOf } from '../domain/command-steps.ts';
import { presentOutput } from './file.ts';
import type { LinkTo } from './links.ts';

export function presentCommand({ command, outputs, queuePosition }: CommandView, linkTo: LinkTo): Command {
  const { request } = command;
  return {
    command_id: command.id,
    status: command.status,
    command_type: command.type,
    total_processing_seconds:
      command.completedAt === null ? null : (command.completedAt.getTime() - command.createdAt.getTime()) / 1000,
    ffmpeg_command_run_seconds: command.ffmpegSeconds,
    metadata: command.metadata,
    error_status: command.errorCode,
    error_message: command.errorMessage,
    output_files: Object.fromEntries(
      outputs.map((output) => [output.alias ?? output.id, presentOutput(output, linkTo)]),
    ),
    original_request: {
      input_files: request.input_files,
      output_files: request.output_files,
      ...(request.ffmpeg_command === undefined ? {} : { ffmpeg_command: request.ffmpeg_command }),
      ...(request.ffmpeg_commands === undefined ? {} : { ffmpeg_commands: [...request.ffmpeg_commands] }),
    },
    progress: command.status === 'SUCCESS' ? 1 : command.progress,
    progress_detail: command.progressDetail,
    steps: stepsOf(command),
    queue_position: queuePosition,
    queue_seconds: queueSeconds(command),
    retry_of: command.retryOf,
    batch_id: command.batchId,
    created_at: command.createdAt.toISOString(),
    started_at: command.startedAt?.toISOString() ?? null,
    completed_at: command.completedAt?.toISOString() ?? null,
    timeline: [...command.timeline],
  };
}

function queueSeconds({ timeline, status }: CommandRecord): number | null {
  const waits = timeline.filter(({ phase }) => phase === 'queued');
  return status === 'QUEUED' || waits.length === 0 ? null : waits.reduce((sum, { seconds }) => sum + seconds, 0);
}
