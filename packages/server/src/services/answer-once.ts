// Requests sent again (`Idempotency-Key`): the rows they ask for are written once, and the answer of then comes again.
import { hash } from 'node:crypto';
import { AppError } from '../domain/app-error.ts';
import type { Database } from '../store/database.ts';
import { type AnswerClaim, findKeptAnswer } from '../store/kept-answers.ts';

/** A twin's statement takes milliseconds. */
const twinRetrySeconds = 1;

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
   * Writes with `write`, in one statement guarded by the claim, and returns `answer` (JSON, known beforehand since ids
   * are made before rows are written); or, when the request came before, returns the answer of then. `write` tells
   * whether it wrote. Throws `CONFLICT` while the same request is under way, `VALIDATION_ERROR` when it had another
   * body. What `write` throws leaves nothing kept.
   */
  run<T>(answer: T, write: (claim: AnswerClaim | null) => Promise<boolean>): Promise<T>;
  /** Whether `run` returned an answer of before. */
  readonly isReplay: boolean;
}

/** For requests without a key. */
export const answerAlways: Once = {
  isReplay: false,
  async run(answer, write) {
    await write(null);
    return answer;
  },
};

export function answerOnce(database: Database, identity: RequestIdentity): Once {
  const { accountId, path, key, bodyHash } = identity;
  const scope = hash('sha256', JSON.stringify([accountId, path, key]), 'buffer');
  let isReplay = false;
  return {
    get isReplay() {
      return isReplay;
    },
    async run<T>(answer: T, write: (claim: AnswerClaim | null) => Promise<boolean>): Promise<T> {
      let refusal: AppError | null = null;
      try {
        if (await write({ accountId, scope, bodyHash, answer })) return answer;
      } catch (error) {
        // A queue that is full now takes nothing from an answer of before.
        if (!(error instanceof AppError)) throw error;
        refusal = error;
      }
      const kept = await findKeptAnswer(database, accountId, scope);
      if (kept === null) {
        if (refusal !== null) throw refusal;
        const message = 'A request with this Idempotency-Key is under way; send this one again shortly.';
        throw new AppError('CONFLICT', message, { retryAfterSeconds: twinRetrySeconds });
      }
      if (!kept.bodyHash.equals(bodyHash)) {
        const msg = 'This Idempotency-Key came with another body before; use a new key for a new request.';
        throw new AppError('VALIDATION_ERROR', msg, {
          detail: [{ loc: ['header', 'idempotency-key'], msg, type: 'invalid_value' }],
        });
      }
      isReplay = true;
      return kept.answer as T;
    },
  };
}
