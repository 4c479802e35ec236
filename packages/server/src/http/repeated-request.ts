// Requests that may be sent again: what the `Idempotency-Key` header says, for endpoints that take it.
import type { Endpoint } from '@renderio/contract';
import type { FastifyRequest } from 'fastify';
import { AppError } from '../domain/app-error.ts';
import { answerAlways, type Once } from '../services/answer-once.ts';
import type { Services } from '../services/create-services.ts';
import { idempotencyHeader } from './json-body.ts';

const longestKey = 255;

/** Call it once the body is read. Throws the endpoint's own bad-request code for a header that cannot be a key. */
export function onceOf(request: FastifyRequest, endpoint: Endpoint, accountId: string, services: Services): Once {
  const key = request.headers[idempotencyHeader];
  const { bodyHash } = request;
  if (endpoint.takesIdempotencyKey === undefined || typeof key !== 'string' || bodyHash === null) {
    return answerAlways;
  }
  if (key === '' || key.length > longestKey) {
    const msg = `An Idempotency-Key has 1 to ${longestKey} characters.`;
    throw new AppError(endpoint.badRequest, msg, {
      detail: [{ loc: ['header', idempotencyHeader], msg, type: key === '' ? 'too_small' : 'too_big' }],
    });
  }
  const path = request.url.replace(/\/?(\?.*)?$/s, '');
  return services.answerOnce({ accountId, path, key, bodyHash });
}
