// Who may administer: whoever sends the admin token.
import { createHash, timingSafeEqual } from 'node:crypto';
import { AppError } from '../domain/app-error.ts';

/** Throws `UNAUTHORIZED`. Digests are compared, so that neither length nor content of the token shows in the time. */
export function createAuthenticateAdmin(adminToken: string): (token: string | null) => void {
  const expected = digest(adminToken);
  return (token) => {
    if (token === null) {
      throw new AppError('UNAUTHORIZED', 'Send the admin token as "Authorization: Bearer TOKEN".');
    }
    if (!timingSafeEqual(digest(token), expected)) {
      throw new AppError('UNAUTHORIZED', 'This is not the admin token; API keys do not administer.');
    }
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
