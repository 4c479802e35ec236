// From a stretch of a word, whose quotes are gone, back to the stretch of the command text that was written for it.
import type { Piece, Word } from './word.ts';

/**
 * Where `word.text.slice(start, end)` stands in `text`, in UTF-16 units, `end` exclusive; the whole word, quotes
 * included, for the whole of its text.
 *
 * @param text the command text that the word was split from
 */
export function placeInWord(text: string, word: Word, start: number, end: number): { start: number; end: number } {
  if (end - start >= word.text.length) return { start: word.start, end: word.end };
  const first = placeOfCharacter(text, word, start);
  return { start: first.start, end: end > start ? placeOfCharacter(text, word, end - 1).end : first.start };
}

function placeOfCharacter(text: string, word: Word, at: number): { start: number; end: number } {
  let passed = 0;
  for (const piece of word.pieces) {
    const inner = at - passed;
    if (inner < piece.text.length) return placeInPiece(text, piece, inner);
    passed += piece.text.length;
  }
  return { start: word.end, end: word.end };
}

function placeInPiece(text: string, piece: Piece, inner: number): { start: number; end: number } {
  const { start, end } = piece;
  const isVerbatim = end - start === piece.text.length;
  switch (piece.quoting) {
    // An escaped character is one thing, and so is a placeholder that was written with backslashes.
    case 'backslash':
      return { start, end };
    case 'bare':
      return isVerbatim ? { start: start + inner, end: start + inner + 1 } : { start, end };
    case 'single': {
      // Quotes that were kept for FFmpeg are part of the text.
      const at = start + inner + (isVerbatim ? 0 : 1);
      return { start: at, end: at + 1 };
    }
    case 'double':
      return placeInDoubleQuotes(text, start + 1, inner);
  }
}

/** The rules are those of `splitWords`. */
function placeInDoubleQuotes(text: string, start: number, inner: number): { start: number; end: number } {
  let at = start;
  for (let left = inner; ; left -= 1) {
    const continued = /^(?:\\\r?\n)*/.exec(text.slice(at))?.[0].length ?? 0;
    at += continued;
    const length = text[at] === '\\' && '$`"\\'.includes(text[at + 1] ?? ' ') ? 2 : 1;
    if (left <= 0) return { start: at, end: at + length };
    at += length;
  }
}
