// Statements on webhook deliveries: the outbox, its queue, and the attempts.
import type { DeliveryStatus } from '@renderio/contract';
import type { DeliveryAttempt, DeliveryAttemptRecord, DeliveryRecord } from '../domain/delivery.ts';
import type { Database } from './database.ts';

interface DeliveryRow {
  id: string;
  command_id: string | null;
  is_own_url: boolean;
  url: string | null;
  status: DeliveryStatus;
  attempt_count: number;
  next_attempt_at: Date | null;
  error_message: string | null;
  created_at: Date;
  ended_at: Date | null;
}

const columns = `d.id, d.command_id, d.url is not null as is_own_url, coalesce(d.url, w.url) as url, d.status, d.error_message, d.created_at, d.ended_at,
  (select count(*)::int from delivery_attempts a where a.delivery_id = d.id) as attempt_count,
  case when d.status = 'PENDING' then d.ready_at end as next_attempt_at`;
const source = 'deliveries d left join webhook_configs w on w.account_id = d.account_id and w.deleted_at is null';

function toRecord(row: DeliveryRow): DeliveryRecord {
  return {
    id: row.id,
    commandId: row.command_id,
    isTest: row.command_id === null,
    isOwnUrl: row.is_own_url,
    url: row.url,
    status: row.status,
    attemptCount: row.attempt_count,
    nextAttemptAt: row.next_attempt_at,
    errorMessage: row.error_message,
    createdAt: row.created_at,
    endedAt: row.ended_at,
  };
}

/** Who is to hear of a command: its own URL, else the account's. Null when nobody is. */
export async function findReceiver(
  database: Database,
  commandId: string,
): Promise<{ readonly accountId: string; readonly ownUrl: string | null; readonly url: string } | null> {
  const { rows } = await database.query<{ account_id: string; own_url: string | null; url: string }>(
    `select c.account_id, c.webhook_url as own_url, coalesce(c.webhook_url, w.url) as url
       from commands c left join webhook_configs w on w.account_id = c.account_id and w.deleted_at is null
      where c.id = $1 and coalesce(c.webhook_url, w.url) is not null`,
    [commandId],
  );
  return rows[0] === undefined ? null : { accountId: rows[0].account_id, ownUrl: rows[0].own_url, url: rows[0].url };
}

/** Ready to be sent once the transaction commits. */
export async function insertDelivery(
  database: Database,
  delivery: {
    readonly id: string;
    readonly accountId: string;
    readonly commandId: string | null;
    readonly ownUrl: string | null;
    readonly receiver: string;
    readonly body: Buffer;
  },
): Promise<void> {
  await database.query(
    `insert into deliveries (id, account_id, command_id, url, receiver, body) values ($1, $2, $3, $4, $5, $6)`,
    [delivery.id, delivery.accountId, delivery.commandId, delivery.ownUrl, delivery.receiver, delivery.body],
  );
}

/** Null when the account has no such delivery. */
export async function findDelivery(database: Database, accountId: string, id: string): Promise<DeliveryRecord | null> {
  const { rows } = await database.query<DeliveryRow>(
    `select ${columns} from ${source} where d.account_id = $1 and d.id = $2`,
    [accountId, id],
  );
  return rows[0] === undefined ? null : toRecord(rows[0]);
}

/** Which deliveries of an account; `cursor` is the id that the page begins after. */
export interface DeliveryPage {
  readonly limit: number;
  readonly offset: number;
  readonly cursor?: string | undefined;
  readonly status?: DeliveryStatus | undefined;
  readonly command_id?: string | undefined;
}

/** Newest first. */
export async function listDeliveries(
  database: Database,
  accountId: string,
  page: DeliveryPage,
): Promise<DeliveryRecord[]> {
  const { rows } = await database.query<DeliveryRow>(
    `select ${columns} from ${source}
      where d.account_id = $1 and ($2::text is null or d.status = $2) and ($3::uuid is null or d.command_id = $3)
        and ($4::uuid is null or d.id < $4)
      order by d.id desc limit $5 offset $6`,
    [accountId, page.status ?? null, page.command_id ?? null, page.cursor ?? null, page.limit, page.offset],
  );
  return rows.map(toRecord);
}

