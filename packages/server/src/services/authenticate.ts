// Who is calling: an API key to its account.
import { type AccountLimits, limitsInForce } from '../domain/account-limits.ts';
import { hashApiKey, isApiKey } from '../domain/api-key.ts';
import { AppError } from '../domain/app-error.ts';
import { findAccountByKeyHash, noteKeyUse, type OpenedAccount } from '../store/api-keys.ts';
import type { Database } from '../store/database.ts';

export interface Account {
  readonly accountId: string;
  readonly keyId: string;
  readonly limits: AccountLimits;
}

/**
 * Throws `UNAUTHORIZED`, with one sentence for each way a key can be wrong that the caller can tell apart anyway, and
 * `FORBIDDEN` while the account is suspended.
 */
export type Authenticate = (key: string | null) => Promise<Account>;

export interface Authenticator {
  readonly byKey: Authenticate;
  /** By the SHA-256 of a key. Throws in the same way. */
  readonly byHash: (hash: Buffer) => Promise<Account>;
}

/**
 * How long a good key is believed without asking again, from before it was asked: half of the second in which a revoked
 * key, a suspended account or a changed limit must be noticed everywhere.
 */
const trustMs = 500;
/** Keys kept in memory before those that must be asked again are dropped. */
const fewKeys = 1_000;

export function createAuthenticator(parts: {
  readonly database: Database;
  readonly defaultLimits: AccountLimits;
}): Authenticator {
  const { database, defaultLimits } = parts;
  const known = new Map<string, { readonly untilMs: number; readonly opened: Promise<OpenedAccount | null> }>();
  let manyKeys = fewKeys;

  /** Callers that come while a key is being looked up wait for the same answer. */
  const open = async (hash: Buffer): Promise<OpenedAccount | null> => {
    const key = hash.toString('latin1');
    const nowMs = performance.now();
    const found = known.get(key);
    if (found !== undefined && nowMs < found.untilMs) return await found.opened;
    if (known.size > manyKeys) {
      for (const [name, { untilMs }] of known) if (untilMs <= nowMs) known.delete(name);
      manyKeys = Math.max(fewKeys, 2 * known.size);
    }
    const opened = findAccountByKeyHash(database, hash);
    const entry = { untilMs: nowMs + trustMs, opened };
    known.set(key, entry);
    // Only good keys are believed for a while: a key just made must work at once.
    const forget = (): void => {
      if (known.get(key) === entry) known.delete(key);
    };
    opened.then((account) => {
      if (account === null) forget();
      // Of no concern to the request; the next look tries again.
      else if (account.isUseDue) noteKeyUse(database, account.accountId, account.keyId).catch(() => undefined);
    }, forget);
    return await opened;
  };

  const byHash = async (hash: Buffer): Promise<Account> => {
    const account = await open(hash);
    if (account === null) throw new AppError('UNAUTHORIZED', 'The API key is unknown, revoked or expired.');
    if (account.isSuspended) {
      throw new AppError('FORBIDDEN', 'This account is suspended: ask the operator of this server.');
    }
    const { accountId, keyId } = account;
    return { accountId, keyId, limits: limitsInForce(account.ownLimits, defaultLimits) };
  };

  return {
    byHash,
    byKey: async (key) => {
      if (key === null) {
        throw new AppError('UNAUTHORIZED', 'Send your API key in the X-API-KEY header.');
      }
      if (!isApiKey(key)) {
        throw new AppError('UNAUTHORIZED', 'The API key is malformed: a key is "ffsk_" and 64 hex characters.');
      }
      return await byHash(hashApiKey(key));
    },
  };
}
