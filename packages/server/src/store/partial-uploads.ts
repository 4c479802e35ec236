// Statements on uploads that are under way.
import type { PartialUpload } from '../domain/partial-upload.ts';
import type { Database } from './database.ts';

interface PartialUploadRow {
  id: string;
  account_id: string;
  filename: string;
  metadata: string;
  size_bytes: number;
  offset_bytes: number;
  expires_at: Date;
}

const columns = 'id, account_id, filename, metadata, size_bytes, offset_bytes, expires_at';
/** Counted from the last byte that came. */
const lifetime = `interval '24 hours'`;
/** A writer that says nothing for so long is dead. */
const writerLease = `interval '30 seconds'`;

function toPartialUpload(row: PartialUploadRow): PartialUpload {
  return {
    id: row.id,
    accountId: row.account_id,
    filename: row.filename,
    metadata: row.metadata,
    sizeBytes: row.size_bytes,
    offsetBytes: row.offset_bytes,
    expiresAt: row.expires_at,
  };
}

export async function insertPartialUpload(
  database: Database,
  upload: { id: string; accountId: string; filename: string; metadata: string; sizeBytes: number },
): Promise<PartialUpload> {
  const { rows } = await database.query<PartialUploadRow>(
    `insert into partial_uploads (id, account_id, filename, metadata, size_bytes, expires_at)
     values ($1, $2, $3, $4, $5, clock_timestamp() + ${lifetime}) returning ${columns}`,
    [upload.id, upload.accountId, upload.filename, upload.metadata, upload.sizeBytes],
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`The upload ${upload.id} was not recorded.`);
  return toPartialUpload(row);
}

export async function countPartialUploads(database: Database, accountId: string): Promise<number> {
  const { rows } = await database.query<{ count: number }>(
    'select count(*)::int as count from partial_uploads where account_id = $1',
    [accountId],
  );
  return rows[0]?.count ?? 0;
}

/** Null when the account has none such, or it has expired. */
export async function findPartialUpload(
  database: Database,
  accountId: string,
  id: string,
): Promise<PartialUpload | null> {
  const { rows } = await database.query<PartialUploadRow>(
    `select ${columns} from partial_uploads where account_id = $1 and id = $2 and expires_at > clock_timestamp()`,
    [accountId, id],
  );
  return rows[0] === undefined ? null : toPartialUpload(rows[0]);
}

/** Makes `writer` the only one that may write. Null while another is, or when there is no such upload. */
export async function takeWriter(
  database: Database,
  accountId: string,
  id: string,
  writer: string,
): Promise<PartialUpload | null> {
  const { rows } = await database.query<PartialUploadRow>(
    `update partial_uploads
        set writer = $3, writer_until = clock_timestamp() + ${writerLease}, is_release_asked = false
      where account_id = $1 and id = $2 and expires_at > clock_timestamp()
        and (writer is null or writer_until < clock_timestamp())
      returning ${columns}`,
    [accountId, id, writer],
  );
  return rows[0] === undefined ? null : toPartialUpload(rows[0]);
}

/** True when somebody writes, and has now been asked to stop. */
export async function askForRelease(database: Database, accountId: string, id: string): Promise<boolean> {
  const { rowCount } = await database.query(
    `update partial_uploads set is_release_asked = true
      where account_id = $1 and id = $2 and writer is not null and writer_until > clock_timestamp()`,
    [accountId, id],
  );
  return rowCount === 1;
}

/** Says that `writer` is still at it, and what is safe by now. False when it has to stop, or may not write any more. */
export async function keepWriting(
  database: Database,
  { accountId, id, writer, offsetBytes }: { accountId: string; id: string; writer: string; offsetBytes: number },
): Promise<boolean> {
  const { rows } = await database.query<{ goes_on: boolean }>(
    `update partial_uploads
        set offset_bytes = greatest(offset_bytes, $4), writer_until = clock_timestamp() + ${writerLease}, expires_at = clock_timestamp() + ${lifetime}
      where account_id = $1 and id = $2 and writer = $3
      returning not is_release_asked as goes_on`,
    [accountId, id, writer, offsetBytes],
  );
  return rows[0]?.goes_on ?? false;
}

/** What is then safe is what `keepWriting` has been told last. Returns until when the upload may be gone on with. */
export async function releaseWriter(
  database: Database,
  accountId: string,
  id: string,
  writer: string,
): Promise<Date | null> {
  const { rows } = await database.query<{ expires_at: Date }>(
    `update partial_uploads set writer = null, writer_until = null, is_release_asked = false
      where account_id = $1 and id = $2 and writer = $3 returning expires_at`,
    [accountId, id, writer],
  );
  return rows[0]?.expires_at ?? null;
}

/** Null when it is gone already. */
export async function deletePartialUpload(
  database: Database,
  accountId: string,
  id: string,
): Promise<PartialUpload | null> {
  const { rows } = await database.query<PartialUploadRow>(
    `delete from partial_uploads where account_id = $1 and id = $2 returning ${columns}`,
    [accountId, id],
  );
  return rows[0] === undefined ? null : toPartialUpload(rows[0]);
}

/** Deletes uploads of any account that nobody has gone on with, and tells which. */
export async function deleteExpiredUploads(transaction: Database, limit: number): Promise<string[]> {
  const { rows } = await transaction.query<{ id: string }>(
    `delete from partial_uploads where id in (
       select id from partial_uploads where expires_at < clock_timestamp() order by expires_at limit $1
          for update skip locked
     ) returning id`,
    [limit],
  );
  return rows.map(({ id }) => id);
}
