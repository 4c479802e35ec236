// Mounts MCP at /api/mcp: its tools call this very server, in process, as whoever sent the request.
import { isIP } from 'node:net';
import { createMcpEndpoint } from '@renderio/mcp';
import { createClient } from '@renderio/sdk';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../domain/app-error.ts';
import type { Credentials } from './credentials.ts';
import { refuseForeignPage } from './session-cookies.ts';

const path = '/api/mcp';

export function mountMcp(
  app: FastifyInstance,
  openAccount: Credentials['openAccount'],
  baseUrlOf: (request: FastifyRequest) => string,
  publicUrl: string | null,
): void {
  const endpoint = createMcpEndpoint({
    version: '0.1.0',
    onError: (error) => {
      app.log.debug({ err: error }, 'an MCP request was refused');
    },
  });
  app.addHook('preClose', () => endpoint.close());
  app.route({
    method: ['GET', 'POST', 'DELETE'],
    url: path,
    onRequest: async (request, reply) => {
      // The protocol asks for it: a page elsewhere must not reach a server on the same machine.
      refuseForeignPage(request, baseUrlOf(request));
      refuseReboundName(request, publicUrl);
      // Tells clients which kind of credential is asked for (RFC 6750).
      reply.header('www-authenticate', 'Bearer realm="renderio"');
      await openAccount(request);
      reply.removeHeader('www-authenticate');
    },
    handler: async (request, reply) => {
      const url = new URL(request.url, baseUrlOf(request));
      const client = createClient({ baseUrl: baseUrlOf(request), fetch: fetchWithin(app, request) });
      const response = await endpoint.answer({
        request: new Request(url, {
          method: request.method,
          headers: headersOf(request),
          signal: goneSignal(reply),
        }),
        ...(request.body === undefined ? {} : { parsedBody: request.body }),
        client,
        isReadOnly: ['1', 'true'].includes(url.searchParams.get('read_only') ?? ''),
      });
      return reply.send(response);
    },
  });
}

/**
 * Throws `FORBIDDEN` for a page whose name may have been made to lead here by its owner (DNS rebinding): to a browser it
 * is then a page of this server. An address cannot be made to, nor can `localhost` or the name that the operator gave.
 */
function refuseReboundName({ headers: { origin } }: FastifyRequest, publicUrl: string | null): void {
  const name = origin === undefined ? undefined : URL.parse(origin)?.hostname;
  if (name === undefined || name === 'localhost' || isIP(name.replace(/^\[|\]$/g, '')) !== 0) return;
  if (publicUrl !== null && name === URL.parse(publicUrl)?.hostname) return;
  throw new AppError(
    'FORBIDDEN',
    `Pages of ${name} reach MCP only where RENDERIO_PUBLIC_URL says that this server has that name.`,
  );
}

function headersOf(request: FastifyRequest): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}

/** Aborts when the client goes before the answer is out. */
function goneSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return gone.signal;
}

/** What says who calls, and where to: handed on, so that a tool may do what its caller may, and links fit. */
const passedOn = ['x-api-key', 'authorization', 'cookie', 'origin', 'sec-fetch-site', 'host'] as const;

/** `fetch` without a network, whatever host an address of ours names. */
function fetchWithin(app: FastifyInstance, outer: FastifyRequest): typeof fetch {
  const passed = Object.fromEntries(
    passedOn.flatMap((name) => (name in outer.headers ? [[name, outer.headers[name]]] : [])),
  );
  return async (input, init = {}) => {
    const { pathname, search } = new URL(input instanceof Request ? input.url : input);
    const answer = await app.inject({
      method: init.method ?? 'GET',
      url: pathname + search,
      headers: { ...Object.fromEntries(new Headers(init.headers)), ...passed },
      ...(typeof init.body === 'string' ? { payload: init.body } : {}),
      ...(init.signal == null ? {} : { signal: init.signal }),
    });
    const headers = new Headers();
    for (const [name, value] of Object.entries(answer.headers))
      if (value !== undefined) headers.set(name, String(value));
    return new Response(answer.statusCode === 204 ? null : new Uint8Array(answer.rawPayload), {
      status: answer.statusCode,
      headers,
    });
  };
}
