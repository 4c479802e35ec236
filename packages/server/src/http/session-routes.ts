// Mounts signing in and out: what a browser shows once, and is known by from then on.
import { type AnswerOf, type Endpoint, sessionEndpoints, sessionPrefix } from '@renderio/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../domain/app-error.ts';
import type { Services } from '../services/create-services.ts';
import { jsonBodyOf } from './json-body.ts';
import { refuseForeignPage, sessionTokenOf, setSessionCookie } from './session-cookies.ts';
import { parseWith } from './validate.ts';

type SessionAnswer = AnswerOf<typeof sessionEndpoints.getSession>;

const signedOut: SessionAnswer = { account: null, admin: null };

export function mountSession(
  app: FastifyInstance,
  services: Services,
  baseUrlOf: (request: FastifyRequest) => string,
): void {
  const { sessions } = services;
  const mount = (
    endpoint: Endpoint,
    answer: (request: FastifyRequest, reply: FastifyReply) => SessionAnswer | Promise<SessionAnswer>,
  ): void => {
    app.route({
      method: endpoint.method,
      url: sessionPrefix + endpoint.path,
      handler: async (request, reply) => {
        const body = await answer(request, reply);
        return reply.code(endpoint.status).header('cache-control', 'no-store').send(body);
      },
    });
  };

  /** What the tokens open now; a key that is no longer good opens nothing. */
  const describe = async (tokens: { account: string | null; admin: string | null }): Promise<SessionAnswer> => {
    const opened = tokens.account === null ? null : await sessions.openAccount(tokens.account).catch(nullWhereRefused);
    const admin = tokens.admin === null ? null : sessions.openAdmin(tokens.admin);
    return {
      account: opened && {
        account_id: opened.account.accountId,
        key_id: opened.account.keyId,
        expires_at: opened.expiresAt.toISOString(),
      },
      admin: admin && { expires_at: admin.expiresAt.toISOString() },
    };
  };
  const tokensOf = (request: FastifyRequest) => ({
    account: sessionTokenOf(request, 'account'),
    admin: sessionTokenOf(request, 'admin'),
  });

  mount(sessionEndpoints.getSession, (request) => describe(tokensOf(request)));
  mount(sessionEndpoints.signIn, async (request, reply) => {
    refuseForeignPage(request, baseUrlOf(request));
    const { body, badRequest } = sessionEndpoints.signIn;
    const { key } = parseWith(body, 'body', jsonBodyOf(request), badRequest);
    const { kind, ...session } = await sessions.signIn(key.trim());
    setSessionCookie(reply, kind, session, baseUrlOf(request));
    return await describe({ ...tokensOf(request), [kind]: session.token });
  });
  mount(sessionEndpoints.signOut, (request, reply) => {
    refuseForeignPage(request, baseUrlOf(request));
    setSessionCookie(reply, 'account', null, baseUrlOf(request));
    setSessionCookie(reply, 'admin', null, baseUrlOf(request));
    return signedOut;
  });
}

function nullWhereRefused(error: unknown): null {
  if (error instanceof AppError) return null;
  throw error;
}
