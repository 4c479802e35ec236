// Answers that are kept for requests sent again, and the lock of a request under way.
import type { Database } from './database.ts';

/** Ends when the transaction does, also when its process dies. False when another transaction has it. */
export async function tryLockScope(transaction: Database, scope: Buffer): Promise<boolean> {
  const { rows } = await transaction.query<{ is_mine: boolean }>({
    name: 'try-lock-scope',
    text: 'select pg_try_advisory_xact_lock($1::bigint) as is_mine',
    values: [scope.readBigInt64BE().toString()],
  });
  return rows[0]?.is_mine ?? false;
}

/** False when an answer is kept for the scope already; one whose time is over is replaced. */
export async function keepAnswer(
  transaction: Database,
  kept: { scope: Buffer; bodyHash: Buffer; answer: unknown; keepHours: number },
): Promise<boolean> {
  const { rowCount } = await transaction.query({
    name: 'keep-answer',
    text: `insert into kept_answers as kept (scope, body_hash, answer) values ($1, $2, $3)
           on conflict (scope) do update set body_hash = excluded.body_hash, answer = excluded.answer, created_at = excluded.created_at
            where kept.created_at < excluded.created_at - make_interval(hours => $4)`,
    values: [kept.scope, kept.bodyHash, JSON.stringify(kept.answer), kept.keepHours],
  });
  return rowCount === 1;
}

/** Null when none is kept. */
export async function findKeptAnswer(
  transaction: Database,
  scope: Buffer,
): Promise<{ bodyHash: Buffer; answer: unknown } | null> {
  const { rows } = await transaction.query<{ body_hash: Buffer; answer: unknown }>(
    'select body_hash, answer from kept_answers where scope = $1',
    [scope],
  );
  return rows[0] === undefined ? null : { bodyHash: rows[0].body_hash, answer: rows[0].answer };
}

/** Deletes answers whose time is over, so many at once; returns how many. */
export async function deleteOldAnswers(database: Database, keepHours: number, limit: number): Promise<number> {
  const { rowCount } = await database.query(
    `delete from kept_answers where scope in (
       select scope from kept_answers where created_at < clock_timestamp() - make_interval(hours => $1) limit $2)`,
    [keepHours, limit],
  );
  return rowCount ?? 0;
}
