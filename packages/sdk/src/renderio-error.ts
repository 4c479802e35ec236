// What the SDK throws: a refusal of the server or a connection that failed, and a command that ended FAILED.
import { type ApiErrorCode, apiErrors, type Command, type DetailEntry, type FailureCode } from '@renderio/contract';

/** `NETWORK_ERROR`: no answer came. `UNEXPECTED_ANSWER`: one came that is not this API's, from a proxy for instance. */
export type RenderioErrorCode = ApiErrorCode | 'NETWORK_ERROR' | 'UNEXPECTED_ANSWER';

export class RenderioError extends Error {
  override readonly name = 'RenderioError';
  readonly code: RenderioErrorCode;
  /** HTTP status; null when no answer came. */
  readonly status: number | null;
  /** One entry for each bad field; empty when the refusal is not about fields. */
  readonly detail: readonly DetailEntry[];
  /** Quote it when reporting a problem; null when no answer came. */
  readonly requestId: string | null;
  /** What the server asked for, in seconds; null when it did not say. */
  readonly retryAfterSeconds: number | null;

  constructor(
    code: RenderioErrorCode,
    message: string,
    about: {
      readonly status?: number;
      readonly detail?: readonly DetailEntry[] | undefined;
      readonly requestId?: string | null;
      readonly retryAfterSeconds?: number | null;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, { cause: about.cause });
    this.code = code;
    this.status = about.status ?? null;
    this.detail = about.detail ?? [];
    this.requestId = about.requestId ?? null;
    this.retryAfterSeconds = about.retryAfterSeconds ?? null;
  }

  /** Whether the same request may succeed later, unchanged. */
  get isRetryable(): boolean {
    if (this.code === 'NETWORK_ERROR') return true;
    if (this.code === 'UNEXPECTED_ANSWER') return gatewayStatuses.has(this.status ?? 0);
    return apiErrors[this.code].isRetryable;
  }
}

/** What proxies answer while the server behind them is away or busy. */
const gatewayStatuses = new Set([429, 502, 503, 504]);

/** Thrown by `run`: the command ended FAILED. The message is the command's own. */
export class CommandFailedError extends Error {
  override readonly name = 'CommandFailedError';
  readonly code: FailureCode;
  readonly command: Command;

  constructor(command: Command) {
    super(command.error_message ?? 'The command failed.');
    this.code = command.error_status ?? 'INTERNAL_ERROR';
    this.command = command;
  }
}
