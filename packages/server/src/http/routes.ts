// Mounts the endpoint table: each row becomes a route that authenticates, validates, calls its handler and answers.
import { apiPrefix, type Endpoint, type EndpointName, endpoints } from '@renderio/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../domain/app-error.ts';
import { linksUnder } from '../present/links.ts';
import type { Services } from '../services/create-services.ts';
import type { ApiRequest, Handlers } from './api-request.ts';
import { readUpload } from './upload.ts';
import { parseWith } from './validate.ts';

/** The key of a request: `X-API-KEY`, or a bearer token. */
function keyOf(request: FastifyRequest): string | null {
  const header = request.headers['x-api-key'];
  if (typeof header === 'string') return header.trim();
  const bearer = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '');
  return bearer?.[1] ?? null;
}

type AnyHandler = (request: ApiRequest<Endpoint>) => Promise<unknown>;

export function mountEndpoints(
  app: FastifyInstance,
  services: Services,
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
        const answer = await handle({
          account,
          params: endpoint.params && parseWith(endpoint.params, 'path', request.params, 'NOT_FOUND'),
          query: endpoint.query && parseWith(endpoint.query, 'query', request.query, endpoint.badRequest),
          body: endpoint.body && parseWith(endpoint.body, 'body', request.body ?? {}, endpoint.badRequest),
          linkTo: linksUnder(baseUrlOf(request), services.links.pathOf),
          arrivedAtMs: request.arrivedAtMs,
          upload: () => readUpload(request),
        });
        return reply.code(endpoint.status).send(answer);
      },
      onRequest: async (request) => {
        request.account = await services.authenticate(keyOf(request));
      },
    });
  }
}

const endpointPaths = Object.values(endpoints).map((endpoint) => ({
  method: endpoint.method,
  pattern: new RegExp(`^${apiPrefix}${endpoint.path.replace(/:[A-Za-z]+/g, '[^/]+')}/?$`),
}));

/** The methods that a path has in the table; none when there is no such path. */
export function methodsOf(path: string): string[] {
  return endpointPaths.filter((entry) => entry.pattern.test(path)).map((entry) => entry.method);
}
