// Every error code an answer can carry: the one table behind error bodies, statuses and their documentation.

interface ApiErrorMeaning {
  readonly status: number;
  readonly isRetryable: boolean;
  readonly meaning: string;
}

/** Error code → HTTP status and meaning. The keys are public names: add, never rename. */
export const apiErrors = {
  INVALID_REQUEST: {
    status: 400,
    isRetryable: false,
    meaning: 'The request cannot be used as sent; `detail` names each fault.',
  },
  UNAUTHORIZED: {
    status: 401,
    isRetryable: false,
    meaning: 'The key is missing, malformed, unknown, revoked or expired.',
  },
  FORBIDDEN: { status: 403, isRetryable: false, meaning: 'The key is good, but this is not allowed to it.' },
  NOT_FOUND: { status: 404, isRetryable: false, meaning: 'There is no such thing in this account.' },
  METHOD_NOT_ALLOWED: {
    status: 405,
    isRetryable: false,
    meaning: 'The path exists, but not with this method; `Allow` lists those it has.',
  },
  REQUEST_TIMEOUT: {
    status: 408,
    isRetryable: true,
    meaning: 'The request came too slowly; its connection is closed.',
  },
  CONFLICT: { status: 409, isRetryable: true, meaning: 'Another request on the same thing is still under way.' },
  PRECONDITION_FAILED: {
    status: 412,
    isRetryable: false,
    meaning:
      'The version of the tus protocol that the request is in is not spoken; `Tus-Version` lists those that are.',
  },
  PAYLOAD_TOO_LARGE: { status: 413, isRetryable: false, meaning: 'The body is larger than the limit.' },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    isRetryable: false,
    meaning: 'The body is of a type that cannot be taken here; the message names the one that can.',
  },
  VALIDATION_ERROR: {
    status: 422,
    isRetryable: false,
    meaning: 'A field has a value that is not allowed; `detail` names each one.',
  },
  RATE_LIMITED: {
    status: 429,
    isRetryable: true,
    meaning: 'Too many requests; `Retry-After` tells the seconds to wait.',
  },
  INTERNAL_ERROR: {
    status: 500,
    isRetryable: true,
    meaning: 'The server made a mistake; quote `request_id` when reporting it.',
  },
  UNAVAILABLE: {
    status: 503,
    isRetryable: true,
    meaning: 'Something the server needs is away; `Retry-After` tells the seconds to wait.',
  },
} as const satisfies Record<string, ApiErrorMeaning>;

export type ApiErrorCode = keyof typeof apiErrors;
