// Statements on what an account has used. Each reads an index range of the one account, and nothing of others.
import type { FailureCode } from '@renderio/contract';
import { firstIdAt } from '../domain/id.ts';
import type { DayOfUse } from '../domain/usage.ts';
import type { Database } from './database.ts';

/** An id is made before its row is written, by another clock. */
const clockSlackMs = 3_600_000;

/** Days with commands that were submitted from `since` on, oldest first. */
export async function countCommandsByDay(database: Database, accountId: string, since: Date): Promise<DayOfUse[]> {
  const { rows } = await database.query<{
    date: string;
    queued: number;
    processing: number;
    succeeded: number;
    failed: number;
    processing_seconds: number;
    ffmpeg_seconds: number;
  }>(
    `select to_char(created_at at time zone 'utc', 'YYYY-MM-DD') as date,
            count(*) filter (where status = 'QUEUED')::int as queued,
            count(*) filter (where status = 'PROCESSING')::int as processing,
            count(*) filter (where status = 'SUCCESS')::int as succeeded,
            count(*) filter (where status = 'FAILED')::int as failed,
            coalesce(sum(extract(epoch from completed_at - created_at)), 0)::float8 as processing_seconds,
            coalesce(sum(ffmpeg_seconds), 0) as ffmpeg_seconds
       from commands
      where account_id = $1 and id >= $2 and created_at >= $3
      group by 1 order by 1`,
    [accountId, firstIdAt(since.getTime() - clockSlackMs), since],
  );
  return rows.map((row) => ({
    date: row.date,
    queued: row.queued,
    processing: row.processing,
    succeeded: row.succeeded,
    failed: row.failed,
    processingSeconds: row.processing_seconds,
    ffmpegSeconds: row.ffmpeg_seconds,
  }));
}

/** Why commands failed that were submitted from `since` on, the most frequent cause first. */
export async function countFailuresByCause(
  database: Database,
  accountId: string,
  since: Date,
): Promise<{ code: FailureCode; count: number }[]> {
  const { rows } = await database.query<{ code: FailureCode; count: number }>(
    `select error_code as code, count(*)::int as count
       from commands
      where account_id = $1 and status = 'FAILED' and id >= $2 and created_at >= $3
      group by 1 order by 2 desc, 1`,
    [accountId, firstIdAt(since.getTime() - clockSlackMs), since],
  );
  return rows;
}

/** What is stored now: deleted files do not count, members of series and packages count with their file. */
export async function sumStoredFiles(database: Database, accountId: string): Promise<{ files: number; bytes: number }> {
  const { rows } = await database.query<{ files: number; bytes: number }>(
    `select count(*)::int as files, coalesce(sum(stored_bytes), 0)::bigint as bytes
       from files where account_id = $1 and object_key is not null and deleted_at is null`,
    [accountId],
  );
  return rows[0] ?? { files: 0, bytes: 0 };
}
