// Answers that are kept for requests sent again, and the lock of a request under way.
import type { Database } from './database.ts';

const keepAnswersHours = 24;

/** A request that may be sent again: its effect happens at most once, together with the answer being kept. */
export interface AnswerClaim {
  readonly accountId: string;
  /** SHA-256 of what makes two requests the same. */
  readonly scope: Buffer;
  /** SHA-256 of the body's bytes. */
  readonly bodyHash: Buffer;
  /** JSON; known beforehand, since ids are made before rows are written. */
  readonly answer: unknown;
}

/**
 * A `claim` for the WITH of an INSERT that takes only rows whose scope is null or in it: one statement, so rows and kept
 * answers are there together or not at all, whatever crashes, and at the price of no round trip. The advisory locks make
 * a twin give up at once instead of waiting; they belong to the statement's transaction and end with it, also by a kill.
 * A twin that gets the lock late still meets the row: `on conflict` sees what others committed after it began.
 */
export function claimAnswers(
  claims: readonly AnswerClaim[],
  parametersBefore: number,
): { readonly text: string; readonly values: readonly unknown[] } {
  const [scopes, locks, bodyHashes, answers, accounts] = [1, 2, 3, 4, 5].map((index) => `$${parametersBefore + index}`);
  return {
    text: `claim as (
             insert into kept_answers as kept (scope, body_hash, answer, account_id)
             select scope, body_hash, answer, account_id
               from unnest(${scopes}::bytea[], ${locks}::bigint[], ${bodyHashes}::bytea[], ${answers}::jsonb[], ${accounts}::uuid[]) asked (scope, lock, body_hash, answer, account_id)
              where pg_try_advisory_xact_lock(lock)
             on conflict (scope) do update
                set body_hash = excluded.body_hash, answer = excluded.answer, created_at = excluded.created_at
              where kept.created_at < excluded.created_at - interval '${keepAnswersHours} hours'
             returning scope
           )`,
    values: [
      claims.map(({ scope }) => scope),
      claims.map(({ scope }) => scope.readBigInt64BE().toString()),
      claims.map(({ bodyHash }) => bodyHash),
      claims.map(({ answer }) => JSON.stringify(answer)),
      claims.map(({ accountId }) => accountId),
    ],
  };
}

/** Null when none is kept: whoever was refused a claim met a twin under way. */
export async function findKeptAnswer(
  database: Database,
  accountId: string,
  scope: Buffer,
): Promise<{ bodyHash: Buffer; answer: unknown } | null> {
  const { rows } = await database.query<{ body_hash: Buffer; answer: unknown }>(
    'select body_hash, answer from kept_answers where account_id = $1 and scope = $2',
    [accountId, scope],
  );
  return rows[0] === undefined ? null : { bodyHash: rows[0].body_hash, answer: rows[0].answer };
}

/** Deletes answers whose time is over, up to `limit` of them. */
export async function deleteOldAnswers(database: Database, limit: number): Promise<void> {
  await database.query(
    `delete from kept_answers where scope in (
       select scope from kept_answers where created_at < clock_timestamp() - interval '${keepAnswersHours} hours' limit $1)`,
    [limit],
  );
}
