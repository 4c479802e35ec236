// Why a command (or a stored file) can end FAILED: the one table behind `error_status`.

interface FailureMeaning {
  /** One sentence for the documentation: what happened. */
  readonly meaning: string;
  /** Who can do something about it. */
  readonly fault: 'caller' | 'origin' | 'operator';
  /** Whether the same request may succeed when sent again unchanged. */
  readonly isRetryable: boolean;
}

/** Every `error_status` with its meaning. The keys are public names: add, never rename. */
export const failures = {
  INPUT_UNREACHABLE: {
    meaning:
      'An input could not be fetched: name not found, refused, TLS error, status 4xx or 5xx, stalled, or a web page where media was meant.',
    fault: 'origin',
    isRetryable: true,
  },
  INPUT_FORBIDDEN: {
    meaning: 'The address, port or scheme of an input is not allowed here.',
    fault: 'caller',
    isRetryable: false,
  },
  INPUT_TOO_LARGE: { meaning: 'An input has more bytes than the limit.', fault: 'caller', isRetryable: false },
  INPUT_UNSUPPORTED: {
    meaning: 'An input is of a kind that cannot be used as an input, such as a remote playlist.',
    fault: 'caller',
    isRetryable: false,
  },
  INPUT_TRUNCATED: {
    meaning: 'An input holds less than its origin or its own container promised.',
    fault: 'origin',
    isRetryable: true,
  },
  INPUT_DELETED: { meaning: 'A stored file named as an input has been deleted.', fault: 'caller', isRetryable: false },
  FFMPEG_FAILED: {
    meaning: 'FFmpeg ended with an error; the message carries the telling lines of its log.',
    fault: 'caller',
    isRetryable: false,
  },
  OUTPUT_MISSING: {
    meaning: 'A declared output was not written, or is empty where media was meant.',
    fault: 'caller',
    isRetryable: false,
  },
  OUTPUT_INVALID: {
    meaning: 'A media output cannot be read back, holds no frame, or is provably too short.',
    fault: 'caller',
    isRetryable: false,
  },
  OUTPUT_TOO_LARGE: {
    meaning: 'The command wrote more bytes or more files than the limit.',
    fault: 'caller',
    isRetryable: false,
  },
  TIMEOUT: { meaning: 'The command ran longer than its limit.', fault: 'caller', isRetryable: false },
  OUT_OF_MEMORY: { meaning: 'The command needed more memory than the limit.', fault: 'caller', isRetryable: false },
  CANCELLED: { meaning: 'The command was cancelled on request.', fault: 'caller', isRetryable: true },
  STORAGE_FAILED: {
    meaning: 'The result could not be stored, or the scratch disk is full.',
    fault: 'operator',
    isRetryable: true,
  },
  WORKER_LOST: {
    meaning: 'The command was started three times and no worker lived to finish it.',
    fault: 'operator',
    isRetryable: true,
  },
  INTERNAL_ERROR: { meaning: 'The server made a mistake; its log tells more.', fault: 'operator', isRetryable: true },
} as const satisfies Record<string, FailureMeaning>;

export type FailureCode = keyof typeof failures;

/** Why something ended FAILED: the code, and a sentence for the user that says what, where and what to do. */
export interface Failure {
  readonly code: FailureCode;
  readonly message: string;
}
