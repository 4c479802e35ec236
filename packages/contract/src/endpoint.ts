// What an endpoint is: data from which routes, clients, tools and documents are made.
import type { z } from 'zod';
import type { ApiErrorCode } from './errors.ts';

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One row of a table. Paths are under the table's prefix and name parameters as `:commandId`. */
export interface Endpoint {
  readonly method: HttpMethod;
  readonly path: `/${string}`;
  readonly summary: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** `multipart` bodies are one streamed file field and are not described by `body`. */
  readonly bodyKind?: 'json' | 'multipart';
  /** The code of a body or query that does not fit: published clients tell them apart by endpoint. */
  readonly badRequest: 'INVALID_REQUEST' | 'VALIDATION_ERROR';
  /** `text` and `events` (server-sent events) are streamed and are not described by `answer` but by their own schemas. */
  readonly answerKind?: 'json' | 'text' | 'events';
  readonly status: 200 | 201;
  readonly answer: z.ZodType;
  /** The budget that a request is counted against: `submits` for what queues work; `requests` when not given. */
  readonly rate?: 'submits';
  /** Whether an `Idempotency-Key` header makes the request safe to repeat. */
  readonly takesIdempotencyKey?: true;
  /** Codes beyond those that every endpoint may answer (401, 405, 429, 500, 503). */
  readonly errors: readonly ApiErrorCode[];
}

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined;
type Sent<T> = T extends z.ZodType ? z.input<T> : undefined;

export type ParamsOf<E extends Endpoint> = Parsed<E['params']>;
export type QueryOf<E extends Endpoint> = Parsed<E['query']>;
export type BodyOf<E extends Endpoint> = Parsed<E['body']>;
export type BodySentTo<E extends Endpoint> = Sent<E['body']>;
export type AnswerOf<E extends Endpoint> = z.input<E['answer']>;
