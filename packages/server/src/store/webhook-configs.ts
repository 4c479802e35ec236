// Statements on the webhooks that accounts have set.
import type { WebhookConfigRecord } from '../domain/delivery.ts';
import type { Database } from './database.ts';

interface ConfigRow {
  url: string;
  is_signed: boolean;
  previous_secret_until: Date | null;
  consecutive_failures: number;
  disabled_at: Date | null;
  deleted_at: Date | null;
}

const columns = `url, secret is not null as is_signed, consecutive_failures, disabled_at, deleted_at,
  case when previous_secret_until > clock_timestamp() then previous_secret_until end as previous_secret_until`;

function toRecord(row: ConfigRow): WebhookConfigRecord {
  return {
    url: row.url,
    isDeleted: row.deleted_at !== null,
    consecutiveFailures: row.consecutive_failures,
    disabledAt: row.disabled_at,
    isSigned: row.is_signed,
    previousSecretUntil: row.previous_secret_until,
  };
}

/** Null when none was ever set. `forUpdate` holds it, or the fact that it is disabled, until the transaction ends. */
export async function findWebhookConfig(
  database: Database,
  accountId: string,
  options: { readonly forUpdate?: boolean } = {},
): Promise<WebhookConfigRecord | null> {
  const { rows } = await database.query<ConfigRow>(
    `select ${columns} from webhook_configs where account_id = $1${options.forUpdate === true ? ' for update' : ''}`,
    [accountId],
  );
  return rows[0] === undefined ? null : toRecord(rows[0]);
}

export interface NewWebhookConfig {
  readonly url: string;
  readonly secret: string | null;
  /** What signs now goes on signing. */
  readonly keepsSecret: boolean;
}

/** Sets it anew: active, with no failures. */
export async function setWebhookConfig(
  database: Database,
  accountId: string,
  { url, secret, keepsSecret }: NewWebhookConfig,
): Promise<void> {
  await database.query(
    `insert into webhook_configs (account_id, url, secret) values ($1, $2, $3)
     on conflict (account_id) do update
       set url = excluded.url, set_at = date_trunc('milliseconds', clock_timestamp()), consecutive_failures = 0,
           failing_since = null, disabled_at = null, deleted_at = null,
           secret = case when $4 then webhook_configs.secret else excluded.secret end,
           previous_secret = case when $4 then webhook_configs.previous_secret end,
           previous_secret_until = case when $4 then webhook_configs.previous_secret_until end`,
    [accountId, url, secret, keepsSecret],
  );
}

/**
 * The secret so far signs for `overlapSeconds` more; an earlier one no longer. Returns until when, which is null when
 * there was none or no overlap; undefined when there is no webhook.
 */
export async function rotateWebhookSecret(
  database: Database,
  accountId: string,
  { secret, overlapSeconds }: { readonly secret: string; readonly overlapSeconds: number },
): Promise<Date | null | undefined> {
  const { rows } = await database.query<{ previous_secret_until: Date | null }>(
    `update webhook_configs
        set secret = $2, previous_secret = case when $3 > 0 then secret end,
            previous_secret_until = case when $3 > 0 and secret is not null
              then date_trunc('milliseconds', clock_timestamp()) + make_interval(secs => $3) end
      where account_id = $1 and deleted_at is null
      returning previous_secret_until`,
    [accountId, secret, overlapSeconds],
  );
  return rows[0]?.previous_secret_until;
}

/** The secret stays for commands that bring a URL of their own. */
export async function markWebhookConfigDeleted(database: Database, accountId: string): Promise<void> {
  await database.query(
    `update webhook_configs set deleted_at = clock_timestamp(), disabled_at = null
      where account_id = $1 and deleted_at is null`,
    [accountId],
  );
}

/** Forgets the failures in a row. While there are none, which is nearly always, it locks nothing. */
export async function noteWebhookSuccess(database: Database, accountId: string): Promise<void> {
  await database.query(
    `update webhook_configs set consecutive_failures = 0, failing_since = null
      where account_id = $1 and consecutive_failures > 0 and disabled_at is null`,
    [accountId],
  );
}

/**
 * Counts a failed attempt that began at `startedAt`, and disables the webhook when these are too many over too long a
 * time. Returns whether it is disabled now.
 */
export async function noteWebhookFailure(
  database: Database,
  accountId: string,
  failure: { readonly startedAt: Date; readonly maxFailures: number; readonly spanSeconds: number },
): Promise<boolean> {
  const { rows } = await database.query<{ disabled_at: Date | null }>(
    `update webhook_configs
        set consecutive_failures = consecutive_failures + 1, failing_since = coalesce(failing_since, clock.now),
            disabled_at = case when consecutive_failures + 1 >= $3 and clock.now - failing_since >= make_interval(secs => $4)
                          then clock.now end
       from (select date_trunc('milliseconds', clock_timestamp()) as now) clock
      where account_id = $1 and set_at <= $2 and deleted_at is null and disabled_at is null
      returning disabled_at`,
    [accountId, failure.startedAt, failure.maxFailures, failure.spanSeconds],
  );
  return rows[0] !== undefined && rows[0].disabled_at !== null;
}
