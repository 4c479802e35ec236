// Accounts and their keys as the wire shows them.
import type { account, accountLimits, apiKey, createdKey } from '@renderio/contract';
import type { z } from 'zod';
import type { AccountRecord, ApiKeyRecord } from '../domain/account.ts';
import { type AccountLimits, limitsByWireName, limitsInForce } from '../domain/account-limits.ts';

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
  return limitsByWireName(limits) as z.input<typeof accountLimits>;
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
