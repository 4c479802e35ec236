// Requests a minute: counted before the body is read, told in headers on every answer.
import type { Endpoint } from '@renderio/contract';
import type { FastifyReply } from 'fastify';
import { AppError } from '../domain/app-error.ts';
import type { Account } from '../services/authenticate.ts';
import type { Services } from '../services/create-services.ts';

/**
 * Sets `RateLimit-Limit`, `-Remaining` and `-Reset` (draft-ietf-httpapi-ratelimit-headers-06: the fields that clients
 * read; later drafts fold them into one whose form is still changing). Throws `RATE_LIMITED`.
 */
export async function countRequest(
  reply: FastifyReply,
  endpoint: Pick<Endpoint, 'rate'>,
  account: Account,
  services: Services,
): Promise<void> {
  const rate = endpoint.rate ?? 'requests';
  const { submitsPerMinute, requestsPerMinute } = account.limits;
  const perMinute = rate === 'submits' ? submitsPerMinute : requestsPerMinute;
  const { isAllowed, limit, remaining, resetSeconds } = await services.takeToken(account.accountId, rate, perMinute);
  reply.headers({
    'ratelimit-limit': limit,
    'ratelimit-remaining': remaining,
    'ratelimit-reset': resetSeconds,
  });
  if (isAllowed) return;
  const what = rate === 'submits' ? 'submissions' : 'requests';
  throw new AppError(
    'RATE_LIMITED',
    `This account may make ${limit} ${what} a minute; try again in ${resetSeconds} s.`,
    {
      retryAfterSeconds: resetSeconds,
    },
  );
}
