// What a webhook's receiver is sent when a command reaches SUCCESS or FAILED.
import { z } from 'zod';
import { command } from './commands.ts';

export const webhookEvent = z
  .object({
    data: command.describe('The command as `GET /commands/:commandId` gives it, frozen when it ended.'),
    timestamp: z.int().describe('When it ended, in milliseconds since 1970.'),
    test: z.literal(true).optional().describe('Only on a test ping, whose command never was.'),
  })
  .meta({ id: 'WebhookEvent' });
export type WebhookEvent = z.infer<typeof webhookEvent>;
