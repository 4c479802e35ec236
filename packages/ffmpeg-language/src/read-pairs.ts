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

/** The entries in order; `ends` are the characters that part them. Total. */
export function readPairs(list: string, ends = ':'): Pair[] {
  const pairs: Pair[] = [];
  let at = 0;
  while (at < list.length) {
    const start = skipBlanks(list, at);
    const key = readKey(list, start);
    const valueStart = skipBlanks(list, key?.end ?? start);
    const value = readToken(list, valueStart, ends);
    pairs.push({ key: key?.name ?? null, value: value.text, start, valueStart, end: value.end });
    at = value.end + 1;
  }
  return pairs;
}

const keyCharacters = /[A-Za-z0-9_/.-]*/y;

/** The key, and the place behind its `=`; null when no key stands there. */
function readKey(list: string, start: number): { name: string; end: number } | null {
  keyCharacters.lastIndex = start;
  const name = keyCharacters.exec(list)?.[0] ?? '';
  const end = skipBlanks(list, start + name.length);
  return list[end] === '=' ? { name, end: end + 1 } : null;
}
