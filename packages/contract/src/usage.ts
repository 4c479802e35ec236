// What an account may use, and what it has used.
import { z } from 'zod';
import { accountLimits } from './account-limits.ts';
import type { Endpoint } from './endpoint.ts';
import { seconds, timestamp } from './fields.ts';
import { failureCode } from './files.ts';

const keptDays = (what: string): z.ZodInt => z.int().describe(`Days that ${what} kept after its end; 0 is for ever.`);

export const limits = accountLimits
  .extend({
    inputs: z.int().describe('Of one command.'),
    outputs: z.int(),
    command_text_bytes: z.int(),
    json_body_bytes: z.int(),
    link_seconds: z.int().describe('How long a media link lives.'),
    log_bytes: z.int().describe("Bytes of a command's log that are kept: its head and its tail."),
    keep_deliveries_days: keptDays('a webhook delivery and its attempts are'),
    keep_logs_days: keptDays("a command's log is"),
    keep_commands_days: keptDays('a command is'),
  })
  .meta({ id: 'Limits' });

/** Commands by where they are, counted by the time they were submitted. */
const commandCounts = {
  queued: z.int(),
  processing: z.int(),
  succeeded: z.int(),
  failed: z.int(),
  processing_seconds: seconds.describe('Accepted → done, of commands that are done.'),
  ffmpeg_seconds: seconds.describe('FFmpeg alone.'),
};

export const usage = z.object({
  period: z.object({ from: timestamp, to: timestamp }).describe('The month so far, in UTC.'),
  commands: z.object(commandCounts),
  days: z.array(z.object({ date: z.iso.date(), ...commandCounts })).describe('Days with commands, oldest first.'),
  failures: z
    .array(z.object({ error_status: failureCode, count: z.int() }))
    .describe('Why commands failed in this period, the most frequent cause first.'),
  storage: z.object({ files: z.int(), bytes: z.int() }).describe('What is stored now, whenever it came.'),
});

export const usageEndpoints = {
  getLimits: {
    method: 'GET',
    path: '/limits',
    summary: 'The limits in force for the account.',
    badRequest: 'INVALID_REQUEST',
    status: 200,
    answer: limits,
    errors: [],
  },
  getUsage: {
    method: 'GET',
    path: '/usage',
    summary: 'What the account has used this month, day by day, and what it stores.',
    badRequest: 'INVALID_REQUEST',
    status: 200,
    answer: usage,
    errors: [],
  },
} as const satisfies Record<string, Endpoint>;
