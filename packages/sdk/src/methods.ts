// One method for each endpoint: made at run time by a loop over how it is called, typed by its row in the contract, whose
// schemas are thereby no part of what a browser loads.
import type { AnswerOf, BodySentTo, Endpoint, endpoints, ParamsOf } from '@renderio/contract';
import type { z } from 'zod';
import { randomKey } from './random-key.ts';
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

/** A part of the request: absent where the endpoint has none. */
type Part<Name extends string, T> = [T] extends [undefined] ? unknown : { readonly [K in Name]: T };
type QueryPart<T> = [T] extends [undefined]
  ? unknown
  : object extends T
    ? { readonly query?: T }
    : { readonly query: T };

export type ArgumentsOf<E extends Endpoint> = Part<'params', ParamsOf<E>> &
  QueryPart<QuerySentTo<E>> &
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

export type MethodsOf<Table extends Readonly<Record<string, Endpoint>>> = {
  readonly [Name in keyof Table]: Method<Table[Name]>;
};
export type Methods = MethodsOf<typeof endpoints>;

/** What of an endpoint it takes to call it. */
export type EndpointRequest = Pick<Endpoint, 'method' | 'path' | 'bodyKind' | 'answerKind' | 'takesIdempotencyKey'>;
export type RequestsOf<Table extends Readonly<Record<string, Endpoint>>> = {
  readonly [Name in keyof Table]: EndpointRequest;
};

interface AnyArguments extends CallOptions {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
}

export function createMethods<Table extends Readonly<Record<string, Endpoint>>>(
  requests: RequestsOf<Table>,
  prefix: string,
  send: Send,
): MethodsOf<Table> {
  const entries = Object.entries<EndpointRequest>(requests).map(([name, request]) => [
    name,
    (options: AnyArguments = {}) => callEndpoint(send, prefix, request, options),
  ]);
  // The loop is beyond the type system; that every row has its method is not.
  return Object.fromEntries(entries) as MethodsOf<Table>;
}

async function callEndpoint(
  send: Send,
  prefix: string,
  endpoint: EndpointRequest,
  options: AnyArguments,
): Promise<unknown> {
  const { method, answerKind = 'json' } = endpoint;
  const isUpload = endpoint.bodyKind === 'multipart';
  const isJson = !isUpload && options.body !== undefined;
  const response = await send({
    method,
    path: prefix + fillPath(endpoint.path, options.params) + queryString(options.query),
    headers: {
      ...(isJson ? { 'content-type': 'application/json' } : {}),
      // The same over all attempts, so that a submit whose answer was lost is not run twice.
      ...(endpoint.takesIdempotencyKey === true ? { 'idempotency-key': randomKey() } : {}),
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

function repeatOf({ method, takesIdempotencyKey }: EndpointRequest, body: unknown): Exchange['repeat'] {
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
