// Commands on the wire: what is asked for, and what became of it.
import { z } from 'zod';
import type { Endpoint } from './endpoint.ts';
import { detailEntry } from './errors.ts';
import {
  commandText,
  inputFiles,
  listFilters,
  metadata,
  outputFiles,
  paging,
  seconds,
  timestamp,
  webhookUrl,
  wholeNumber,
} from './fields.ts';
import { failureCode, fileItem, fileStatus, mediaFacts } from './files.ts';
import { requestLimits } from './request-limits.ts';

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
  max_command_run_seconds: z
    .int()
    .min(1)
    .max(requestLimits.runSeconds)
    .optional()
    .describe('Wall-clock seconds that FFmpeg may run.'),
});
export type RunFfmpegCommandBody = z.infer<typeof runFfmpegCommandBody>;

export const runChainedFfmpegCommandsBody = runFfmpegCommandBody.omit({ ffmpeg_command: true }).extend({
  ffmpeg_commands: z
    .array(commandText)
    .min(1, 'A chain has at least one command.')
    .max(10, 'A chain has at most 10 commands.')
    .describe('Run one after the other in one folder: a later one reads what an earlier one wrote.'),
});

export const runMultipleFfmpegCommandsBody = z.object({
  commands: z
    .array(runFfmpegCommandBody)
    .min(1, 'At least one command is needed.')
    .max(10, 'At most 10 commands a request.')
    .describe('Independent of each other; all are queued or none.'),
});

