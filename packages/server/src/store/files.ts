// Statements on files: uploads, and the outputs of commands.
import type { FailureCode, FileStatus, StoreType } from '@renderio/contract';
import type { Check } from '../domain/check.ts';
import type { FileItemRecord, FileRecord, NewOutput } from '../domain/file.ts';
import type { MediaInfo } from '../domain/media-info.ts';
import type { Database } from './database.ts';
import { type AnswerClaim, claimAnswers } from './kept-answers.ts';

interface FileRow {
  id: string;
  account_id: string;
  command_id: string | null;
  alias: string | null;
  store_type: StoreType;
  status: FileStatus;
  filename: string;
  original_url: string | null;
  object_key: string | null;
  size_bytes: number | null;
  media: MediaInfo | null;
  items: FileItemRecord[] | null;
  checks: Check[] | null;
  error_code: FailureCode | null;
  error_message: string | null;
  created_at: Date;
  deleted_at: Date | null;
}

const columns = `id, account_id, command_id, alias, store_type, status, filename, original_url, object_key, size_bytes,
  media, items, checks, error_code, error_message, created_at, deleted_at`;

function toRecord(row: FileRow): FileRecord {
  return {
    id: row.id,
    accountId: row.account_id,
    commandId: row.command_id,
    alias: row.alias,
    storeType: row.store_type,
    status: row.status,
    filename: row.filename,
    originalUrl: row.original_url,
    objectKey: row.object_key,
    sizeBytes: row.size_bytes,
    media: row.media,
    items: row.items,
    checks: row.checks,
    errorCode: row.error_code,
    errorMessage: row.error_message,
    createdAt: row.created_at,
    isDeleted: row.deleted_at !== null,
  };
}

/** Records a stored upload and queues its probe. */
export async function insertUpload(
  database: Database,
  file: { id: string; accountId: string; filename: string; objectKey: string; sizeBytes: number },
): Promise<void> {
  await database.query(
    `insert into files (id, account_id, store_type, status, filename, object_key, size_bytes, queue_state, created_at)
     values ($1, $2, 'UPLOAD', 'PROCESSING', $3, $4, $5, 'ready', time_of_id($1))`,
    [file.id, file.accountId, file.filename, file.objectKey, file.sizeBytes],
  );
}

/** Records a file that is still to be fetched, and queues that. False when the claim was refused. */
export async function insertStoredFile(
  database: Database,
  file: { id: string; accountId: string; url: string; filename: string },
  claim: AnswerClaim | null = null,
): Promise<boolean> {
  const claims = claimAnswers(claim === null ? [] : [claim], 5);
  const { rowCount } = await database.query(
    `with ${claims.text}
     insert into files (id, account_id, store_type, status, filename, original_url, queue_state, created_at)
     select $1::uuid, $2, 'STORED_FILE', 'PROCESSING', $3, $4, 'ready', time_of_id($1)
      where $5::bytea is null or $5 in (select scope from claim)`,
    [file.id, file.accountId, file.filename, file.url, claim?.scope ?? null, ...claims.values],
  );
  return rowCount === 1;
}

/** Records stored outputs; in the transaction that ends their command. */
export async function insertOutputs(database: Database, outputs: readonly NewOutput[]): Promise<void> {
  for (const output of outputs) {
    await database.query(
      `insert into files (id, account_id, command_id, alias, store_type, status, filename, object_key, size_bytes, media, items, checks, queue_state, created_at)
       values ($1, $2, $3, $4, 'OUTPUT', 'STORED', $5, $6, $7, $8, $9, $10, 'done', time_of_id($1))`,
      [
        output.id,
        output.accountId,
        output.commandId,
        output.alias,
        output.filename,
        output.objectKey,
        output.sizeBytes,
        JSON.stringify(output.media),
        output.items === null ? null : JSON.stringify(output.items),
        JSON.stringify(output.checks),
      ],
    );
  }
}

/** Null when the account has no such file; deleted ones are found. */
export async function findFile(database: Database, accountId: string, id: string): Promise<FileRecord | null> {
  const { rows } = await database.query<FileRow>(`select ${columns} from files where account_id = $1 and id = $2`, [
    accountId,
    id,
  ]);
  return rows[0] === undefined ? null : toRecord(rows[0]);
}

/** By id alone: for holders of a signed link, and for workers. */
export async function findFileOfAnyAccount(database: Database, id: string): Promise<FileRecord | null> {
  const { rows } = await database.query<FileRow>(`select ${columns} from files where id = $1`, [id]);
  return rows[0] === undefined ? null : toRecord(rows[0]);
}

/** Which files of an account; `cursor` is the id that the page begins after. */
export interface FilePage {
  readonly limit: number;
  readonly offset: number;
  readonly cursor?: string | undefined;
  readonly created_after?: string | undefined;
  readonly created_before?: string | undefined;
}

