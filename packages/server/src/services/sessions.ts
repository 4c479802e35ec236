// Sessions of browsers: a credential shown once is exchanged for a token that stands for it, for a while.
import { timingSafeEqual } from 'node:crypto';
import { hashApiKey, isApiKey } from '../domain/api-key.ts';
import { AppError } from '../domain/app-error.ts';
import { adminSubject, readSession, type SessionKind, signSession } from '../domain/session-token.ts';
import type { Account, Authenticator } from './authenticate.ts';

export interface Sessions {
  /** Throws `UNAUTHORIZED` for what is neither a good API key nor the admin token. */
  readonly signIn: (credential: string) => Promise<{ kind: SessionKind; token: string; maxAgeSeconds: number }>;
  /** Null when the token is none, or has expired. Throws as `authenticate` does when its key is no longer good. */
  readonly openAccount: (token: string) => Promise<{ account: Account; expiresAt: Date } | null>;
  /** Null when the token is none, has expired, or was made with an admin token that has been changed since. */
  readonly openAdmin: (token: string) => { expiresAt: Date } | null;
}

const sessionSeconds = 7 * 86_400;

export function createSessions(parts: {
  readonly secret: Buffer;
  readonly adminToken: string;
  readonly authenticator: Authenticator;
  readonly authenticateAdmin: (token: string | null) => void;
}): Sessions {
  const { secret, authenticator } = parts;
  const admin = adminSubject(parts.adminToken, secret);

  const issue = (kind: SessionKind, subject: Buffer) => {
    const expiresAt = new Date(Date.now() + sessionSeconds * 1000);
    return { kind, token: signSession(kind, { subject, expiresAt }, secret), maxAgeSeconds: sessionSeconds };
  };

  return {
    async signIn(credential) {
      if (isApiKey(credential)) {
        await authenticator.byKey(credential);
        return issue('account', hashApiKey(credential));
      }
      try {
        parts.authenticateAdmin(credential);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        throw new AppError(
          'UNAUTHORIZED',
          'This is neither an API key ("ffsk_" and 64 hex characters) nor the admin token.',
        );
      }
      return issue('admin', admin);
    },
    async openAccount(token) {
      const session = readSession('account', token, secret, new Date());
      if (session === null) return null;
      return { account: await authenticator.byHash(session.subject), expiresAt: session.expiresAt };
    },
    openAdmin(token) {
      const session = readSession('admin', token, secret, new Date());
      return session !== null && timingSafeEqual(session.subject, admin) ? { expiresAt: session.expiresAt } : null;
    },
  };
}
