// Judges an answer to a (first or resuming) request: where its bytes go in the file, or why they go nowhere.
import { STATUS_CODES } from 'node:http';
import { type EntityVersion, entityVersion, maySameVersion, parseContentRange } from './entity-version.ts';
import { displayUrl } from './outgoing-url.ts';
import { parseRetryAfterMs } from './retry-delay.ts';
import type { OutgoingAnswer } from './send-request.ts';
import { TransferError } from './transfer-error.ts';

/** What was asked for: the rest of `version` from `offset`, or (0, null) for the whole. */
export interface Asked {
  readonly offset: number;
  readonly version: EntityVersion | null;
}

export type Placement =
  /** `bodyBytes` is what the body promises to hold; null when it promises nothing. */
  | { readonly kind: 'whole'; readonly version: EntityVersion; readonly bodyBytes: number | null }
  | { readonly kind: 'rest'; readonly bodyBytes: number; readonly totalBytes: number | null }
  /** The bytes that are there belong to a version that is gone, and this answer brings none. */
  | { readonly kind: 'changed' };

// Statuses that ask to come again: RFC 9110 (408), RFC 8470 (425), RFC 6585 (429).
const passingClientErrors = new Set([408, 425, 429]);

/** @throws TransferError for a status that brings no file */
export function placeAnswer(answer: OutgoingAnswer, asked: Asked, nowMs: number): Placement {
  const { status } = answer;
  const contentLength = parseLength(answer.header('content-length'));
  if (status === 200 || status === 203) {
    const version = versionOf(answer, contentLength);
    // A range of an encoded body would not continue the decoded file.
    return {
      kind: 'whole',
      version: isEncoded(answer) ? { ...version, rangeValidator: null } : version,
      bodyBytes: contentLength,
    };
  }
  if (asked.version !== null && status === 416) return { kind: 'changed' };
  if (asked.version !== null && status === 206) {
    const range = parseContentRange(answer.header('content-range'));
    if (range?.start !== asked.offset || isEncoded(answer)) return { kind: 'changed' };
    if (!maySameVersion(asked.version, versionOf(answer, range.totalBytes))) return { kind: 'changed' };
    return { kind: 'rest', bodyBytes: range.end - range.start + 1, totalBytes: range.totalBytes };
  }
  const retryAfterMs = parseRetryAfterMs(answer.header('retry-after'), nowMs);
  throw new TransferError(
    'INPUT_UNREACHABLE',
    `${displayUrl(answer.finalUrl)} could not be fetched: it answered ${describeStatus(status)}.`,
    { isRetryable: status >= 500 || passingClientErrors.has(status), retryAfterMs },
  );
}

export function describeStatus(status: number): string {
  const name = STATUS_CODES[status];
  return name === undefined ? String(status) : `${status} ${name}`;
}

function versionOf(answer: OutgoingAnswer, totalBytes: number | null): EntityVersion {
  return entityVersion({
    etag: answer.header('etag'),
    lastModified: answer.header('last-modified'),
    date: answer.header('date'),
    totalBytes,
  });
}

function isEncoded(answer: OutgoingAnswer): boolean {
  return !['', 'identity'].includes(answer.header('content-encoding')?.toLowerCase() ?? '');
}

function parseLength(header: string | null): number | null {
  return header !== null && /^\d{1,15}$/.test(header) ? Number(header) : null;
}
