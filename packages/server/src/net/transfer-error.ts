// The one error that ends a try of a transfer: it carries the failure for the user and whether another try may help.
import type { Failure } from '@renderio/contract';

export type TransferFailure = Failure & {
  readonly code:
    | 'INPUT_UNREACHABLE'
    | 'INPUT_FORBIDDEN'
    | 'INPUT_TOO_LARGE'
    | 'INPUT_TRUNCATED'
    | 'INPUT_UNSUPPORTED'
    | 'STORAGE_FAILED';
};

export class TransferError extends Error {
  override readonly name = 'TransferError';
  readonly failure: TransferFailure;
  readonly isRetryable: boolean;
  /** What the origin asked for by `Retry-After`. */
  readonly retryAfterMs: number | null;

  constructor(
    code: TransferFailure['code'],
    message: string,
    options: { readonly isRetryable?: boolean; readonly retryAfterMs?: number | null; readonly cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.failure = { code, message };
    this.isRetryable = options.isRetryable ?? false;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}
