// API keys on the wire: an account's own.
import { z } from 'zod';
import type { Endpoint } from './endpoint.ts';
import { listFilters, paging, plainText, timestamp } from './fields.ts';

export const apiKey = z
  .object({
    key_id: z.string(),
    name: z.string(),
    hint: z.string().nullable().describe('The last four characters; null for a key that is older than this field.'),
    created_at: timestamp,
    last_used_at: timestamp.nullable().describe('To the minute; null until the first use.'),
    expires_at: timestamp.nullable(),
    revoked_at: timestamp.nullable(),
  })
  .meta({ id: 'ApiKey' });

export const createKeyBody = z.object({
  name: plainText('A key has a name of 1 to 255 characters.', 255),
  expires_at: z.iso
    .datetime({
      offset: true,
      message: 'expires_at is an ISO 8601 time with its offset, such as "2030-01-31T12:00:00Z".',
    })
    .nullish()
    .describe('In the future; a key without it lives until it is revoked.'),
});

/** The key itself is in this answer and nowhere else: only its hash is stored. */
export const createdKey = apiKey.extend({ api_key: z.string() }).meta({ id: 'CreatedKey' });

export const keyPage = z
  .object({
    keys: z.array(apiKey),
    limit: z.number(),
    offset: z.number(),
    next_cursor: z.string().nullable().describe('Send it as `cursor` for the next page; null on the last.'),
  })
  .meta({ id: 'KeyPage' });
export const keyPaging = z.object({ ...paging, cursor: listFilters.cursor });

export const revokedKey = z.object({ revoked: z.literal(true), key_id: z.string() });
export const keyParams = z.object({ keyId: z.string() });

export const keyEndpoints = {
  listKeys: {
    method: 'GET',
    path: '/keys',
    summary: "The account's API keys, newest first, revoked and expired ones too.",
    query: keyPaging,
    badRequest: 'INVALID_REQUEST',
    status: 200,
    answer: keyPage,
    errors: ['INVALID_REQUEST'],
  },
  createKey: {
    method: 'POST',
    path: '/keys',
    summary: 'Make another API key for the account; it is shown this once.',
    body: createKeyBody,
    badRequest: 'VALIDATION_ERROR',
    status: 201,
    answer: createdKey,
    errors: ['INVALID_REQUEST', 'PAYLOAD_TOO_LARGE', 'VALIDATION_ERROR'],
  },
  revokeKey: {
    method: 'DELETE',
    path: '/keys/:keyId',
    summary: 'End a key for good, within a second everywhere; the key that asks cannot be ended by itself.',
    params: keyParams,
    badRequest: 'INVALID_REQUEST',
    status: 200,
    answer: revokedKey,
    errors: ['FORBIDDEN', 'NOT_FOUND'],
  },
} as const satisfies Record<string, Endpoint>;
