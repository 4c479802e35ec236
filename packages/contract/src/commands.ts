// Commands on the wire: what is asked for, and what became of it.
import { z } from 'zod';
import type { Endpoint } from './endpoint.ts';
import { detailEntry } from './error-body.ts';
import {
  commandText,
  inputFiles,
  listFilters,
  metadata,
  outputFiles,
  paging,
  seconds,
  text,
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

export const runFfmpegCommandBody = z
  .object({
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
  })
  .meta({ id: 'RunFfmpegCommand' });
export type RunFfmpegCommandBody = z.infer<typeof runFfmpegCommandBody>;

export const runChainedFfmpegCommandsBody = runFfmpegCommandBody
  .omit({ ffmpeg_command: true })
  .extend({
    ffmpeg_commands: z
      .array(commandText)
      .min(1, 'A chain has at least one command.')
      .max(10, 'A chain has at most 10 commands.')
      .describe('Run one after the other in one folder: a later one reads what an earlier one wrote.'),
  })
  .meta({ id: 'RunChainedFfmpegCommands' });

export const runMultipleFfmpegCommandsBody = z.object({
  commands: z
    .array(runFfmpegCommandBody)
    .min(1, 'At least one command is needed.')
    .max(10, 'At most 10 commands a request.')
    .describe('Independent of each other; all are queued or none.'),
});

/** Where a command's time went; the phases add up to `total_processing_seconds`. */
export const timelineEntry = z
  .object({
    phase: z.enum(['accepted', 'queued', 'fetching', 'running', 'verifying', 'storing']),
    started_at: timestamp,
    seconds: seconds.describe('How long it took.'),
    step: z.int().optional().describe('1-based, of a chain.'),
    attempt: z.int().optional().describe('2 or 3: of a later start, after the worker of the one before was lost.'),
  })
  .meta({ id: 'TimelineEntry' });
export type TimelineEntry = z.infer<typeof timelineEntry>;

export const check = z
  .object({
    name: z.enum(['exists', 'probes', 'has_frames', 'duration', 'segments']),
    verdict: z.enum(['pass', 'warn', 'fail']).describe('`warn` looks odd and does not fail the command.'),
    message: z.string(),
  })
  .meta({ id: 'Check' });

export const commandOutput = z
  .object({
    file_id: z.string(),
    storage_url: z
      .string()
      .nullable()
      .describe(
        'Absolute, readable without a key, ends in the file name; each read gives a fresh one. Null once deleted.',
      ),
    status: fileStatus,
    rendi_store_type: z.literal('OUTPUT'),
    is_deleted: z.boolean().describe('The bytes are gone, the record stays.'),
    filename: z.string().describe('As the request named it.'),
    ...mediaFacts,
    items: z.array(fileItem).optional().describe('The members of a series or package.'),
    checks: z.array(check).describe('What was verified before the result was handed out.'),
  })
  .meta({ id: 'Output' });
export type CommandOutput = z.infer<typeof commandOutput>;

/** Where FFmpeg is, while it runs. */
export const progressDetail = z
  .object({
    step: z.int().describe('1-based, of a chain; 1 otherwise.'),
    frame: z.int().nullable().describe('Frames written.'),
    fps: z.number().nullable().describe('Frames written a second of work.'),
    speed: z.number().nullable().describe('Seconds of output a second of work: 2 is twice real time.'),
    out_time_seconds: seconds.nullable().describe('Length of what has been written.'),
    eta_seconds: seconds.nullable().describe('Seconds left, as far as can be told.'),
  })
  .meta({ id: 'ProgressDetail' });
export type ProgressDetail = z.infer<typeof progressDetail>;

/** One FFmpeg run of a command. */
export const commandStep = z
  .object({
    step: z.int().describe('1-based.'),
    status: z
      .enum(['QUEUED', 'PROCESSING', 'SUCCESS', 'FAILED', 'SKIPPED'])
      .describe('`SKIPPED`: one before it failed.'),
    run_seconds: seconds.nullable().describe('FFmpeg alone; null until it ran.'),
  })
  .meta({ id: 'Step' });
export type CommandStep = z.infer<typeof commandStep>;

export const command = z
  .object({
    command_id: z.string(),
    status: commandStatus.describe('Moves forward only.'),
    command_type: commandType.describe('`MULTIPLE_COMMAND`: one of a request for several.'),
    total_processing_seconds: seconds.nullable().describe('Accepted → done; null until done.'),
    ffmpeg_command_run_seconds: seconds.nullable().describe('FFmpeg alone; null until it ran.'),
    metadata: metadata.nullable().describe('As it was sent.'),
    error_status: failureCode.nullable().describe('Why it FAILED; null otherwise.'),
    error_message: z.string().nullable().describe('What exactly went wrong and what to do; null unless FAILED.'),
    output_files: z.record(z.string(), commandOutput).describe('Alias → result; empty until there is one.'),
    original_request: z
      .object({
        input_files: z.record(z.string(), z.string()),
        output_files: z.record(z.string(), z.string()),
        ffmpeg_command: z.string().optional(),
        ffmpeg_commands: z.array(z.string()).optional(),
      })
      .describe('As it was sent.'),
    progress: z.number().min(0).max(1).nullable().describe('0–1; null while it cannot be told.'),
    progress_detail: progressDetail.nullable().describe('While FFmpeg runs; null otherwise.'),
    steps: z.array(commandStep).describe('One for each FFmpeg run, in order.'),
    queue_position: z
      .int()
      .nonnegative()
      .nullable()
      .describe(
        'How many of your commands are ahead, 0 for the next one; null once it runs, in lists, and past 10,000.',
      ),
    queue_seconds: seconds.nullable().describe('Waiting to be started, all waits together; null while it waits.'),
    retry_of: z.string().nullable().describe('The command that this one repeats.'),
    batch_id: z.string().nullable().describe('Shared by the commands of one request for several.'),
    created_at: timestamp,
    started_at: timestamp.nullable().describe('When a worker took it first.'),
    completed_at: timestamp.nullable().describe('When it was done.'),
    timeline: z.array(timelineEntry).describe('Where the time went, in order.'),
  })
  .meta({ id: 'Command' });
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

export const waitQuery = z.object({
  wait: wholeNumber('wait', 0, 60)
    .optional()
    .describe('Seconds to hold the answer back until the command is done; then what there is.'),
});
const commandParams = z.object({ commandId: z.string() });
/** With `?wait` the command itself comes along. */
const submitted = z.object({ command_id: z.string(), command: command.optional().describe('Only with `wait`.') });

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
    answer: z.object({ command_ids: z.array(z.string()).describe('In the order of the request.') }),
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
    answer: z.object({ command_id: z.string().describe('The new command.'), retry_of: z.string() }),
    errors: ['INVALID_REQUEST', 'NOT_FOUND'],
  },
  deleteCommandFiles: {
    method: 'DELETE',
    path: '/commands/:commandId/files',
    summary: "Delete the bytes of a command's outputs; the records stay.",
    params: commandParams,
    badRequest: 'INVALID_REQUEST',
    status: 200,
    answer: z.object({ deleted: z.literal(true), files_deleted: z.int().describe('How many had bytes to delete.') }),
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
      .object({
        ...paging,
        ...listFilters,
        status: commandStatus.optional().describe('Only commands in this state.'),
        command_type: commandType.optional().describe('Only commands of this type.'),
        error_status: failureCode.optional().describe('Only commands that FAILED for this.'),
        text: text
          .min(1, 'The text to look for is not empty.')
          .max(200, 'The text to look for has at most 200 characters.')
          .optional()
          .describe('Only commands with this text in their request or error message, in any case.'),
      })
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
