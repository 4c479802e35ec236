// FFmpeg's own quoting, one level of it: what `av_get_token` of libavutil/avstring.c reads, and where each character stood.

/** A stretch of text with one level of quotes and backslashes taken off. */
export interface Token {
  readonly text: string;
  /** Where each character of `text` stands in the source, and one entry more for where the token ends. */
  readonly places: readonly number[];
  /** The first character that is not part of it: one of the terminators, or the end of the source. */
  readonly end: number;
}

const blanks = ' \n\t\r';

/** FFmpeg's idea of a blank, which is narrower than a regular expression's. */
function isBlank(char: string): boolean {
  return char !== '' && blanks.includes(char);
}

/** The first place from `at` on that is no blank. */
export function skipBlanks(text: string, at: number): number {
  let next = at;
  while (isBlank(text.charAt(next))) next += 1;
  return next;
}

/**
 * Reads from `start` up to one of the characters of `ends`. A backslash takes the next character as it is, single
 * quotes all up to the next quote (where nothing is escaped), and blanks around what is not quoted are dropped. Total.
 */
export function readToken(source: string, start: number, ends: string): Token {
  let at = skipBlanks(source, start);
  const chars: string[] = [];
  const places: number[] = [];
  /** How much of it is quoted or escaped, and so safe from trimming. */
  let kept = 0;
  const take = (): void => {
    chars.push(source.charAt(at));
    places.push(at);
    at += 1;
  };
  while (at < source.length && !ends.includes(source.charAt(at))) {
    const char = source.charAt(at);
    if (char === '\\' && at + 1 < source.length) {
      at += 1;
      take();
      kept = chars.length;
    } else if (char === "'") {
      at += 1;
      while (at < source.length && source.charAt(at) !== "'") take();
      if (at < source.length) {
        at += 1;
        kept = chars.length;
      }
    } else {
      take();
    }
  }
  let length = chars.length;
  while (length > kept && isBlank(chars[length - 1] ?? '')) length -= 1;
  return { text: chars.slice(0, length).join(''), places: [...places.slice(0, length), at], end: at };
}
