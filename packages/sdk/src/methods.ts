// One method for each row of the endpoint table: made at run time by a loop, typed at compile time from the row.
import {
  type AnswerOf,
  apiPrefix,
  type BodySentTo,
  type Endpoint,
  type EndpointName,
  endpoints,
  type ParamsOf,
} from '@renderio/contract';
import type { z } from 'zod';
import { readEvents } from './read-events.ts';
import type { Exchange, Send } from './transport.ts';

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A query as a caller writes it: text as on the wire, or the value that it stands for, such as `limit: 10`. */
type QuerySentTo<E extends Endpoint> = E['query'] extends z.ZodObject ? QueryOfSchema<E['query']> : undefined;
type QueryOfSchema<Q extends z.ZodObject> = {
  readonly [K in keyof z.input<Q> as string extends K ? never : K]: z.input<Q>[K] | z.output<Q>[K & keyof z.output<Q>];
} & (string extends keyof z.input<Q> ? { readonly [K in `metadata.${string}`]?: string | number | boolean } : unknown);
type RequestBodyOf<E extends Endpoint> = E extends { bodyKind: 'multipart' }
  ? FormData | ReadableStream
  : BodySentTo<E>;

/** A part of the request: absent where the endpoint has none, optional where nothing in it is required. */
type Part<Name extends string, T> = [T] extends [undefined]
  ? unknown
  : object extends T
    ? { readonly [K in Name]?: T }
    : { readonly [K in Name]: T };

export type ArgumentsOf<E extends Endpoint> = Part<'params', ParamsOf<E>> &
  Part<'query', QuerySentTo<E>> &
  Part<'body', RequestBodyOf<E>> &
  CallOptions;

/** JSON as the contract has it; `text` endpoints give the text, `events` an iterable that ends with the stream. */
export type ResultOf<E extends Endpoint> = E extends { answerKind: 'text' }
  ? string
  : E extends { answerKind: 'events' }
    ? AsyncIterable<AnswerOf<E>>
    : AnswerOf<E>;

type Method<E extends Endpoint> =
  object extends ArgumentsOf<E>
    ? (options?: ArgumentsOf<E>) => Promise<ResultOf<E>>
    : (options: ArgumentsOf<E>) => Promise<ResultOf<E>>;

export type Methods = { readonly [Name in EndpointName]: Method<(typeof endpoints)[Name]> };

interface AnyArguments extends CallOptions {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
}

export function createMethods(send: Send): Methods {
  const entries = Object.entries(endpoints).map(([name, endpoint]) => [
    name,
    (options: AnyArguments = {}) => callEndpoint(send, endpoint, options),
  ]);
  // The loop is beyond the type system; that every row has its method is not.
  return Object.fromEntries(entries) as Methods;
}

async function callEndpoint(send: Send, endpoint: Endpoint, options: AnyArguments): Promise<unknown> {
  const { method, answerKind = 'json' } = endpoint;
  const isUpload = endpoint.bodyKind === 'multipart';
  const isJson = !isUpload && options.body !== undefined;
  const response = await send({
    method,
    path: apiPrefix + fillPath(endpoint.path, options.params) + queryString(options.query),
    headers: {
      ...(isJson ? { 'content-type': 'application/json' } : {}),
      // The same over all attempts, so that a submit whose answer was lost is not run twice.
      ...(endpoint.takesIdempotencyKey === true ? { 'idempotency-key': crypto.randomUUID() } : {}),
      ...options.headers,
    },
    ...(options.body === undefined
      ? {}
      : { body: isJson ? JSON.stringify(options.body) : (options.body as FormData | ReadableStream) }),
    repeat: repeatOf(endpoint, options.body),
    isStream: isUpload || answerKind === 'events',
    signal: options.signal,
  });
  switch (answerKind) {
    case 'json':
      return await response.json();
    case 'text':
      return await response.text();
    case 'events':
      return readEvents(response.body ?? new ReadableStream());
  }
}

function repeatOf({ method, takesIdempotencyKey }: Endpoint, body: unknown): Exchange['repeat'] {
  if (body instanceof ReadableStream) return 'never';
  return method !== 'POST' || takesIdempotencyKey === true ? 'always' : 'refused';
}

function fillPath(path: string, params: Readonly<Record<string, string>> = {}): string {
  return path.replace(/:(\w+)/g, (_placeholder, name: string) => encodeURIComponent(params[name] ?? ''));
}

function queryString(query: AnyArguments['query'] = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  return search.size === 0 ? '' : `?${search.toString()}`;
}
