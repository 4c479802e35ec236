// What a request may do: by the API key or admin token in its headers, else by the session of its browser.
import type { FastifyRequest } from 'fastify';
import { AppError } from '../domain/app-error.ts';
import type { Account } from '../services/authenticate.ts';
import type { Services } from '../services/create-services.ts';
import { requireOwnPage, sessionTokenOf } from './session-cookies.ts';

export interface Credentials {
  /** Throws `UNAUTHORIZED`, and `FORBIDDEN` for a suspended account or a session that writes from elsewhere. */
  readonly openAccount: (request: FastifyRequest) => Promise<Account>;
  /** Throws in the same way. */
  readonly requireAdmin: (request: FastifyRequest) => void;
}

export function createCredentials(services: Services, baseUrlOf: (request: FastifyRequest) => string): Credentials {
  return {
    async openAccount(request) {
      const key = keyOf(request);
      const token = key === null ? sessionTokenOf(request, 'account') : null;
      if (token === null) return await services.authenticate(key);
      requireOwnPage(request, baseUrlOf(request));
      const session = await services.sessions.openAccount(token);
      if (session === null) throw sessionEnded();
      return session.account;
    },
    requireAdmin(request) {
      const bearer = bearerOf(request);
      const token = bearer === null ? sessionTokenOf(request, 'admin') : null;
      if (token === null) {
        services.authenticateAdmin(bearer);
        return;
      }
      requireOwnPage(request, baseUrlOf(request));
      if (services.sessions.openAdmin(token) === null) throw sessionEnded();
    },
  };
}

/** The key of a request: `X-API-KEY`, or a bearer token. */
function keyOf(request: FastifyRequest): string | null {
  const header = request.headers['x-api-key'];
  return typeof header === 'string' ? header.trim() : bearerOf(request);
}

function bearerOf(request: FastifyRequest): string | null {
  return /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
}

function sessionEnded(): AppError {
  return new AppError('UNAUTHORIZED', 'The session has ended: sign in again.');
}