/** Newest first, without deleted ones. */
export async function listFiles(database: Database, accountId: string, page: FilePage): Promise<FileRecord[]> {
  const { rows } = await database.query<FileRow>(
    `select ${columns} from files
      where account_id = $1 and deleted_at is null
        and ($2::timestamptz is null or created_at > $2) and ($3::timestamptz is null or created_at < $3)
        and ($4::uuid is null or id < $4)
      order by id desc limit $5 offset $6`,
    [accountId, page.created_after ?? null, page.created_before ?? null, page.cursor ?? null, page.limit, page.offset],
  );
  return rows.map(toRecord);
}

/** Files that came, changed or were deleted after `since`, in that order, each with when. */
export async function listChangedFiles(
  database: Database,
  accountId: string,
  since: Date,
  limit: number,
): Promise<{ file: FileRecord; changedAt: Date }[]> {
  const { rows } = await database.query<FileRow & { changed_at: Date }>(
    `select ${columns}, changed_at from files where account_id = $1 and changed_at > $2 order by changed_at limit $3`,
    [accountId, since, limit],
  );
  return rows.map((row) => ({ file: toRecord(row), changedAt: row.changed_at }));
}

/** Outputs of several commands, in the order they were stored. */
export async function listOutputs(
  database: Database,
  accountId: string,
  commandIds: readonly string[],
): Promise<FileRecord[]> {
  const { rows } = await database.query<FileRow>(
    `select ${columns} from files where account_id = $1 and command_id = any($2::uuid[]) order by id`,
    [accountId, commandIds],
  );
  return rows.map(toRecord);
}

/**
 * Marks a file deleted and returns it with its mark; null when there is none or it was deleted before. What a worker
 * had still to do with it is off, so that nobody waits for its end in vain.
 */
export async function markFileDeleted(database: Database, accountId: string, id: string): Promise<FileRecord | null> {
  const { rows } = await database.query<FileRow>(
    `update files
        set deleted_at = clock_timestamp(), queue_state = 'done',
            status = case when status <> 'PROCESSING' then status when object_key is null then 'FAILED' else 'STORED' end,
            error_code = case when status = 'PROCESSING' and object_key is null then 'CANCELLED' else error_code end,
            error_message = case when status = 'PROCESSING' and object_key is null
                                 then 'The file was deleted before it was fetched.' else error_message end
      where account_id = $1 and id = $2 and deleted_at is null
      returning ${columns}`,
    [accountId, id],
  );
  return rows[0] === undefined ? null : toRecord(rows[0]);
}

/** The account of a file, which stays as it is until this transaction ends; null when there is no such file. */
export async function lockFile(transaction: Database, id: string): Promise<{ accountId: string } | null> {
  const { rows } = await transaction.query<{ account_id: string }>(
    'select account_id from files where id = $1 for update',
    [id],
  );
  return rows[0] === undefined ? null : { accountId: rows[0].account_id };
}

/** What a worker found; of a fetched file also where its bytes are now. */
export interface StoredFileFacts {
  readonly media: MediaInfo;
  readonly fetched: { readonly objectKey: string; readonly filename: string; readonly sizeBytes: number } | null;
}

/** Writes what a worker found; false, and nothing is written, when the file was deleted meanwhile. */
export async function finishFile(
  database: Database,
  id: string,
  end:
    | ({ readonly status: 'STORED' } & StoredFileFacts)
    | { readonly status: 'FAILED'; readonly errorCode: FailureCode; readonly errorMessage: string },
): Promise<boolean> {
  const isStored = end.status === 'STORED';
  const { rowCount } = await database.query(
    `update files
        set status = $2, queue_state = 'done', media = coalesce($3, media), error_code = $4, error_message = $5,
            object_key = coalesce($6, object_key), filename = coalesce($7, filename), size_bytes = coalesce($8, size_bytes)
      where id = $1 and deleted_at is null`,
    [
      id,
      end.status,
      isStored ? JSON.stringify(end.media) : null,
      isStored ? null : end.errorCode,
      isStored ? null : end.errorMessage,
      isStored ? (end.fetched?.objectKey ?? null) : null,
      isStored ? (end.fetched?.filename ?? null) : null,
      isStored ? (end.fetched?.sizeBytes ?? null) : null,
    ],
  );
  return rowCount === 1;
}

export async function requeueFile(
  database: Database,
  id: string,
  next: { starts: number; delaySeconds: number },
): Promise<void> {
  await database.query(
    `update files set queue_state = 'ready', starts = $2, ready_at = clock_timestamp() + make_interval(secs => $3)
      where id = $1 and deleted_at is null`,
    [id, next.starts, next.delaySeconds],
  );
}
