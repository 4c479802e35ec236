// Accounts and their keys as the wire shows them.
import type { account, accountLimits, apiKey, createdKey } from '@renderio/contract';
import type { z } from 'zod';
import type { AccountRecord, ApiKeyRecord } from '../domain/account.ts';
import { type AccountLimits, limitsInForce, type OwnLimits } from '../domain/account-limits.ts';

export function presentKey(key: ApiKeyRecord): z.input<typeof apiKey> {
  return {
    key_id: key.id,
    name: key.name,
    hint: key.hint,
    created_at: key.createdAt.toISOString(),
    last_used_at: key.lastUsedAt?.toISOString() ?? null,
    expires_at: key.expiresAt?.toISOString() ?? null,
    revoked_at: key.revokedAt?.toISOString() ?? null,
  };
}

export function presentNewKey(made: { key: ApiKeyRecord; secret: string }): z.input<typeof createdKey> {
  return { ...presentKey(made.key), api_key: made.secret };
}

export function presentAccountLimits(limits: AccountLimits): z.input<typeof accountLimits> {
  return {
    submits_per_minute: limits.submitsPerMinute,
    requests_per_minute: limits.requestsPerMinute,
    queued_commands: limits.queuedCommands,
  };
}

export function presentAccount(record: AccountRecord, defaults: AccountLimits): z.input<typeof account> {
  return {
    account_id: record.id,
    name: record.name,
    suspended: record.suspendedAt !== null,
    limits: presentAccountLimits(limitsInForce(record.ownLimits, defaults)),
    created_at: record.createdAt.toISOString(),
  };
}

/** The other way: limits as sent; what was left out stays out, null is the default. */
export function readOwnLimits(sent: {
  submits_per_minute?: number | null | undefined;
  requests_per_minute?: number | null | undefined;
  queued_commands?: number | null | undefined;
}): Partial<OwnLimits> {
  const { submits_per_minute, requests_per_minute, queued_commands } = sent;
  return {
    ...(submits_per_minute === undefined ? {} : { submitsPerMinute: submits_per_minute }),
    ...(requests_per_minute === undefined ? {} : { requestsPerMinute: requests_per_minute }),
    ...(queued_commands === undefined ? {} : { queuedCommands: queued_commands }),
  };
}
