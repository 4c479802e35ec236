// Requests sent again (`Idempotency-Key`): what is asked for and the kept answer are one transaction, so neither is there
// without the other, whatever crashes between them.
import { createHash } from 'node:crypto';
import { AppError } from '../domain/app-error.ts';
import { type Database, inTransaction, type Pool } from '../store/database.ts';
import { deleteOldAnswers, findKeptAnswer, keepAnswer, tryLockScope } from '../store/kept-answers.ts';

const keepHours = 24;
/** A twin's transaction takes milliseconds. */
const twinRetrySeconds = 1;
const deletedAtOnce = 5_000;

/** What makes two requests the same. */
export interface RequestIdentity {
  readonly accountId: string;
  /** Without the query. */
  readonly path: string;
  readonly key: string;
  /** SHA-256 of the raw bytes. */
  readonly bodyHash: Buffer;
}

/** The one effect of a request. */
export interface Once {
  /**
   * Does `work` and returns `answer` (JSON), which is known beforehand since ids are made before rows are written; or,
   * when the request came before, returns the answer of then and does nothing. Throws `CONFLICT` while the other
   * request is under way and `VALIDATION_ERROR` when it had another body. What `work` throws leaves nothing kept.
   */
  run<T>(answer: T, work: (database: Database) => Promise<void>): Promise<T>;
  /** Whether `run` returned an answer of before. */
  readonly isReplay: boolean;
}

/** For requests without a key: the work is one statement, or brings its own transaction. */
export function answerAlways(database: Pool): Once {
  return {
    isReplay: false,
    async run(answer, work) {
      await work(database);
      return answer;
    },
  };
}

/**
 * The lock is PostgreSQL's own and belongs to the transaction: it ends with it, also when this process is killed, and
 * nobody has to guess how long a dead holder is to be waited for.
 */
export function answerOnce(database: Pool, identity: RequestIdentity): Once {
  const scope = createHash('sha256')
    .update(JSON.stringify([identity.accountId, identity.path, identity.key]))
    .digest();
  const { bodyHash } = identity;
  let isReplay = false;
  return {
    get isReplay() {
      return isReplay;
    },
    async run<T>(answer: T, work: (database: Database) => Promise<void>): Promise<T> {
      return await inTransaction(database, async (transaction) => {
        if (!(await tryLockScope(transaction, scope))) {
          throw new AppError('CONFLICT', 'A request with this Idempotency-Key is under way; send this one again shortly.', {
            retryAfterSeconds: twinRetrySeconds,
          });
        }
        if (await keepAnswer(transaction, { scope, bodyHash, answer, keepHours })) {
          await work(transaction);
          return answer;
        }
        const kept = await findKeptAnswer(transaction, scope);
        if (kept?.bodyHash.equals(bodyHash) !== true) {
          const msg = 'This Idempotency-Key came with another body before; use a new key for a new request.';
          throw new AppError('VALIDATION_ERROR', msg, {
            detail: [{ loc: ['header', 'idempotency-key'], msg, type: 'invalid_value' }],
          });
        }
        isReplay = true;
        return kept.answer as T;
      });
    },
  };
}

/** Deletes what is no longer kept, a piece at a time; returns how much. */
export async function sweepKeptAnswers(database: Database): Promise<number> {
  return await deleteOldAnswers(database, keepHours, deletedAtOnce);
}
