// From a place within a word, whose quotes are gone, back to the place in the command text.
import type { Piece, Word } from './word.ts';

/**
 * Where the character at `at` of `word.text` stands in `text`, in UTF-16 units; the word's end for what lies behind it.
 *
 * @param text the command text that the word was split from
 */
export function placeInWord(text: string, word: Word, at: number): number {
  let passed = 0;
  for (const piece of word.pieces) {
    const inner = at - passed;
    if (inner < piece.text.length) return placeInPiece(text, piece, inner);
    passed += piece.text.length;
  }
  return word.end;
}

function placeInPiece(text: string, piece: Piece, inner: number): number {
  const writtenLength = piece.end - piece.start;
  switch (piece.quoting) {
    case 'backslash':
      return piece.start + 1;
    // A placeholder that was written with backslashes is one thing.
    case 'bare':
      return writtenLength === piece.text.length ? piece.start + inner : piece.start;
    // Quotes that were kept for FFmpeg are part of the text.
    case 'single':
      return writtenLength === piece.text.length ? piece.start + inner : piece.start + 1 + inner;
    case 'double':
      return placeInDoubleQuotes(text, piece.start + 1, inner);
  }
}

/** The rules are those of `splitWords`. */
function placeInDoubleQuotes(text: string, start: number, inner: number): number {
  let at = start;
  for (let left = inner; ; left -= 1) {
    let continued = /^\\\r?\n/.exec(text.slice(at, at + 3));
    while (continued) {
      at += continued[0].length;
      continued = /^\\\r?\n/.exec(text.slice(at, at + 3));
    }
    if (left === 0) return at;
    at += text[at] === '\\' && '$`"\\'.includes(text[at + 1] ?? ' ') ? 2 : 1;
  }
}
