// A browser's session on the wire: an API key or the admin token is shown once, and a cookie stands for it from then on.
import { z } from 'zod';
import type { Endpoint } from './endpoint.ts';
import { timestamp } from './fields.ts';

export const sessionPrefix = '/api';

/** Cookies by what they stand for. */
export const sessionCookies = { account: 'renderio_session', admin: 'renderio_admin' } as const;

export const session = z
  .object({
    account: z
      .object({ account_id: z.string(), key_id: z.string(), expires_at: timestamp })
      .nullable()
      .describe('Signed in with an API key: the session opens everything under `/api/v1` that the key does.'),
    admin: z
      .object({ expires_at: timestamp })
      .nullable()
      .describe('Signed in with the admin token: the session opens `/api/admin`.'),
  })
  .meta({ id: 'Session' });

export const signInBody = z.strictObject(
  {
    key: z
      .string()
      .min(1, 'Send an API key or the admin token.')
      .max(256, 'An API key has 69 characters, an admin token at most 256.')
      .describe('An API key, or the admin token. Both sessions can be held at once: sign in twice.'),
  },
  // Its own message would quote what may be a secret in the wrong place.
  { error: ({ code }) => (code === 'unrecognized_keys' ? 'Send "key" and nothing else.' : undefined) },
);

/**
 * Everything under `sessionPrefix` that is about the session itself. The cookies are out of reach of scripts and sent
 * to the same site only; what they open is written to only by pages of the same origin.
 */
export const sessionEndpoints = {
  getSession: {
    method: 'GET',
    path: '/session',
    summary: 'Whether, and as what, this browser is signed in.',
    badRequest: 'INVALID_REQUEST',
    status: 200,
    answer: session,
    errors: [],
  },
  signIn: {
    method: 'POST',
    path: '/session',
    summary: 'Sign a browser in: the answer sets a cookie that is good for seven days, or until its key is revoked.',
    body: signInBody,
    badRequest: 'VALIDATION_ERROR',
    status: 200,
    answer: session,
    errors: ['FORBIDDEN', 'INVALID_REQUEST', 'PAYLOAD_TOO_LARGE', 'VALIDATION_ERROR'],
  },
  signOut: {
    method: 'DELETE',
    path: '/session',
    summary: 'Sign this browser out.',
    badRequest: 'INVALID_REQUEST',
    status: 200,
    answer: session,
    errors: ['FORBIDDEN'],
  },
} as const satisfies Record<string, Endpoint>;
export type SessionEndpointName = keyof typeof sessionEndpoints;
