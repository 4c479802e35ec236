// The HTTP server: the endpoint table, media links, health, and what is common to every answer.
import multipart from '@fastify/multipart';
import { requestLimits } from '@renderio/contract';
import { type FastifyBaseLogger, type FastifyInstance, type FastifyRequest, fastify, LogController } from 'fastify';
import { AppError } from '../domain/app-error.ts';
import type { Account } from '../services/authenticate.ts';
import type { Services } from '../services/create-services.ts';
import { mountAdminEndpoints } from './admin-routes.ts';
import { answerClientError } from './client-error.ts';
import { createCredentials } from './credentials.ts';
import { createDashboard } from './dashboard.ts';
import { endConnectionsOnClose } from './end-connections.ts';
import { answerWithError } from './error-answer.ts';
import { accountHandlers } from './handlers/account.ts';
import { adminHandlers } from './handlers/admin.ts';
import { commandHandlers } from './handlers/commands.ts';
import { fileHandlers } from './handlers/files.ts';
import { presetHandlers } from './handlers/presets.ts';
import { webhookHandlers } from './handlers/webhooks.ts';
import { type Health, mountHealth } from './health.ts';
import { readJsonBodies } from './json-body.ts';
import { mountMcp } from './mcp.ts';
import { mountMedia } from './media.ts';
import { mountMetrics } from './metrics.ts';
import { mountReference } from './reference/mount-reference.ts';
import { methodsOf, mountEndpoints } from './routes.ts';
import { mountSession } from './session-routes.ts';
import { boundSlowRequests } from './slow-requests.ts';
import { mountTus } from './tus.ts';

declare module 'fastify' {
  interface FastifyRequest {
    account: Account | null;
    arrivedAtMs: number;
    /** SHA-256 of a JSON body, of requests that say they may be sent again. */
    bodyHash: Buffer | null;
  }
}

/** A socket on which nothing moves for so long is closed; uploads may take any time as long as bytes come. */
const idleSocketMs = 120_000;

/** How often Node looks for headers that are late. */
const lateHeadersMs = 5_000;

const acceptableRequestId = /^[A-Za-z0-9._-]{1,64}$/;

export function createHttpServer(options: {
  readonly services: Services;
  readonly health: Health;
  readonly dashboardFolder: string;
  readonly publicUrl: string | null;
  /** How long headers, and then a JSON body, may take to come. */
  readonly requestSeconds: number;
  readonly log: FastifyBaseLogger;
}): FastifyInstance {
  const { services, publicUrl } = options;
  const app: FastifyInstance = fastify({
    loggerInstance: options.log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: requestLimits.jsonBodyBytes,
    connectionTimeout: idleSocketMs,
    requestTimeout: 0,
    http: { headersTimeout: options.requestSeconds * 1000, connectionsCheckingInterval: lateHeadersMs },
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 512 },
    genReqId: (request) => {
      const sent = request.headers['x-request-id'];
      return typeof sent === 'string' && acceptableRequestId.test(sent) ? sent : services.makeId();
    },
    forceCloseConnections: 'idle',
    // What fails before a route is found passes by the hooks and the error handler below.
    frameworkErrors: (error, request, reply) => {
      answerWithError(error, request, reply.header('x-request-id', request.id));
    },
    clientErrorHandler: (error, socket) => {
      answerClientError(error, socket, services.makeId());
    },
  });

  app.decorateRequest('account', null);
  app.decorateRequest('arrivedAtMs', 0);
  app.decorateRequest('bodyHash', null);
  // Callbacks, not async: a reply is a thenable that settles only once it is sent.
  app.addHook('onRequest', (request, reply, done) => {
    request.arrivedAtMs = performance.now();
    reply.header('x-request-id', request.id);
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions } = request;
    request.log.debug({ method, path: routeOptions.url, status: reply.statusCode, ms: reply.elapsedTime }, 'answered');
    done();
  });

  boundSlowRequests(app, options.requestSeconds);
  endConnectionsOnClose(app);
  readJsonBodies(app);
  void app.register(multipart, {
    limits: { files: 1, fields: 10, fileSize: Number.MAX_SAFE_INTEGER, fieldSize: 65_536 },
  });

  const baseUrlOf = (request: FastifyRequest): string => publicUrl ?? `${request.protocol}://${request.host}`;
  app.setErrorHandler(answerWithError);
  const answerAsDashboard = createDashboard(options.dashboardFolder, publicUrl);
  app.setNotFoundHandler(async (request, reply) => {
    if (await answerAsDashboard(request, reply)) return reply;
    const path = request.url.replace(/\?.*$/s, '');
    const methods = methodsOf(path);
    if (methods.length > 0) {
      reply.header('allow', methods.join(', '));
      throw new AppError('METHOD_NOT_ALLOWED', `This path has ${methods.join(', ')}, not ${request.method}.`);
    }
    throw new AppError('NOT_FOUND', 'There is nothing at this path.');
  });

  const credentials = createCredentials(services, baseUrlOf);
  app.register((scope, _options, done) => {
    mountEndpoints(
      scope,
      services,
      credentials.openAccount,
      {
        ...commandHandlers(services),
        ...fileHandlers(services),
        ...presetHandlers(services),
        ...accountHandlers(services),
        ...webhookHandlers(services),
      },
      baseUrlOf,
    );
    mountTus(scope, services, credentials.openAccount, publicUrl ?? '');
    mountAdminEndpoints(scope, credentials.requireAdmin, adminHandlers(services));
    mountSession(scope, services, baseUrlOf);
    mountMcp(scope, credentials.openAccount, baseUrlOf, publicUrl);
    mountMedia(scope, services);
    mountHealth(scope, options.health);
    mountMetrics(scope, services.countQueues);
    mountReference(scope);
    done();
  });
  return app;
}