/** Deliveries that came or changed after `since`, in that order, each with when. */
export async function listChangedDeliveries(
  database: Database,
  accountId: string,
  since: Date,
  limit: number,
): Promise<{ delivery: DeliveryRecord; changedAt: Date }[]> {
  const { rows } = await database.query<DeliveryRow & { changed_at: Date }>(
    `select ${columns}, d.changed_at from ${source}
      where d.account_id = $1 and d.changed_at > $2 order by d.changed_at limit $3`,
    [accountId, since, limit],
  );
  return rows.map((row) => ({ delivery: toRecord(row), changedAt: row.changed_at }));
}

export async function readDeliveryBody(database: Database, accountId: string, id: string): Promise<Buffer> {
  const { rows } = await database.query<{ body: Buffer }>(
    'select body from deliveries where account_id = $1 and id = $2',
    [accountId, id],
  );
  return rows[0]?.body ?? Buffer.alloc(0);
}

/** The last `limit`, oldest first. */
export async function listAttempts(
  database: Database,
  accountId: string,
  deliveryId: string,
  limit: number,
): Promise<DeliveryAttemptRecord[]> {
  const { rows } = await database.query<{
    started_at: Date;
    url: string | null;
    seconds: number;
    status_code: number | null;
    response_body: string | null;
    error_message: string | null;
  }>(
    `select a.started_at, a.url, a.seconds, a.status_code, a.response_body, a.error_message
       from deliveries d join delivery_attempts a on a.delivery_id = d.id
      where d.account_id = $1 and d.id = $2 order by a.started_at desc limit $3`,
    [accountId, deliveryId, limit],
  );
  return rows.reverse().map((row) => ({
    startedAt: row.started_at,
    url: row.url,
    seconds: row.seconds,
    statusCode: row.status_code,
    responseBody: row.response_body,
    errorMessage: row.error_message,
  }));
}

/** What a worker needs to send a delivery; null when there is none. */
export async function loadDeliveryToSend(
  database: Database,
  id: string,
): Promise<{
  readonly isTest: boolean;
  readonly body: Buffer;
  readonly ownUrl: string | null;
  readonly accountUrl: string | null;
  readonly isAccountUrlDisabled: boolean;
  /** Signs whatever the account is sent, also to a command's own URL and after the configuration was deleted. */
  readonly secret: string | null;
  readonly previousSecret: string | null;
} | null> {
  const { rows } = await database.query<{
    is_test: boolean;
    body: Buffer;
    own_url: string | null;
    account_url: string | null;
    is_disabled: boolean;
    secret: string | null;
    previous_secret: string | null;
  }>(
    `select d.command_id is null as is_test, d.body, d.url as own_url, w.secret, w.disabled_at is not null as is_disabled,
            case when w.previous_secret_until > clock_timestamp() then w.previous_secret end as previous_secret,
            case when w.deleted_at is null then w.url end as account_url
       from deliveries d left join webhook_configs w on w.account_id = d.account_id where d.id = $1`,
    [id],
  );
  const [row] = rows;
  return row === undefined
    ? null
    : {
        isTest: row.is_test,
        body: row.body,
        ownUrl: row.own_url,
        accountUrl: row.account_url,
        isAccountUrlDisabled: row.is_disabled,
        secret: row.secret,
        previousSecret: row.previous_secret,
      };
}

/** The state that a run's end starts from; its row is held until the transaction ends. */
export async function lockDelivery(
  database: Database,
  id: string,
): Promise<{
  readonly accountId: string;
  readonly ownUrl: string | null;
  readonly isTest: boolean;
  readonly status: DeliveryStatus;
  readonly failures: number;
}> {
  const { rows } = await database.query<{
    account_id: string;
    url: string | null;
    is_test: boolean;
    status: DeliveryStatus;
    failures: number;
  }>(
    `select account_id, url, command_id is null as is_test, status, failures from deliveries where id = $1 for update`,
    [id],
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`Delivery ${id} vanished while it was sent.`);
  return {
    accountId: row.account_id,
    ownUrl: row.url,
    isTest: row.is_test,
    status: row.status,
    failures: row.failures,
  };
}

