// Mounts the endpoint table: each row becomes a route that authenticates, validates, calls its handler and answers.
import {
  adminEndpoints,
  adminPrefix,
  apiPrefix,
  type Endpoint,
  type EndpointName,
  endpoints,
  sessionEndpoints,
  sessionPrefix,
} from '@renderio/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../domain/app-error.ts';
import { linksUnder } from '../present/links.ts';
import type { Services } from '../services/create-services.ts';
import type { ApiRequest, Handlers } from './api-request.ts';
import { commandFaults } from './command-faults.ts';
import type { Credentials } from './credentials.ts';
import { eventStream, type ServerEvent } from './event-stream.ts';
import { jsonBodyOf } from './json-body.ts';
import { countRequest } from './rate-limit.ts';
import { onceOf } from './repeated-request.ts';
import { readUpload } from './upload.ts';
import { parseWith } from './validate.ts';

type AnyHandler = (request: ApiRequest<Endpoint>) => Promise<unknown>;

export function mountEndpoints(
  app: FastifyInstance,
  services: Services,
  openAccount: Credentials['openAccount'],
  handlers: Handlers,
  baseUrlOf: (request: FastifyRequest) => string,
): void {
  for (const [name, endpoint] of Object.entries(endpoints) as [EndpointName, Endpoint][]) {
    // The table's types pair each row with its handler; within this loop that pairing is beyond the type system.
    const handle = handlers[name] as AnyHandler;
    app.route({
      method: endpoint.method,
      url: apiPrefix + endpoint.path,
      handler: async (request: FastifyRequest, reply: FastifyReply) => {
        // The hook that ran before the body was read has authenticated.
        const account = request.account;
        if (account === null) throw new AppError('UNAUTHORIZED', 'Send your API key in the X-API-KEY header.');
        const once = onceOf(request, endpoint, account.accountId, services);
        const answer = await handle({
          account,
          params: endpoint.params && parseWith(endpoint.params, 'path', request.params, 'NOT_FOUND'),
          query: endpoint.query && parseWith(endpoint.query, 'query', request.query, endpoint.badRequest),
          body:
            endpoint.body && parseWith(endpoint.body, 'body', jsonBodyOf(request), endpoint.badRequest, commandFaults),
          linkTo: linksUnder(baseUrlOf(request), services.links.pathOf),
          arrivedAtMs: request.arrivedAtMs,
          once,
          headers: request.headers,
          signal: () => closedSignal(reply),
          upload: () => readUpload(request),
        });
        if (once.isReplay) reply.header('idempotent-replayed', 'true');
        return sendAnswer(reply.code(endpoint.status), endpoint, answer);
      },
      onRequest: async (request, reply) => {
        request.account = await openAccount(request);
        await countRequest(reply, endpoint, request.account, services);
      },
    });
  }
}

/** Fastify's own signal fires once the request's body has been read; this one when the client has gone. */
function closedSignal(reply: FastifyReply): AbortSignal {
  const closed = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) closed.abort();
  });
  return closed.signal;
}

function sendAnswer(reply: FastifyReply, { answerKind }: Endpoint, answer: unknown): FastifyReply {
  switch (answerKind) {
    case 'text':
      return reply.type('text/plain; charset=utf-8').send(answer);
    case 'events':
      return reply
        .type('text/event-stream; charset=utf-8')
        .headers({ 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
        .send(eventStream(answer as AsyncIterable<ServerEvent>));
    default:
      return reply.send(answer);
  }
}

const endpointPaths = [
  ...Object.values(endpoints).map((endpoint) => pathOf(apiPrefix, endpoint)),
  ...Object.values(adminEndpoints).map((endpoint) => pathOf(adminPrefix, endpoint)),
  ...Object.values(sessionEndpoints).map((endpoint) => pathOf(sessionPrefix, endpoint)),
];
const otherPaths = [
  { method: 'GET', pattern: /^\/api\/mcp\/?$/ },
  { method: 'POST', pattern: /^\/api\/mcp\/?$/ },
  { method: 'DELETE', pattern: /^\/api\/mcp\/?$/ },
  ...['OPTIONS', 'POST'].map((method) => ({ method, pattern: /^\/api\/v1\/files\/tus\/?$/ })),
  ...['HEAD', 'PATCH', 'DELETE'].map((method) => ({ method, pattern: /^\/api\/v1\/files\/tus\/[^/]+\/?$/ })),
  {
    method: 'GET',
    pattern: /^\/(health|metrics|ready|openapi\.json|docs(\/.*)?|llms(-full)?\.txt|api\/media\/[^/]+\/.+)\/?$/,
  },
];

function pathOf(prefix: string, { method, path }: Endpoint): { method: string; pattern: RegExp } {
  return { method, pattern: new RegExp(`^${prefix}${path.replace(/:[A-Za-z]+/g, '[^/]+')}/?$`) };
}

/** The methods that a path has; none when there is no such path. */
export function methodsOf(path: string): string[] {
  const methods = [...endpointPaths, ...otherPaths]
    .filter(({ pattern }) => pattern.test(path))
    .map(({ method }) => method);
  return [...new Set(methods)].flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
}
