// From a command text to words: POSIX shell quoting, with no shell behind it.
import { keepFilterQuotes } from './filter-quotes.ts';
import { matchPlaceholderAt } from './placeholder-syntax.ts';
import { type Problem, placeOf } from './problem.ts';
import type { Piece, Word } from './word.ts';

export type SplitResult =
  | { readonly ok: true; readonly words: readonly Word[] }
  | { readonly ok: false; readonly problem: Problem };

/**
 * Splits a command text into FFmpeg's arguments.
 *
 * - Quoting is that of POSIX (Shell Command Language 2.2): backslash, '…', "…" where a backslash escapes only
 *   `$`, a backtick, `"`, `\` and a newline (so `"\,"` and `"\:"` keep their backslash), and line continuation.
 * - Nothing is expanded and there are no operators: `$ ; | < > & ( ) # ~ * ? %` are ordinary characters.
 *   Newlines separate words like blanks do; a carriage return before a newline is part of it.
 * - A placeholder is one thing: `{{ alias }}` and `\{\{ alias \}\}` stay in one word, quoted or not.
 * - Quotes that FFmpeg's own filtergraph parser has to see are kept (see `keepFilterQuotes`).
 * - A leading word `ffmpeg` is dropped.
 *
 * Never throws. Fails with `unclosed_quote`, `stray_backslash` (blanks between a `\` and the end of its line),
 * `nul_character` (no program can be given one) or `empty_command`.
 */
export function splitWords(text: string): SplitResult {
  const result = splitPosix(text);
  if (!result.ok) return result;
  const words = result.words[0]?.text === 'ffmpeg' ? result.words.slice(1) : result.words;
  if (words.length === 0) {
    return fail(
      text,
      0,
      'empty_command',
      () => 'The command is empty. Write FFmpeg arguments such as: -i {{in_video}} {{out_video}}',
    );
  }
  return { ok: true, words: keepFilterQuotes(words) };
}

/** Writes a word so that `splitWords` reads it back unchanged: bare where that is safe, else in single quotes. */
export function quoteWord(text: string): string {
  if (/^[A-Za-z0-9_@%+=:,./-]+$/.test(text)) return text;
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

const doubleQuoteEscapes = '$`"\\';

function splitPosix(text: string): SplitResult {
  const words: Word[] = [];
  let pieces: Piece[] = [];
  let at = 0;

  const add = (text: string, quoting: Piece['quoting'], start: number): void => {
    pieces.push({ text, quoting, start, end: at });
  };
  const endWord = (): void => {
    const first = pieces[0];
    const last = pieces.at(-1);
    if (first && last) words.push({ text: joinText(pieces), pieces, start: first.start, end: last.end });
    pieces = [];
  };

  // A backslash with nothing but blanks after it continues onto nothing.
  const lastInk = text.trimEnd().length - 1;
  const nul = text.indexOf('\0');
  if (nul >= 0) {
    return fail(text, nul, 'nul_character', (place) => `There is a NUL character at ${place}. Remove it.`);
  }

  while (at < text.length) {
    const start = at;
    const char = text[at];
    const placeholder = matchPlaceholderAt(text, at);
    if (placeholder !== null) {
      at += placeholder.length;
      add(placeholder.replaceAll('\\', ''), 'bare', start);
    } else if (isBlank(char)) {
      endWord();
      at += 1;
    } else if (char === '\\') {
      const lineEnd = /^\r?\n/.exec(text.slice(at + 1, at + 3));
      if (lineEnd) {
        at += 1 + lineEnd[0].length;
      } else if (at >= lastInk) {
        at = text.length;
      } else if (/^[ \t]+\r?\n/.test(text.slice(at + 1, at + 1 + maxStrayBlanks))) {
        return fail(
          text,
          at,
          'stray_backslash',
          (place) =>
            `The backslash at ${place} does not continue the line, because blanks follow it. Remove those blanks; if the word is meant to end in a blank, put it in quotes.`,
        );
      } else {
        at += 2;
        add(text.slice(start + 1, at), 'backslash', start);
      }
    } else if (char === "'") {
      const close = text.indexOf("'", at + 1);
      if (close < 0) return failUnclosed(text, at);
      at = close + 1;
      add(text.slice(start + 1, close), 'single', start);
    } else if (char === '"') {
      const quoted = readDoubleQuoted(text, at);
      if (quoted === null) return failUnclosed(text, at);
      at = quoted.end;
      add(quoted.text, 'double', start);
    } else {
      while (at < text.length && isBare(text[at]) && (at === start || matchPlaceholderAt(text, at) === null)) at += 1;
      add(text.slice(start, at), 'bare', start);
    }
  }
  endWord();
  return { ok: true, words };
}

/** No further is looked for the end of the line, so that a text of backslashes and blanks costs linear time. */
const maxStrayBlanks = 256;

function isBlank(char: string | undefined): boolean {
  return char === ' ' || char === '\t' || char === '\n' || char === '\r';
}

function isBare(char: string | undefined): boolean {
  return !isBlank(char) && char !== '\\' && char !== "'" && char !== '"';
}

function readDoubleQuoted(text: string, open: number): { text: string; end: number } | null {
  let content = '';
  let at = open + 1;
  while (at < text.length) {
    const char = text.charAt(at);
    const next = text.charAt(at + 1);
    if (char === '"') return { text: content, end: at + 1 };
    if (char !== '\\') {
      content += char;
      at += 1;
    } else if (next === '\n') {
      at += 2;
    } else if (next === '\r' && text[at + 2] === '\n') {
      at += 3;
    } else if (next !== '' && doubleQuoteEscapes.includes(next)) {
      content += next;
      at += 2;
    } else {
      content += char;
      at += 1;
    }
  }
  return null;
}

function joinText(pieces: readonly Piece[]): string {
  return pieces.map((piece) => piece.text).join('');
}

function failUnclosed(text: string, offset: number): SplitResult {
  const quote = text.charAt(offset);
  const remedy =
    quote === "'"
      ? `Close it, or, if it is an apostrophe, put the word in double quotes or write \\' outside of quotes.`
      : 'Close it, or write \\" if the quote itself is meant.';
  return fail(text, offset, 'unclosed_quote', (place) => `The quote ${quote} at ${place} is never closed. ${remedy}`);
}

function fail(
  text: string,
  offset: number,
  type: Problem['type'],
  message: (place: string) => string,
): { ok: false; problem: Problem } {
  const { line, column } = placeOf(text, offset);
  return { ok: false, problem: { type, message: message(`line ${line}, column ${column}`), offset } };
}
