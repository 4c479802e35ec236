// Webhooks on the wire: where an account is told that a command is done, and every delivery with its attempts.
import { z } from 'zod';
import type { Endpoint } from './endpoint.ts';
import { listFilters, paging, seconds, text, timestamp, webhookUrl } from './fields.ts';

/** `whsec_` and base64 with padding, as Standard Webhooks has it. */
const symmetricSecret = /^whsec_(?=.)(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const webhookSecret = text
  .max(1024, 'A secret has at most 1,024 characters.')
  .refine(
    (secret) => !secret.startsWith('whsec_') || symmetricSecret.test(secret),
    'A secret that begins with "whsec_" is base64 after it; any other secret is taken as text.',
  );

export const putWebhookConfigBody = z
  .object({
    url: webhookUrl.describe('Told when a command is done that has no `webhook_url` of its own.'),
    secret: webhookSecret
      .nullish()
      .describe('Signs what is sent. Left out, null or empty: nothing is signed. It is never returned.'),
    keep_secret: z.boolean().optional().describe('True: what signs now goes on signing; `secret` is then left out.'),
  })
  .refine(({ secret, keep_secret }) => keep_secret !== true || secret === undefined || secret === null, {
    path: ['secret'],
    message: 'Either give a secret or keep the one that is there.',
  });

export const rotateWebhookSecretBody = z.object({
  secret: webhookSecret.min(1, 'A secret is not empty.').optional().describe('Left out: one is made.'),
  overlap_seconds: z.int().min(0).max(604_800).default(86_400).describe('How long the secret before it signs as well.'),
});

export const webhookConfig = z
  .union([
    z.object({ configured: z.literal(false) }),
    z.object({
      configured: z.literal(true),
      url: z.string(),
      is_active: z.boolean().describe('False once it was deleted, or disabled after failing for long.'),
      consecutive_failures: z.int().nonnegative().describe('Failed attempts since the last success.'),
      disabled_at: timestamp.nullable().describe('When it was disabled for failing; null otherwise.'),
      is_signed: z.boolean().describe('Whether there is a secret.'),
      previous_secret_until: timestamp
        .nullable()
        .describe('While the secret before the last rotation signs as well; null otherwise.'),
    }),
  ])
  .meta({ id: 'WebhookConfig' });
export type WebhookConfig = z.infer<typeof webhookConfig>;

/**
 * `PENDING`: its next attempt is due or will be. `HELD`: it waits, for 7 days at most, until the disabled webhook is
 * set again. `CANCELLED`: its webhook was deleted before it could be delivered.
 */
export const deliveryStatus = z.enum(['PENDING', 'HELD', 'DELIVERED', 'FAILED', 'CANCELLED']);
export type DeliveryStatus = z.infer<typeof deliveryStatus>;

const deliveryFields = {
  delivery_id: z.string().describe('Sent as `webhook-id`; the same over all attempts and replays.'),
  status: deliveryStatus,
  is_test: z.boolean(),
  command_id: z.string().nullable().describe('Null of a test ping.'),
  url: z
    .string()
    .nullable()
    .describe("The command's own `webhook_url` or else the account's; user info and query are masked."),
  attempt_count: z.int().nonnegative(),
  next_attempt_at: timestamp.nullable().describe('While it is PENDING; null otherwise.'),
  error_message: z.string().nullable().describe('Why it FAILED or was CANCELLED; null otherwise.'),
  created_at: timestamp,
  ended_at: timestamp.nullable(),
};

export const delivery = z.object(deliveryFields).meta({ id: 'WebhookDelivery' });
export type Delivery = z.infer<typeof delivery>;

export const deliveryAttempt = z.object({
  started_at: timestamp,
  url: z.string().nullable(),
  seconds,
  status_code: z.int().nullable().describe('Of the answer; null when there was none.'),
  response_body: z.string().nullable().describe("The answer's first 64 KiB as text; null when there was no answer."),
  error_message: z.string().nullable().describe('Why it counts as failed; null when it succeeded.'),
});

export const deliveryWithAttempts = z
  .object({
    ...deliveryFields,
    body: z.string().describe('What is sent, byte for byte.'),
    attempts: z.array(deliveryAttempt).describe('Oldest first; the last 100.'),
  })
  .meta({ id: 'WebhookDeliveryWithAttempts' });
export type DeliveryWithAttempts = z.infer<typeof deliveryWithAttempts>;

const deliveryParams = z.object({ deliveryId: z.string() });

export const webhookEndpoints = {
  getWebhookConfig: {
    method: 'GET',
    path: '/webhook-config',
    summary: "The account's webhook and whether it works.",
    badRequest: 'INVALID_REQUEST',
    status: 200,
    answer: webhookConfig,
    errors: [],
  },
  putWebhookConfig: {
    method: 'PUT',
    path: '/webhook-config',
    summary: "Set the account's webhook; it is active from now on, and what waited for it goes out.",
    body: putWebhookConfigBody,
    badRequest: 'VALIDATION_ERROR',
    status: 200,
    answer: z.object({ success: z.literal(true), url: z.string() }),
    errors: ['INVALID_REQUEST', 'PAYLOAD_TOO_LARGE', 'VALIDATION_ERROR'],
  },
  deleteWebhookConfig: {
    method: 'DELETE',
    path: '/webhook-config',
    summary: "End the account's webhook; what has not been delivered is cancelled.",
    badRequest: 'INVALID_REQUEST',
    status: 200,
    answer: z.object({ success: z.literal(true) }),
    errors: [],
  },
  rotateWebhookSecret: {
    method: 'POST',
    path: '/webhook-config/rotate-secret',
    summary:
      'Give the webhook a new secret; for a while `webhook-signature` holds a signature by the one before as well.',
    body: rotateWebhookSecretBody,
    badRequest: 'VALIDATION_ERROR',
    status: 200,
    answer: z.object({
      secret: z
        .string()
        .nullable()
        .describe('The one that was made, shown this once; null when the request brought one.'),
      previous_secret_until: timestamp
        .nullable()
        .describe('Until when the one before signs as well; null when there was none, or no overlap was asked for.'),
    }),
    errors: ['INVALID_REQUEST', 'PAYLOAD_TOO_LARGE', 'VALIDATION_ERROR'],
  },
  testWebhook: {
    method: 'POST',
    path: '/webhook-config/test',
    rate: 'submits',
    summary: "Send the account's webhook a sample of an event, once; the delivery tells what it answered.",
    badRequest: 'INVALID_REQUEST',
    status: 200,
    answer: z.object({ delivery_id: z.string() }),
    errors: ['INVALID_REQUEST'],
  },
  listWebhookDeliveries: {
    method: 'GET',
    path: '/webhook-deliveries',
    summary: 'Deliveries, newest first.',
    query: z.object({
      ...paging,
      cursor: listFilters.cursor,
      status: deliveryStatus.optional(),
      command_id: z.string().optional(),
    }),
    badRequest: 'INVALID_REQUEST',
    status: 200,
    answer: z
      .object({
        deliveries: z.array(delivery),
        limit: z.number(),
        offset: z.number(),
        next_cursor: z.string().nullable().describe('Send it as `cursor` for the next page; null on the last.'),
      })
      .meta({ id: 'WebhookDeliveryPage' }),
    errors: ['INVALID_REQUEST'],
  },
  getWebhookDelivery: {
    method: 'GET',
    path: '/webhook-deliveries/:deliveryId',
    summary: 'One delivery: what is sent, and what each attempt was answered.',
    params: deliveryParams,
    badRequest: 'INVALID_REQUEST',
    status: 200,
    answer: deliveryWithAttempts,
    errors: ['NOT_FOUND'],
  },
  replayWebhookDelivery: {
    method: 'POST',
    path: '/webhook-deliveries/:deliveryId/replay',
    rate: 'submits',
    summary: 'Send a delivery again, now, with the same id and the same bytes, on a schedule of its own.',
    params: deliveryParams,
    badRequest: 'INVALID_REQUEST',
    status: 200,
    answer: delivery,
    errors: ['INVALID_REQUEST', 'NOT_FOUND'],
  },
} as const satisfies Record<string, Endpoint>;
