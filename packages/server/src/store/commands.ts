// Statements on commands.
import type { CommandStatus, CommandType, FailureCode, ProgressDetail, TimelineEntry } from '@renderio/contract';
import type { LimitsByWireName, OwnLimits } from '../domain/account-limits.ts';
import type { CommandRecord, CommandRequest, Metadata, NewCommand } from '../domain/command.ts';
import { toOwnLimits } from './accounts.ts';
import type { Database } from './database.ts';
import { type AnswerClaim, claimAnswers } from './kept-answers.ts';

interface CommandRow {
  id: string;
  account_id: string;
  type: CommandType;
  request: CommandRequest;
  metadata: Metadata | null;
  status: CommandStatus;
  created_at: Date;
  started_at: Date | null;
  completed_at: Date | null;
  ffmpeg_seconds: number | null;
  timeline: TimelineEntry[];
  error_code: FailureCode | null;
  error_message: string | null;
  progress: number | null;
  progress_detail: ProgressDetail | null;
  retry_of: string | null;
  batch_id: string | null;
  log_key: string | null;
}

const columns = `c.id, c.account_id, c.type, c.request, c.metadata, c.status, c.created_at, c.started_at, c.completed_at,
  c.ffmpeg_seconds, c.timeline, c.error_code, c.error_message,
  c.retry_of, c.batch_id, c.log_key, r.progress, r.progress_detail`;
const source = 'commands c left join runs r on r.item_id = c.id and r.ended_at is null';

function toRecord(row: CommandRow): CommandRecord {
  return {
    id: row.id,
    accountId: row.account_id,
    type: row.type,
    request: row.request,
    metadata: row.metadata,
    status: row.status,
    createdAt: row.created_at,
    startedAt: row.started_at,
    completedAt: row.completed_at,
    ffmpegSeconds: row.ffmpeg_seconds,
    timeline: row.timeline,
    errorCode: row.error_code,
    errorMessage: row.error_message,
    progress: row.progress,
    progressDetail: row.progress_detail,
    retryOf: row.retry_of,
    batchId: row.batch_id,
    logKey: row.log_key,
  };
}

/** A command to queue, and the scope of the claim it depends on. */
type CommandToInsert = NewCommand & { readonly scope?: Buffer | null };

/**
 * Queues commands: from here on they are ready to be claimed. Their `accepted` phase ends with this statement, which is
 * one round trip and one commit however many there are. Returns the ids of those that were queued: all but those whose
 * claim was refused.
 */
export async function insertCommands(
  database: Database,
  commands: readonly CommandToInsert[],
  claims: readonly AnswerClaim[] = [],
): Promise<Set<string>> {
  const claim = claimAnswers(claims, 11);
  const { rows } = await database.query<{ id: string }>({
    name: 'insert-commands',
    text: `with ${claim.text}
           insert into commands (id, account_id, type, request, metadata, webhook_url, max_run_seconds, created_at, queued_at, ready_at, retry_of, batch_id, timeline)
           select id, account_id, type, request, metadata, webhook_url, max_run_seconds, created_at, now, now, retry_of, batch_id,
                  jsonb_build_array(jsonb_build_object('phase', 'accepted', 'started_at', iso(created_at), 'seconds', accept_seconds))
             from (select sent.*, now, now - make_interval(secs => accept_seconds) as created_at
                     from (select date_trunc('milliseconds', clock_timestamp()) as now) clock,
                          unnest($1::uuid[], $2::uuid[], $3::text[], $4::json[], $5::jsonb[], $6::text[], $7::integer[], $8::float8[], $9::uuid[], $10::uuid[], $11::bytea[])
                            as sent (id, account_id, type, request, metadata, webhook_url, max_run_seconds, accept_seconds, retry_of, batch_id, scope)) timed
            where scope is null or scope in (select scope from claim)
           returning id`,
    values: [
      commands.map(({ id }) => id),
      commands.map(({ accountId }) => accountId),
      commands.map(({ type }) => type),
      commands.map(({ request }) => JSON.stringify(request)),
      commands.map(({ metadata }) => (metadata === null ? null : JSON.stringify(metadata))),
      commands.map(({ webhookUrl }) => webhookUrl),
      commands.map(({ maxRunSeconds }) => maxRunSeconds),
      commands.map(({ acceptSeconds }) => acceptSeconds),
      commands.map(({ retryOf }) => retryOf),
      commands.map(({ batchId }) => batchId),
      commands.map(({ scope }) => scope ?? null),
      ...claim.values,
    ],
  });
  return new Set(rows.map(({ id }) => id));
}

