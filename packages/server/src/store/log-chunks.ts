// Statements on the log of a command while it runs: chunks in order, for readers on any host.
import type { Database } from './database.ts';

export async function insertLogChunk(
  database: Database,
  chunk: { runId: string; number: number; text: string },
): Promise<void> {
  await database.query('insert into log_chunks (run_id, number, text) values ($1, $2, $3) on conflict do nothing', [
    chunk.runId,
    chunk.number,
    chunk.text,
  ]);
}

/** A place in a command's log: which start, and which chunk of it. */
export interface LogPlace {
  readonly attempt: number;
  readonly number: number;
}

/** Chunks of the command's last start that come after `after`, in order. */
export async function listLogChunks(
  database: Database,
  accountId: string,
  commandId: string,
  after: LogPlace,
): Promise<(LogPlace & { readonly text: string })[]> {
  const { rows } = await database.query<LogPlace & { text: string }>(
    `select r.attempt, l.number, l.text
       from (select id, attempt from runs where account_id = $1 and item_id = $2 order by started_at desc limit 1) r
       join log_chunks l on l.run_id = r.id
      where (r.attempt, l.number) > ($3, $4)
      order by l.number`,
    [accountId, commandId, after.attempt, after.number],
  );
  return rows;
}

/** Deletes chunks that nobody can be waiting for any more: their runs ended a minute ago, and the whole log is stored. */
export async function deleteOldLogChunks(database: Database): Promise<void> {
  await database.query(
    `delete from log_chunks using runs
      where runs.id = log_chunks.run_id and runs.ended_at < clock_timestamp() - interval '1 minute'`,
  );
}
