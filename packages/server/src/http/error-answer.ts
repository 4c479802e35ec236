// Turns anything thrown into the wire's error body; nothing else in the server answers with an error.
import { type ApiErrorCode, apiErrors, type ErrorBody } from '@renderio/contract';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../domain/app-error.ts';
import { isDatabaseAway } from '../domain/database-fault.ts';

/** What Fastify itself objects to, in our terms. */
const ownFastifyErrors: Readonly<Record<string, { code: ApiErrorCode; message: string }>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    code: 'INVALID_REQUEST',
    message: 'The body is not JSON: send it with the header Content-Type: application/json.',
  },
  FST_ERR_CTP_INVALID_JSON_BODY: { code: 'INVALID_REQUEST', message: 'The body is not valid JSON.' },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    code: 'INVALID_REQUEST',
    message: 'The body is not as long as Content-Length says.',
  },
  FST_ERR_CTP_BODY_TOO_LARGE: { code: 'PAYLOAD_TOO_LARGE', message: 'A JSON body has at most 1 MiB.' },
  FST_ERR_BAD_URL: { code: 'INVALID_REQUEST', message: 'The path of the URL is not well-formed.' },
  FST_ERR_MAX_PARAM_LENGTH: { code: 'NOT_FOUND', message: 'There is nothing at this path.' },
};

/** Seconds a client is told to wait when the database is away. */
const unavailableRetrySeconds = 5;

function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const fastifyCode = (error as Partial<FastifyError> | null)?.code;
  const own = fastifyCode === undefined ? undefined : ownFastifyErrors[fastifyCode];
  if (own !== undefined) return new AppError(own.code, own.message, { cause: error });
  if ((error as Partial<FastifyError> | null)?.statusCode === 400) {
    return new AppError('INVALID_REQUEST', 'The request cannot be read.', { cause: error });
  }
  if (isDatabaseAway(error)) {
    return new AppError('UNAVAILABLE', 'The database is away for the moment; try again shortly.', {
      cause: error,
      retryAfterSeconds: unavailableRetrySeconds,
    });
  }
  return new AppError('INTERNAL_ERROR', 'The server made a mistake. Quote the request id when reporting it.', {
    cause: error,
  });
}

export function answerWithError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const appError = toAppError(error);
  const { status } = apiErrors[appError.code];
  if (status >= 500) request.log.error({ err: appError.cause ?? appError, code: appError.code }, 'request failed');
  if (appError.retryAfterSeconds !== undefined) reply.header('retry-after', String(appError.retryAfterSeconds));
  const body: ErrorBody = {
    error: appError.code,
    message: appError.message,
    ...(appError.detail === undefined ? {} : { detail: [...appError.detail] }),
    request_id: request.id,
  };
  return reply.code(status).type('application/json; charset=utf-8').send(body);
}
