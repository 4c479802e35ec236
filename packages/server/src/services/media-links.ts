// Links to media: signed, expiring, readable without a key.

import { AppError } from '../domain/app-error.ts';
import { mediaPath, readMediaToken, signMediaToken } from '../storage/signed-link.ts';

export interface MediaLinks {
  /** The path of a fresh link to a file or to a member of its package. */
  readonly pathOf: (fileId: string, name: string) => string;
  /** The file that a link's token opens. Throws `NOT_FOUND` for a forged one, `FORBIDDEN` for an expired one. */
  readonly fileOf: (token: string) => string;
}

export function createMediaLinks(options: { secret: Buffer; linkSeconds: number; now: () => Date }): MediaLinks {
  const { secret, linkSeconds, now } = options;
  return {
    pathOf(fileId, name) {
      const expiresAt = new Date(now().getTime() + linkSeconds * 1000);
      return mediaPath(signMediaToken({ fileId, expiresAt, secret }), name);
    },
    fileOf(token) {
      const read = readMediaToken(token, [secret], now());
      if (read.ok) return read.fileId;
      if (read.reason === 'expired') {
        throw new AppError('FORBIDDEN', 'This link has expired. Read the file or the command again for a fresh one.');
      }
      throw new AppError('NOT_FOUND', 'There is nothing at this link.');
    },
  };
}
