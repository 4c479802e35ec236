// The cookies of sessions (RFC 6265): read from a request, set on an answer, and believed only where no other site can use them.
import { sessionCookies, sessionPrefix } from '@renderio/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../domain/app-error.ts';
import type { SessionKind } from '../domain/session-token.ts';

/** Null where the request has none. */
export function sessionTokenOf(request: FastifyRequest, kind: SessionKind): string | null {
  const start = `${sessionCookies[kind]}=`;
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const trimmed = pair.trim();
    if (trimmed.startsWith(start)) return trimmed.slice(start.length);
  }
  return null;
}

/** No token ends the session of this browser. */
export function setSessionCookie(
  reply: FastifyReply,
  kind: SessionKind,
  session: { readonly token: string; readonly maxAgeSeconds: number } | null,
  baseUrl: string,
): void {
  const parts = [
    `${sessionCookies[kind]}=${session?.token ?? ''}`,
    `Path=${sessionPrefix}`,
    `Max-Age=${session?.maxAgeSeconds ?? 0}`,
    'HttpOnly',
    'SameSite=Lax',
    ...(baseUrl.startsWith('https:') ? ['Secure'] : []),
  ];
  // Fastify gathers several of this header.
  reply.header('set-cookie', parts.join('; '));
}

const readingMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Throws `FORBIDDEN` for a request that writes by a cookie and does not come from a page of this server: browsers say
 * where a request comes from in `Sec-Fetch-Site`, and where they do not (plain http by another name than localhost) in
 * `Origin`.
 */
export function requireOwnPage(request: FastifyRequest, baseUrl: string): void {
  if (!readingMethods.has(request.method) && originOf(request, baseUrl) !== 'own') {
    throw new AppError(
      'FORBIDDEN',
      'A session writes only from pages of this server: send an API key in the X-API-KEY header instead.',
    );
  }
}

/** Signing in is for pages of this server too, but a program that says nothing of where it is does no harm by it. */
export function refuseForeignPage(request: FastifyRequest, baseUrl: string): void {
  if (originOf(request, baseUrl) === 'foreign') {
    throw new AppError('FORBIDDEN', 'Signing in is possible only from pages of this server.');
  }
}

function originOf(request: FastifyRequest, baseUrl: string): 'own' | 'foreign' | 'unknown' {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' ? 'own' : 'foreign';
  const { origin } = request.headers;
  if (origin === undefined) return 'unknown';
  const own = [baseUrl, `${request.protocol}://${request.host}`].map((url) => URL.parse(url)?.origin);
  return own.includes(origin) ? 'own' : 'foreign';
}