export async function insertAttempt(
  database: Database,
  runId: string,
  attempt: Omit<DeliveryAttempt, 'seconds' | 'retryAfterSeconds'> & {
    /** Null: from the run's start until now. */
    readonly seconds: number | null;
  },
): Promise<void> {
  await database.query(
    `insert into delivery_attempts (run_id, delivery_id, started_at, url, seconds, status_code, response_body, error_message)
     select id, item_id, started_at, $2, coalesce($3::float8, extract(epoch from clock_timestamp() - started_at)), $4, $5, $6
       from runs where id = $1`,
    [runId, attempt.url, attempt.seconds, attempt.statusCode, attempt.responseBody, attempt.errorMessage],
  );
}

export async function finishDelivery(
  database: Database,
  id: string,
  end: { readonly status: 'DELIVERED' | 'FAILED' | 'CANCELLED'; readonly errorMessage: string | null },
): Promise<void> {
  await database.query(
    `update deliveries
        set status = $2, error_message = $3, queue_state = 'done', held_since = null,
            ended_at = date_trunc('milliseconds', clock_timestamp())
      where id = $1`,
    [id, end.status, end.errorMessage],
  );
}

/** Queues a delivery again. */
export async function requeueDelivery(
  database: Database,
  id: string,
  next: { readonly failures: number; readonly delaySeconds: number },
): Promise<void> {
  await database.query(
    `update deliveries d
        set status = 'PENDING', held_since = null, failures = $2, queue_state = 'ready',
            ready_at = date_trunc('milliseconds', clock_timestamp()) + make_interval(secs => $3)
      where id = $1`,
    [id, next.failures, next.delaySeconds],
  );
}

/** Lets one delivery that a run holds wait for its webhook; nobody sets that up meanwhile, since its row is locked. */
export async function holdDelivery(database: Database, id: string, longestHoldSeconds: number): Promise<void> {
  await database.query(`update deliveries set queue_state = 'ready', ${held('$2')} where id = $1`, [
    id,
    longestHoldSeconds,
  ]);
}

/** Lets all that would go to the account's webhook wait for it. The caller holds the webhook's row. */
export async function holdReadyDeliveries(
  database: Database,
  accountId: string,
  longestHoldSeconds: number,
): Promise<void> {
  await database.query(
    `update deliveries set ${held('$2')}
      where account_id = $1 and queue_state = 'ready' and status = 'PENDING' and url is null and command_id is not null`,
    [accountId, longestHoldSeconds],
  );
}

const held = (seconds: string): string =>
  `status = 'HELD', held_since = clock_timestamp(), ready_at = clock_timestamp() + make_interval(secs => ${seconds})`;

/** Sends on what waited for the webhook, and leads the rest to where it points now. The caller holds the webhook's row. */
export async function releaseDeliveries(database: Database, accountId: string, receiver: string): Promise<void> {
  await database.query(
    `update deliveries
        set receiver = $2, status = 'PENDING', held_since = null,
            ready_at = case status when 'HELD' then clock_timestamp() else ready_at end
      where account_id = $1 and queue_state = 'ready' and url is null`,
    [accountId, receiver],
  );
}

/** Ends all that would go to the account's webhook. The caller holds the webhook's row. */
export async function cancelReadyDeliveries(
  database: Database,
  accountId: string,
  errorMessage: string,
): Promise<void> {
  await database.query(
    `update deliveries
        set status = 'CANCELLED', error_message = $2, queue_state = 'done', held_since = null,
            ended_at = date_trunc('milliseconds', clock_timestamp())
      where account_id = $1 and queue_state = 'ready' and url is null`,
    [accountId, errorMessage],
  );
}

/** Begins a schedule anew. Nothing happens while an attempt is under way. */
export async function restartDelivery(
  database: Database,
  accountId: string,
  id: string,
  receiver: string,
): Promise<void> {
  await database.query(
    `update deliveries
        set status = 'PENDING', error_message = null, failures = 0, receiver = $3, held_since = null, ended_at = null,
            queue_state = 'ready', ready_at = date_trunc('milliseconds', clock_timestamp())
      where account_id = $1 and id = $2 and queue_state <> 'running'`,
    [accountId, id, receiver],
  );
}