/** How many commands of an account wait for their first start, counted to `limit` at most. */
export async function countQueuedCommands(database: Database, accountId: string, limit: number): Promise<number> {
  const { rows } = await database.query<{ count: number }>(
    `select count(*)::int as count
       from (select 1 from commands where account_id = $1 and status = 'QUEUED' limit $2) queued`,
    [accountId, limit],
  );
  return rows[0]?.count ?? 0;
}

/** Null when the account has no such command. */
export async function findCommand(database: Database, accountId: string, id: string): Promise<CommandRecord | null> {
  const { rows } = await database.query<CommandRow>(
    `select ${columns} from ${source} where c.account_id = $1 and c.id = $2`,
    [accountId, id],
  );
  return rows[0] === undefined ? null : toRecord(rows[0]);
}

/** Which commands of an account: filters as the wire has them; `cursor` is the id that the page begins after. */
export interface CommandPage {
  readonly limit: number;
  readonly offset: number;
  readonly cursor?: string | undefined;
  readonly status?: CommandStatus | undefined;
  readonly command_type?: CommandType | undefined;
  readonly error_status?: string | undefined;
  readonly created_after?: string | undefined;
  /** Somewhere in the request as it was sent, or in the error message; in any case. */
  readonly text?: string | undefined;
  readonly created_before?: string | undefined;
  /** Key → value as text; all must agree. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Newest first. */
export async function listCommands(database: Database, accountId: string, page: CommandPage): Promise<CommandRecord[]> {
  const { rows } = await database.query<CommandRow>(
    `select ${columns} from ${source}
      where c.account_id = $1 and ($2::text is null or c.status = $2) and ($3::text is null or c.type = $3)
        and ($4::timestamptz is null or c.created_at > $4) and ($5::timestamptz is null or c.created_at < $5)
        and ($6::uuid is null or c.id < $6) 
        and not exists (select from jsonb_each_text($7::jsonb) wanted where c.metadata ->> wanted.key is distinct from wanted.value)
        and ($12::text is null or (c.status = 'FAILED' and c.error_code = $12))
        and ($8::text is null or strpos(lower(c.request::text), lower($11)) > 0
             or strpos(lower(c.error_message), lower($8)) > 0)
      order by c.id desc limit $9 offset $10`,
    [
      accountId,
      page.status ?? null,
      page.command_type ?? null,
      page.created_after ?? null,
      page.created_before ?? null,
      page.cursor ?? null,
      JSON.stringify(page.metadata ?? {}),
      page.text ?? null,
      page.limit,
      page.offset,
      // As it stands within the request's JSON, where quotes and line breaks are escaped.
      page.text === undefined ? null : JSON.stringify(page.text).slice(1, -1),
      page.error_status ?? null,
    ],
  );
  return rows.map(toRecord);
}

/** Those that ended after `since`, in that order. */
export async function listEndedCommands(
  database: Database,
  accountId: string,
  since: Date,
  limit: number,
): Promise<CommandRecord[]> {
  const { rows } = await database.query<CommandRow>(
    `select ${columns} from ${source} where c.account_id = $1 and c.completed_at > $2 order by c.completed_at limit $3`,
    [accountId, since, limit],
  );
  return rows.map(toRecord);
}

/** Writes a command's end; the caller has closed its run in the same transaction. */
export async function finishCommand(
  database: Database,
  id: string,
  end: {
    status: 'SUCCESS' | 'FAILED';
    completedAt: Date;
    ffmpegSeconds: number | null;
    timeline: readonly TimelineEntry[];
    errorCode: FailureCode | null;
    errorMessage: string | null;
    logKey: string | null;
  },
): Promise<void> {
  await database.query(
    `update commands
        set status = $2, queue_state = 'done', completed_at = $3, ffmpeg_seconds = $4, timeline = timeline || $5::jsonb,
            error_code = $6, error_message = $7, log_key = $8
      where id = $1`,
    [
      id,
      end.status,
      end.completedAt,
      end.ffmpegSeconds,
      JSON.stringify(end.timeline),
      end.errorCode,
      end.errorMessage,
      end.logKey,
    ],
  );
}

/** Ends a command that no worker has claimed; false when one has, or it is done. */
export async function cancelReadyCommand(
  database: Database,
  accountId: string,
  id: string,
  message: string,
): Promise<boolean> {
  const { rowCount } = await database.query(
    `update commands
        set status = 'FAILED', queue_state = 'done', completed_at = now, error_code = 'CANCELLED', error_message = $3,
            timeline = timeline || jsonb_build_object('phase', 'queued', 'started_at', iso(queued_at), 'seconds', extract(epoch from now - queued_at))
       from (select date_trunc('milliseconds', clock_timestamp()) as now) clock
      where id = $2 and account_id = $1 and queue_state = 'ready'`,
    [accountId, id, message],
  );
  return rowCount === 1;
}

/** How many ready commands of its account are ahead of this one; null when it does not wait, or more than `limit` are ahead. */
export async function countCommandsAhead(
  database: Database,
  accountId: string,
  id: string,
  limit: number,
): Promise<number | null> {
  const { rows } = await database.query<{ ahead: number }>(
    `select count(ahead.id)::int as ahead
       from commands mine
       left join lateral (
         select id from commands other
          where other.queue_state = 'ready' and other.account_id = $1
            and (other.ready_at, other.id) < (mine.ready_at, mine.id) limit $3
       ) ahead on true
      where mine.account_id = $1 and mine.id = $2 and mine.queue_state = 'ready'
      group by mine.id`,
    [accountId, id, limit + 1],
  );
  const ahead = rows[0]?.ahead;
  return ahead === undefined || ahead > limit ? null : ahead;
}

/** Queues a command again after a run that did not finish it; its public status does not change. */
export async function requeueCommand(
  database: Database,
  id: string,
  next: { starts: number; queuedAt: Date; delaySeconds: number; timeline: readonly TimelineEntry[] },
): Promise<void> {
  await database.query(
    `update commands
        set queue_state = 'ready', starts = $2, queued_at = $3, ready_at = $3::timestamptz + make_interval(secs => $4),
            timeline = timeline || $5::jsonb
      where id = $1`,
    [id, next.starts, next.queuedAt, next.delaySeconds, JSON.stringify(next.timeline)],
  );
}

/** What a worker needs to run a command; null when there is none. */
export async function loadCommandToRun(
  database: Database,
  id: string,
): Promise<{
  id: string;
  accountId: string;
  request: CommandRequest;
  maxRunSeconds: number;
  ownLimits: OwnLimits;
} | null> {
  const { rows } = await database.query<{
    id: string;
    account_id: string;
    request: CommandRequest;
    max_run_seconds: number;
    own_limits: LimitsByWireName;
  }>(
    `select c.id, c.account_id, c.request, c.max_run_seconds, a.own_limits
       from commands c join accounts a on a.id = c.account_id where c.id = $1`,
    [id],
  );
  const row = rows[0];
  return row === undefined
    ? null
    : {
        id: row.id,
        accountId: row.account_id,
        request: row.request,
        maxRunSeconds: row.max_run_seconds,
        ownLimits: toOwnLimits(row.own_limits),
      };
}

/** What a submission said beside the request itself; for running it again. */
export async function findSubmission(
  database: Database,
  accountId: string,
  id: string,
): Promise<{ webhookUrl: string | null; maxRunSeconds: number | null }> {
  const { rows } = await database.query<{ webhook_url: string | null; max_run_seconds: number }>(
    'select webhook_url, max_run_seconds from commands where account_id = $1 and id = $2',
    [accountId, id],
  );
  return { webhookUrl: rows[0]?.webhook_url ?? null, maxRunSeconds: rows[0]?.max_run_seconds ?? null };
}
