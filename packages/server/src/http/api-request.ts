// What a handler is given, and the type that ties each endpoint's row to its handler.
import type { Readable } from 'node:stream';
import type { AnswerOf, BodyOf, Endpoint, EndpointName, endpoints, ParamsOf, QueryOf } from '@renderio/contract';
import type { LinkTo } from '../present/links.ts';
import type { Once } from '../services/answer-once.ts';
import type { Account } from '../services/authenticate.ts';

export interface ApiRequest<E extends Endpoint> {
  readonly account: Account;
  readonly params: ParamsOf<E>;
  readonly query: QueryOf<E>;
  readonly body: BodyOf<E>;
  readonly linkTo: LinkTo;
  /** `performance.now()` when the request arrived. */
  readonly arrivedAtMs: number;
  /** The effect of a request that may be sent again, where the endpoint takes an `Idempotency-Key`. */
  readonly once: Once;
  /** Lower-case name → value. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Makes a signal that aborts when the client goes away; asked for where one is needed, since each costs 10 µs to collect. */
  readonly signal: () => AbortSignal;
  /** The one file of a multipart request, streaming. Throws `VALIDATION_ERROR` where there is none. */
  readonly upload: () => Promise<{ filename: string; body: Readable }>;
}

/** Every endpoint has exactly one handler; a missing or misspelt one does not compile. */
export type Handlers = {
  readonly [Name in EndpointName]: (
    request: ApiRequest<(typeof endpoints)[Name]>,
  ) => Promise<HandlerResult<(typeof endpoints)[Name]>>;
};

type HandlerResult<E extends Endpoint> = E extends { answerKind: 'text' }
  ? Readable
  : E extends { answerKind: 'events' }
    ? AsyncIterable<AnswerOf<E>>
    : AnswerOf<E>;

export type HandlersOf<Names extends EndpointName> = Pick<Handlers, Names>;
