// Which commands are listed: kept in the address, so that it can be shared and gone back to; pure.

import type { Command } from '@renderio/sdk';

type FailureCode = NonNullable<Command['error_status']>;

export const statuses = ['QUEUED', 'PROCESSING', 'SUCCESS', 'FAILED'] as const;
export const types = ['FFMPEG_COMMAND', 'CHAINED_COMMAND', 'MULTIPLE_COMMAND'] as const;
/** How far back, in hours. */
export const spans = { hour: 1, day: 24, week: 168, month: 720 } as const;

export interface CommandFilter {
  readonly status?: (typeof statuses)[number];
  readonly type?: (typeof types)[number];
  readonly since?: keyof typeof spans;
  /** Why they failed, in the wire's words. */
  readonly error?: FailureCode;
  /** In the request or the error message. */
  readonly text?: string;
  /** `key=value`. */
  readonly metadata?: string;
}

export function readCommandFilter(search: Readonly<Record<string, unknown>>): CommandFilter {
  const oneOf = <Value extends string>(values: readonly Value[], value: unknown): Value | undefined =>
    values.find((each) => each === value);
  const textOf = (value: unknown): string | undefined =>
    typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  const status = oneOf(statuses, search['status']);
  const type = oneOf(types, search['type']);
  const since = oneOf(Object.keys(spans) as (keyof typeof spans)[], search['since']);
  const error = textOf(search['error']);
  const text = textOf(search['text']);
  const metadata = textOf(search['metadata']);
  return {
    ...(status && { status }),
    ...(type && { type }),
    ...(since && { since }),
    // Of a cause that there is not, the server says so.
    ...(error && { error: error as FailureCode }),
    ...(text && { text }),
    ...(metadata && { metadata }),
  };
}

/** In the wire's words; metadata that is only half written filters nothing. */
export function queryOf({ status, type, since, error, text, metadata }: CommandFilter, now: Date) {
  const [, key, value] = /^\s*([^=\s]+)\s*=\s*(.+?)\s*$/.exec(metadata ?? '') ?? [];
  return {
    ...(status && { status }),
    ...(type && { command_type: type }),
    ...(error && { error_status: error }),
    ...(since && { created_after: new Date(now.getTime() - spans[since] * 3_600_000).toISOString() }),
    ...(text?.trim() && { text: text.trim() }),
    ...(key !== undefined && value !== undefined && { [`metadata.${key}` as const]: value }),
  };
}
