// Every error code an answer can carry: the one table behind error bodies, statuses and their documentation.

interface ApiErrorMeaning {
  readonly status: number;
  readonly isRetryable: boolean;
  readonly meaning: string;
  /** A sentence or two for the documentation: what the caller does about it. */
  readonly remedy: string;
}

/** Error code → HTTP status and meaning. The keys are public names: add, never rename. */
export const apiErrors = {
  INVALID_REQUEST: {
    status: 400,
    isRetryable: false,
    meaning: 'The request cannot be used as sent; `detail` names each fault.',
    remedy: 'Mend every field that `detail` names, all at once, and send it again.',
  },
  UNAUTHORIZED: {
    status: 401,
    isRetryable: false,
    meaning: 'The key is missing, malformed, unknown, revoked or expired.',
    remedy: 'Send a key of this server as `X-API-KEY`; `GET /keys` with a good key tells which are revoked or expired.',
  },
  FORBIDDEN: {
    status: 403,
    isRetryable: false,
    meaning: 'The key is good, but this is not allowed to it.',
    remedy:
      "Read the message: the account is suspended, the preset is the system's, a key would revoke itself, or a browser's request came from another origin.",
  },
  NOT_FOUND: {
    status: 404,
    isRetryable: false,
    meaning: 'There is no such thing in this account.',
    remedy:
      'Check the id, and that the key belongs to the account that owns it; what was deleted or is no longer kept is not found either.',
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    isRetryable: false,
    meaning: 'The path exists, but not with this method; `Allow` lists those it has.',
    remedy: 'Use a method that `Allow` lists; the reference at `/docs/api` has all of them.',
  },
  REQUEST_TIMEOUT: {
    status: 408,
    isRetryable: true,
    meaning: 'The request came too slowly; its connection is closed.',
    remedy: 'Send it again. A large file over a slow line goes up [resumably](uploads.md#resumable-tus).',
  },
  CONFLICT: {
    status: 409,
    isRetryable: true,
    meaning: 'Another request on the same thing is still under way.',
    remedy:
      'Wait as `Retry-After` says, then send it again; of a resumable upload, ask for its offset by `HEAD` first.',
  },
  PRECONDITION_FAILED: {
    status: 412,
    isRetryable: false,
    meaning:
      'The version of the tus protocol that the request is in is not spoken; `Tus-Version` lists those that are.',
    remedy: 'Send `Tus-Resumable: 1.0.0`.',
  },
  PAYLOAD_TOO_LARGE: {
    status: 413,
    isRetryable: false,
    meaning: 'The body is larger than the limit.',
    remedy:
      'Send less, delete stored files, or have the operator raise the [limit](limits.md#limits) that the message names.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    isRetryable: false,
    meaning: 'The body is of a type that cannot be taken here; the message names the one that can.',
    remedy: 'Set `Content-Type` to what the message names.',
  },
  VALIDATION_ERROR: {
    status: 422,
    isRetryable: false,
    meaning: 'A field has a value that is not allowed; `detail` names each one.',
    remedy:
      'Mend every field that `detail` names. With an `Idempotency-Key`: the key was used for another body; take a new one.',
  },
  RATE_LIMITED: {
    status: 429,
    isRetryable: true,
    meaning: 'Too many requests; `Retry-After` tells the seconds to wait.',
    remedy:
      'Wait as `Retry-After` says; `RateLimit-Remaining` tells before it comes to that ([limits](limits.md#limits)).',
  },
  INTERNAL_ERROR: {
    status: 500,
    isRetryable: true,
    meaning: 'The server made a mistake; quote `request_id` when reporting it.',
    remedy: 'Send it again once; when it stays, report it. The operator finds the cause in the log under `request_id`.',
  },
  UNAVAILABLE: {
    status: 503,
    isRetryable: true,
    meaning: 'Something the server needs is away; `Retry-After` tells the seconds to wait.',
    remedy:
      'Wait as `Retry-After` says, then send it again. The operator looks at `GET /ready`, which names what is away.',
  },
} as const satisfies Record<string, ApiErrorMeaning>;

export type ApiErrorCode = keyof typeof apiErrors;
