// The one error that the server throws on purpose: an answer other than success.
import type { ApiErrorCode, DetailEntry } from '@renderio/contract';

export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ApiErrorCode;
  readonly detail: readonly DetailEntry[] | undefined;
  /** Seconds to wait before trying again, for codes that say so. */
  readonly retryAfterSeconds: number | undefined;

  /** `message` is shown to the caller; `cause` is only logged. */
  constructor(
    code: ApiErrorCode,
    message: string,
    options: { detail?: readonly DetailEntry[]; cause?: unknown; retryAfterSeconds?: number } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.detail = options.detail;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
