// Lists of `key=value:key=value`, as filters, tee, and options that hold options are given them.
//
// Follows `av_opt_get_key_value` (libavutil/opt.c) and `ff_filter_opt_parse` (libavfilter/avfilter.c).
import { readToken, skipBlanks } from './read-token.ts';

/** One entry of a list. */
export interface Pair {
  /** Null for a value without a name, which stands for an option by its position. */
  readonly key: string | null;
  /** Unquoted. */
  readonly value: string;
  /** Where it stands in the list, and where its value begins; `end` exclusive. */
  readonly start: number;
  readonly valueStart: number;
  readonly end: number;
}

const keyAtStart = /[ \n\t\r]*([A-Za-z0-9_/.-]*)[ \n\t\r]*=/y;

/** The entries in order; `ends` are the characters that part them. Total. */
export function readPairs(list: string, ends = ':'): Pair[] {
  const pairs: Pair[] = [];
  let at = 0;
  while (at < list.length) {
    keyAtStart.lastIndex = at;
    const named = keyAtStart.exec(list);
    const valueStart = at + (named?.[0].length ?? 0);
    const value = readToken(list, valueStart, ends);
    pairs.push({
      key: named?.[1] ?? null,
      value: value.text,
      start: skipBlanks(list, at),
      valueStart: skipBlanks(list, valueStart),
      end: value.end,
    });
    at = value.end + 1;
  }
  return pairs;
}
