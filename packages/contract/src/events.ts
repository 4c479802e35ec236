// Everything that changes in an account, as one stream: for pages that stay open, and programs that do not want to ask.
import { z } from 'zod';
import { command, progressDetail } from './commands.ts';
import type { Endpoint } from './endpoint.ts';
import { wholeNumber } from './fields.ts';
import { file } from './files.ts';
import { delivery } from './webhooks.ts';

/** `id` is where a later `Last-Event-ID` goes on. */
const id = z.string();

export const accountEvent = z.discriminatedUnion('event', [
  z.object({ event: z.literal('command'), id, data: command }),
  z.object({
    event: z.literal('progress'),
    id,
    data: z.object({
      command_id: z.string(),
      progress: z.number().nullable(),
      progress_detail: progressDetail.nullable(),
    }),
  }),
  z.object({ event: z.literal('file'), id, data: file }),
  z.object({ event: z.literal('delivery'), id, data: delivery }),
  /** Read lists now: the stream begins, or more has changed than is told one by one. */
  z.object({ event: z.literal('reset'), id, data: z.object({}) }),
]);
export type AccountEvent = z.infer<typeof accountEvent>;

export const eventEndpoints = {
  getEvents: {
    method: 'GET',
    path: '/events',
    summary:
      'Server-sent events of all that changes: `command`, `progress`, `file`, `delivery`, and `reset` at its beginning and whenever lists have to be read again; `Last-Event-ID` resumes.',
    query: z.object({
      seconds: wholeNumber('seconds', 1, 600)
        .default(600)
        .describe('How long the stream lasts; browsers then come back by themselves.'),
    }),
    badRequest: 'INVALID_REQUEST',
    answerKind: 'events',
    status: 200,
    answer: accountEvent,
    errors: ['INVALID_REQUEST'],
  },
} as const satisfies Record<string, Endpoint>;
