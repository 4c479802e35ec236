// How the program ends, for scripts: one number for each kind of failure. docs/cli.md has this table.
import { type FailureCode, failures } from '@renderio/contract';
import type { RenderioErrorCode } from '@renderio/sdk';

export const exitCodes = {
  OK: { code: 0, meaning: 'Done.' },
  INTERNAL: { code: 1, meaning: 'A mistake of this program or of the server (`INTERNAL_ERROR`).' },
  USAGE: { code: 2, meaning: 'The command line cannot be used as written; nothing was sent.' },
  NOT_ALLOWED: { code: 3, meaning: 'No API key, or one that is not good for this.' },
  NOT_FOUND: { code: 4, meaning: 'The server has no such command, file, preset, key or delivery.' },
  REFUSED: { code: 5, meaning: 'The server refused the request; the message names each fault.' },
  UNREACHABLE: { code: 6, meaning: 'The server cannot be reached, or is too busy; the same may succeed later.' },
  LOCAL_FILE: { code: 7, meaning: 'A file on this machine cannot be read or written, or would be overwritten.' },
  UNHEALTHY: { code: 8, meaning: '`doctor` found something to mend.' },
  FAILED: { code: 10, meaning: 'The command ended FAILED by its own words or inputs.' },
  FAILED_BY_ORIGIN: { code: 11, meaning: 'The command ended FAILED because the host of an input did not deliver.' },
  FAILED_BY_OPERATOR: { code: 12, meaning: 'The command ended FAILED by a fault of the server; it may be retried.' },
  INTERRUPTED: { code: 130, meaning: 'Ended by Ctrl-C, or the command was cancelled.' },
} as const satisfies Record<string, { readonly code: number; readonly meaning: string }>;

export type ExitName = keyof typeof exitCodes;

export function exitNameOfError(code: RenderioErrorCode): ExitName {
  switch (code) {
    case 'UNAUTHORIZED':
    case 'FORBIDDEN':
      return 'NOT_ALLOWED';
    case 'NOT_FOUND':
      return 'NOT_FOUND';
    case 'INVALID_REQUEST':
    case 'VALIDATION_ERROR':
    case 'PAYLOAD_TOO_LARGE':
    case 'PRECONDITION_FAILED':
    case 'UNSUPPORTED_MEDIA_TYPE':
    case 'METHOD_NOT_ALLOWED':
      return 'REFUSED';
    case 'CONFLICT':
    case 'REQUEST_TIMEOUT':
    case 'RATE_LIMITED':
    case 'UNAVAILABLE':
    case 'NETWORK_ERROR':
    case 'UNEXPECTED_ANSWER':
      return 'UNREACHABLE';
    case 'INTERNAL_ERROR':
      return 'INTERNAL';
  }
}

export function exitNameOfFailure(code: FailureCode): ExitName {
  if (code === 'CANCELLED') return 'INTERRUPTED';
  switch (failures[code].fault) {
    case 'caller':
      return 'FAILED';
    case 'origin':
      return 'FAILED_BY_ORIGIN';
    case 'operator':
      return 'FAILED_BY_OPERATOR';
  }
}
