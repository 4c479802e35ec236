// Administration on the wire: accounts, their keys and limits, and the workers. For the operator, by the admin token.
import { z } from 'zod';
import { accountLimits, changedLimits } from './account-limits.ts';
import type { Endpoint } from './endpoint.ts';
import { paging, plainText, timestamp } from './fields.ts';
import { createdKey, createKeyBody, keyPage, keyPaging, keyParams, revokedKey } from './keys.ts';

export const adminPrefix = '/api/admin';

export const account = z
  .object({
    account_id: z.string(),
    name: z.string(),
    suspended: z.boolean(),
    limits: accountLimits.describe("In force: the account's own, else the installation's."),
    created_at: timestamp,
  })
  .meta({ id: 'Account' });

const accountName = plainText('An account has a name of 1 to 255 characters.', 255);

export const createAccountBody = z.object({ name: accountName, limits: changedLimits.optional() });
export const changeAccountBody = z
  .object({ name: accountName.optional(), limits: changedLimits.optional(), suspended: z.boolean().optional() })
  .refine((fields) => Object.keys(fields).length > 0, 'Send at least one of name, limits and suspended.');

export const worker = z
  .object({
    worker_id: z.string(),
    host: z.string(),
    pid: z.int(),
    capacity: z.int().describe('Commands that it runs at once.'),
    programs: z.record(z.string(), z.string()).describe('Program → version.'),
    running: z.int().describe('Commands and probes that it holds now.'),
    started_at: timestamp,
    seen_at: timestamp.describe('Its last heartbeat: one that is silent for long is dead.'),
    drained_at: timestamp
      .nullable()
      .describe("Since when it takes nothing more, at the operator's word; null while it does."),
    stopped_at: timestamp.nullable().describe('Null until it has stopped in order, or another has taken its place.'),
  })
  .meta({ id: 'Worker' });

export const system = z
  .object({
    version: z.string(),
    node_version: z.string(),
    postgres_version: z.string(),
    role: z.string().describe('Of the process that answers.'),
    host: z.string(),
    pid: z.int(),
    started_at: timestamp,
    about: z
      .record(z.string(), z.unknown())
      .describe('FFmpeg, sandbox, database and walls by name, as `/health` tells them.'),
    storage: z.object({
      kind: z.enum(['disk']),
      place: z.string(),
      free_bytes: z.int().nullable(),
      total_bytes: z.int().nullable(),
    }),
    settings: z.array(
      z.object({
        name: z.string().describe('Of the environment variable.'),
        value: z.string().nullable().describe('In force; null of a secret, and of one that is not set.'),
        source: z.enum(['environment', 'default']),
        is_secret: z.boolean(),
        description: z.string(),
      }),
    ),
  })
  .meta({ id: 'System' });

const accountParams = z.object({ accountId: z.string() });
const workerParams = z.object({ workerId: z.string() });

/** Everything under `adminPrefix`; asked with `Authorization: Bearer` and the admin token, never with an API key. */
export const adminEndpoints = {
  createAccount: {
    method: 'POST',
    path: '/accounts',
    summary: 'Make an account with a first key, which is shown this once.',
    body: createAccountBody,
    badRequest: 'VALIDATION_ERROR',
    status: 201,
    answer: account.extend({ key_id: z.string(), api_key: z.string() }),
    errors: ['INVALID_REQUEST', 'PAYLOAD_TOO_LARGE', 'VALIDATION_ERROR'],
  },
  listAccounts: {
    method: 'GET',
    path: '/accounts',
    summary: 'Accounts, newest first.',
    query: keyPaging,
    badRequest: 'INVALID_REQUEST',
    status: 200,
    answer: z.object({
      accounts: z.array(account),
      limit: z.number(),
      offset: z.number(),
      next_cursor: z.string().nullable(),
    }),
    errors: ['INVALID_REQUEST'],
  },
  changeAccount: {
    method: 'PATCH',
    path: '/accounts/:accountId',
    summary: 'Change the name or limits of an account, suspend it, or let it go on.',
    params: accountParams,
    body: changeAccountBody,
    badRequest: 'VALIDATION_ERROR',
    status: 200,
    answer: account,
    errors: ['INVALID_REQUEST', 'NOT_FOUND', 'PAYLOAD_TOO_LARGE', 'VALIDATION_ERROR'],
  },
  createKeyOfAccount: {
    method: 'POST',
    path: '/accounts/:accountId/keys',
    summary: 'Make another key for an account; it is shown this once.',
    params: accountParams,
    body: createKeyBody,
    badRequest: 'VALIDATION_ERROR',
    status: 201,
    answer: createdKey,
    errors: ['INVALID_REQUEST', 'NOT_FOUND', 'PAYLOAD_TOO_LARGE', 'VALIDATION_ERROR'],
  },
  listKeysOfAccount: {
    method: 'GET',
    path: '/accounts/:accountId/keys',
    summary: "An account's keys, newest first, revoked and expired ones too.",
    params: accountParams,
    query: keyPaging,
    badRequest: 'INVALID_REQUEST',
    status: 200,
    answer: keyPage,
    errors: ['INVALID_REQUEST', 'NOT_FOUND'],
  },
  revokeAnyKey: {
    method: 'DELETE',
    path: '/keys/:keyId',
    summary: 'End a key of any account for good, within a second everywhere.',
    params: keyParams,
    badRequest: 'INVALID_REQUEST',
    status: 200,
    answer: revokedKey,
    errors: ['NOT_FOUND'],
  },
  listWorkers: {
    method: 'GET',
    path: '/workers',
    summary: 'Worker processes: those that live first, then the last to stop.',
    query: z.object(paging),
    badRequest: 'INVALID_REQUEST',
    status: 200,
    answer: z.object({ workers: z.array(worker), limit: z.number(), offset: z.number() }),
    errors: ['INVALID_REQUEST'],
  },
  drainWorker: {
    method: 'POST',
    path: '/workers/:workerId/drain',
    summary: 'Let a worker finish what it runs, and take no more: commands, probes, deliveries.',
    params: workerParams,
    badRequest: 'INVALID_REQUEST',
    status: 200,
    answer: worker,
    errors: ['NOT_FOUND'],
  },
  resumeWorker: {
    method: 'DELETE',
    path: '/workers/:workerId/drain',
    summary: 'Let a drained worker take work again.',
    params: workerParams,
    badRequest: 'INVALID_REQUEST',
    status: 200,
    answer: worker,
    errors: ['NOT_FOUND'],
  },
  getSystem: {
    method: 'GET',
    path: '/system',
    summary: 'What the installation is made of and how it is set, without its secrets.',
    badRequest: 'INVALID_REQUEST',
    status: 200,
    answer: system,
    errors: [],
  },
} as const satisfies Record<string, Endpoint>;
export type AdminEndpointName = keyof typeof adminEndpoints;
