// Mounts the operator's endpoints: each row becomes a route that asks for the admin token.
import {
  type AdminEndpointName,
  type AnswerOf,
  adminEndpoints,
  adminPrefix,
  type BodyOf,
  type Endpoint,
  type ParamsOf,
  type QueryOf,
} from '@renderio/contract';
import type { FastifyInstance } from 'fastify';
import type { Credentials } from './credentials.ts';
import { jsonBodyOf } from './json-body.ts';
import { parseWith } from './validate.ts';

interface AdminRequest<E extends Endpoint> {
  readonly params: ParamsOf<E>;
  readonly query: QueryOf<E>;
  readonly body: BodyOf<E>;
}

/** Every row has exactly one handler; a missing or misspelt one does not compile. */
export type AdminHandlers = {
  readonly [Name in AdminEndpointName]: (
    request: AdminRequest<(typeof adminEndpoints)[Name]>,
  ) => Promise<AnswerOf<(typeof adminEndpoints)[Name]>>;
};

type AnyAdminHandler = (request: AdminRequest<Endpoint>) => Promise<unknown>;

export function mountAdminEndpoints(
  app: FastifyInstance,
  requireAdmin: Credentials['requireAdmin'],
  handlers: AdminHandlers,
): void {
  for (const [name, endpoint] of Object.entries(adminEndpoints) as [AdminEndpointName, Endpoint][]) {
    // The table's types pair each row with its handler; within this loop that pairing is beyond the type system.
    const handle = handlers[name] as AnyAdminHandler;
    app.route({
      method: endpoint.method,
      url: adminPrefix + endpoint.path,
      onRequest: (request, _reply, done) => {
        requireAdmin(request);
        done();
      },
      handler: async (request, reply) => {
        const answer = await handle({
          params: endpoint.params && parseWith(endpoint.params, 'path', request.params, 'NOT_FOUND'),
          query: endpoint.query && parseWith(endpoint.query, 'query', request.query, endpoint.badRequest),
          body: endpoint.body && parseWith(endpoint.body, 'body', jsonBodyOf(request), endpoint.badRequest),
        });
        return reply.code(endpoint.status).send(answer);
      },
    });
  }
}
