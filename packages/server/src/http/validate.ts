// Turns schema faults into the `detail` list: every bad field at once, each with a sentence.
import type { ApiErrorCode, DetailEntry } from '@renderio/contract';
import type { z } from 'zod';
import { AppError } from '../domain/app-error.ts';

type Part = 'body' | 'query' | 'path';

function toDetail(
  part: Part,
  issue: z.core.$ZodIssue,
  value: unknown,
  under: readonly PropertyKey[] = [],
): DetailEntry[] {
  const path = [...under, ...issue.path];
  const loc = [part, ...path.map((step) => (typeof step === 'symbol' ? String(step) : step))];
  if (issue.code === 'invalid_key') {
    // The reasons a key is refused are nested; the key itself is the last step of the path.
    return [{ loc, msg: issue.issues[0]?.message ?? issue.message, type: 'invalid_key' }];
  }
  if (issue.code === 'invalid_union') {
    // Of several kinds of object the sender meant, most likely, the one whose fields are there.
    const kinds = issue.errors.filter((faults) => faults.some((fault) => fault.path.length > 0));
    const [nearest] = kinds
      .map((faults) => faults.flatMap((fault) => toDetail(part, fault, value, path)))
      .toSorted((one, other) => missingCount(one) - missingCount(other) || one.length - other.length);
    if (nearest !== undefined) return nearest;
  }
  if (issue.code === 'invalid_type' && valueAt(value, path) === undefined) {
    return [{ loc, msg: 'Field required', type: 'missing' }];
  }
  return [{ loc, msg: issue.message, type: issue.code === 'custom' ? 'invalid_value' : issue.code }];
}

function missingCount(detail: readonly DetailEntry[]): number {
  return detail.filter(({ type }) => type === 'missing').length;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let current = value;
  for (const step of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) return undefined;
    current = (current as Record<PropertyKey, unknown>)[step];
  }
  return current;
}

/** One sentence for a list of faults: the first one with its place, and how many more there are. */
function summarise(detail: readonly DetailEntry[]): string {
  const first = detail[0];
  if (first === undefined) return 'The request cannot be used.';
  const place = first.loc.slice(1).join('.');
  const rest = detail.length - 1;
  return `${place === '' ? first.msg : `${place}: ${first.msg}`}${rest > 0 ? ` (and ${rest} more, see detail)` : ''}`;
}

/** One fault a field: the first, since a value of the wrong type may well be found too short besides. */
function firstOfEachPlace(detail: readonly DetailEntry[]): DetailEntry[] {
  const byPlace = new Map<string, DetailEntry>();
  for (const entry of detail) {
    const place = JSON.stringify(entry.loc);
    if (!byPlace.has(place)) byPlace.set(place, entry);
  }
  return [...byPlace.values()];
}

/** The parsed value. Throws `code` with every bad field, and with what `moreFaults` finds besides. */
export function parseWith<S extends z.ZodType>(
  schema: S,
  part: Part,
  value: unknown,
  code: ApiErrorCode,
  moreFaults: (value: unknown) => readonly DetailEntry[] = () => [],
): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const detail = firstOfEachPlace([
    ...result.error.issues.flatMap((issue) => toDetail(part, issue, value)),
    ...moreFaults(value),
  ]);
  throw new AppError(code, summarise(detail), { detail });
}
