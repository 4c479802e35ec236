// Commands on the wire: what is asked for, and what became of it.
import { z } from 'zod';
import type { Endpoint } from './endpoint.ts';
import { commandText, inputFiles, metadata, outputFiles, paging, seconds, timestamp, webhookUrl } from './fields.ts';
import { failureCode, fileItem, fileStatus, mediaFacts } from './files.ts';

export const commandStatus = z.enum(['QUEUED', 'PROCESSING', 'SUCCESS', 'FAILED']);
export type CommandStatus = z.infer<typeof commandStatus>;
export const commandType = z.enum(['FFMPEG_COMMAND', 'CHAINED_COMMAND', 'MULTIPLE_COMMAND', 'YTDLP_COMMAND']);
export type CommandType = z.infer<typeof commandType>;

export const runFfmpegCommandBody = z.object({
  input_files: inputFiles,
  output_files: outputFiles,
  ffmpeg_command: commandText,
  metadata: metadata.optional(),
  webhook_url: webhookUrl.optional(),
  /** Wall-clock seconds that FFmpeg may run. */
  max_command_run_seconds: z.int().min(1).max(21_600).optional(),
});
export type RunFfmpegCommandBody = z.infer<typeof runFfmpegCommandBody>;

/** Where a command's time went; the phases add up to `total_processing_seconds`. */
export const timelineEntry = z.object({
  phase: z.enum(['accepted', 'queued', 'fetching', 'running', 'verifying', 'storing']),
  started_at: timestamp,
  seconds,
  /** 1-based, of a chain. */
  step: z.int().optional(),
  /** 2 or 3: of a later start, after the worker of the one before was lost. */
  attempt: z.int().optional(),
});
export type TimelineEntry = z.infer<typeof timelineEntry>;

export const check = z.object({
  name: z.enum(['exists', 'probes', 'has_frames', 'duration', 'segments']),
  verdict: z.enum(['pass', 'warn', 'fail']),
  message: z.string(),
});

export const commandOutput = z.object({
  file_id: z.string(),
  storage_url: z.string().nullable(),
  status: fileStatus,
  rendi_store_type: z.literal('OUTPUT'),
  is_deleted: z.boolean(),
  filename: z.string(),
  ...mediaFacts,
  items: z.array(fileItem).optional(),
  checks: z.array(check),
});
export type CommandOutput = z.infer<typeof commandOutput>;

export const command = z.object({
  command_id: z.string(),
  status: commandStatus,
  command_type: commandType,
  /** Accepted → done; null until done. */
  total_processing_seconds: seconds.nullable(),
  /** FFmpeg alone; null until it ran. */
  ffmpeg_command_run_seconds: seconds.nullable(),
  metadata: metadata.nullable(),
  error_status: failureCode.nullable(),
  error_message: z.string().nullable(),
  output_files: z.record(z.string(), commandOutput),
  original_request: z.object({
    input_files: z.record(z.string(), z.string()),
    output_files: z.record(z.string(), z.string()),
    ffmpeg_command: z.string().optional(),
    ffmpeg_commands: z.array(z.string()).optional(),
  }),
  /** 0–1; null while it cannot be told. */
  progress: z.number().min(0).max(1).nullable(),
  created_at: timestamp,
  started_at: timestamp.nullable(),
  completed_at: timestamp.nullable(),
  timeline: z.array(timelineEntry),
});
export type Command = z.infer<typeof command>;

export const commandEndpoints = {
  runFfmpegCommand: {
    method: 'POST',
    path: '/run-ffmpeg-command',
    summary: 'Queue one FFmpeg command.',
    body: runFfmpegCommandBody,
    badRequest: 'INVALID_REQUEST',
    status: 200,
    answer: z.object({ command_id: z.string() }),
    errors: ['INVALID_REQUEST', 'PAYLOAD_TOO_LARGE'],
  },
  getCommand: {
    method: 'GET',
    path: '/commands/:commandId',
    summary: 'One command: its state, results, checks and times.',
    params: z.object({ commandId: z.string() }),
    badRequest: 'INVALID_REQUEST',
    status: 200,
    answer: command,
    errors: ['NOT_FOUND'],
  },
  listCommands: {
    method: 'GET',
    path: '/commands',
    summary: 'Commands, newest first.',
    query: z.object({ ...paging, status: commandStatus.optional() }),
    badRequest: 'INVALID_REQUEST',
    status: 200,
    answer: z.object({ commands: z.array(command), limit: z.number(), offset: z.number() }),
    errors: ['INVALID_REQUEST'],
  },
} as const satisfies Record<string, Endpoint>;