/** Where a command's time went; the phases add up to `total_processing_seconds`. */
export const timelineEntry = z.object({
  phase: z.enum(['accepted', 'queued', 'fetching', 'running', 'verifying', 'storing']),
  started_at: timestamp,
  seconds,
  step: z.int().optional().describe('1-based, of a chain.'),
  attempt: z.int().optional().describe('2 or 3: of a later start, after the worker of the one before was lost.'),
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

/** Where FFmpeg is, while it runs. */
export const progressDetail = z.object({
  step: z.int().describe('1-based, of a chain; 1 otherwise.'),
  frame: z.int().nullable(),
  fps: z.number().nullable(),
  speed: z.number().nullable().describe('Seconds of output a second of work: 2 is twice real time.'),
  out_time_seconds: seconds.nullable(),
  eta_seconds: seconds.nullable(),
});
export type ProgressDetail = z.infer<typeof progressDetail>;

/** One FFmpeg run of a command. */
export const commandStep = z.object({
  step: z.int(),
  status: z.enum(['QUEUED', 'PROCESSING', 'SUCCESS', 'FAILED', 'SKIPPED']).describe('`SKIPPED`: one before it failed.'),
  run_seconds: seconds.nullable(),
});
export type CommandStep = z.infer<typeof commandStep>;

export const command = z.object({
  command_id: z.string(),
  status: commandStatus,
  command_type: commandType,
  total_processing_seconds: seconds.nullable().describe('Accepted → done; null until done.'),
  ffmpeg_command_run_seconds: seconds.nullable().describe('FFmpeg alone; null until it ran.'),
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
  progress: z.number().min(0).max(1).nullable().describe('0–1; null while it cannot be told.'),
  progress_detail: progressDetail.nullable().describe('While FFmpeg runs; null otherwise.'),
  steps: z.array(commandStep),
  queue_position: z
    .int()
    .nonnegative()
    .nullable()
    .describe('How many commands are ahead, 0 for the next one; null once it runs, in lists, and past 10,000.'),
  queue_seconds: seconds.nullable().describe('Waiting to be started, all waits together; null while it waits.'),
  retry_of: z.string().nullable().describe('The command that this one repeats.'),
  batch_id: z.string().nullable().describe('Shared by the commands of one request for several.'),
  created_at: timestamp,
  started_at: timestamp.nullable(),
  completed_at: timestamp.nullable(),
  timeline: z.array(timelineEntry),
});
export type Command = z.infer<typeof command>;

/** One server-sent event: `data` is the JSON that stands behind `data:`. */
export const commandEvent = z.discriminatedUnion('event', [
  z.object({ event: z.literal('status'), data: command }),
  z.object({
    event: z.literal('progress'),
    data: z.object({ progress: z.number().nullable(), progress_detail: progressDetail.nullable() }),
  }),
  /** `id` is where a later `Last-Event-ID` goes on. */
  z.object({ event: z.literal('log'), id: z.string(), data: z.object({ text: z.string() }) }),
]);
export type CommandEvent = z.infer<typeof commandEvent>;

/** With `wait` the answer comes when the command ends, or after so many seconds with what there is then. */
export const waitQuery = z.object({ wait: wholeNumber('wait', 0, 60).optional() });
const commandParams = z.object({ commandId: z.string() });
/** With `?wait` the command itself comes along. */
const submitted = z.object({ command_id: z.string(), command: command.optional() });

export const commandEndpoints = {
  runFfmpegCommand: {
    method: 'POST',
    path: '/run-ffmpeg-command',
    rate: 'submits',
    takesIdempotencyKey: true,
    summary: 'Queue one FFmpeg command.',
    query: waitQuery,
    body: runFfmpegCommandBody,
    badRequest: 'INVALID_REQUEST',
    status: 200,
    answer: submitted,
    errors: ['INVALID_REQUEST', 'PAYLOAD_TOO_LARGE'],
  },
  runChainedFfmpegCommands: {
    method: 'POST',
    path: '/run-chained-ffmpeg-commands',
    rate: 'submits',
    takesIdempotencyKey: true,
    summary: 'Queue FFmpeg commands that run one after the other in one folder.',
    query: waitQuery,
    body: runChainedFfmpegCommandsBody,
    badRequest: 'INVALID_REQUEST',
    status: 200,
    answer: submitted,
    errors: ['INVALID_REQUEST', 'PAYLOAD_TOO_LARGE'],
  },
  runMultipleFfmpegCommands: {
    method: 'POST',
    path: '/run-multiple-ffmpeg-commands',
    rate: 'submits',
    takesIdempotencyKey: true,
    summary: 'Queue several independent FFmpeg commands: all of them or none.',
    body: runMultipleFfmpegCommandsBody,
    badRequest: 'INVALID_REQUEST',
    status: 200,
    answer: z.object({ command_ids: z.array(z.string()) }),
    errors: ['INVALID_REQUEST', 'PAYLOAD_TOO_LARGE'],
  },
  getCommand: {
    method: 'GET',
    path: '/commands/:commandId',
    summary: 'One command: its state, results, checks and times.',
    params: commandParams,
    query: waitQuery,
    badRequest: 'INVALID_REQUEST',
    status: 200,
    answer: command,
    errors: ['INVALID_REQUEST', 'NOT_FOUND'],
  },
  getCommandLog: {
    method: 'GET',
    path: '/commands/:commandId/log',
    summary: "FFmpeg's log as text: what there is so far while it runs.",
    params: commandParams,
    badRequest: 'INVALID_REQUEST',
    answerKind: 'text',
    status: 200,
    answer: z.string(),
    errors: ['NOT_FOUND'],
  },
  getCommandEvents: {
    method: 'GET',
    path: '/commands/:commandId/events',
    summary:
      'Server-sent events `status`, `progress` and `log` until the command is done; `Last-Event-ID` resumes the log.',
    params: commandParams,
    badRequest: 'INVALID_REQUEST',
    answerKind: 'events',
    status: 200,
    answer: commandEvent,
    errors: ['NOT_FOUND'],
  },
  cancelCommand: {
    method: 'POST',
    path: '/commands/:commandId/cancel',
    summary: 'End a command that waits or runs; one that is done stays as it is.',
    params: commandParams,
    badRequest: 'INVALID_REQUEST',
    status: 200,
    answer: command,
    errors: ['NOT_FOUND'],
  },
  retryCommand: {
    method: 'POST',
    path: '/commands/:commandId/retry',
    rate: 'submits',
    summary: "Queue a new command from an old one's request.",
    params: commandParams,
    badRequest: 'INVALID_REQUEST',
    status: 200,
    answer: z.object({ command_id: z.string(), retry_of: z.string() }),
    errors: ['INVALID_REQUEST', 'NOT_FOUND'],
  },
  deleteCommandFiles: {
    method: 'DELETE',
    path: '/commands/:commandId/files',
    summary: "Delete the bytes of a command's outputs; the records stay.",
    params: commandParams,
    badRequest: 'INVALID_REQUEST',
    status: 200,
    answer: z.object({ deleted: z.literal(true), files_deleted: z.int() }),
    errors: ['NOT_FOUND'],
  },
  validateCommand: {
    method: 'POST',
    path: '/validate',
    summary: 'What a command would run, without running it.',
    body: z.union([runFfmpegCommandBody, runChainedFfmpegCommandsBody]),
    badRequest: 'INVALID_REQUEST',
    status: 200,
    answer: z.object({
      valid: z.boolean(),
      arguments: z
        .array(z.array(z.string()))
        .describe('One list of arguments a step, with placeholders in place of paths; empty when not valid.'),
      warnings: z.array(z.string()).describe('What will be run in other words than written.'),
      detail: z.array(detailEntry).describe('Everything that is wrong, at once.'),
    }),
    errors: ['INVALID_REQUEST', 'PAYLOAD_TOO_LARGE'],
  },
  listCommands: {
    method: 'GET',
    path: '/commands',
    summary: 'Commands, newest first.',
    /** Also `metadata.<key>=value`, each compared as text. */
    query: z
      .object({ ...paging, ...listFilters, status: commandStatus.optional(), command_type: commandType.optional() })
      .catchall(z.unknown()),
    badRequest: 'INVALID_REQUEST',
    status: 200,
    answer: z.object({
      commands: z.array(command),
      limit: z.number(),
      offset: z.number(),
      next_cursor: z.string().nullable().describe('Send it as `cursor` for the next page; null on the last.'),
    }),
    errors: ['INVALID_REQUEST'],
  },
} as const satisfies Record<string, Endpoint>;
