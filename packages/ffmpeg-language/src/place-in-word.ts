// From a stretch of a word, whose quotes are gone, back to the stretch of the command text that was written for it.
import type { Piece, Word } from './word.ts';

/** In UTF-16 units, `end` exclusive. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/**
 * Tells where stretches of `word.text` stand in the command text; the whole word, quotes included, for the whole of its
 * text. Reads the word once, however often it is asked.
 *
 * @param text the command text that the word was split from
 */
export function createPlacer(text: string, word: Word): (stretch: Stretch) => Stretch {
  let characters: Stretch[] | null = null;
  return ({ start, end }) => {
    if (end - start >= word.text.length) return { start: word.start, end: word.end };
    characters ??= word.pieces.flatMap((piece) => placeCharacters(text, piece));
    const first = characters[start]?.start ?? word.end;
    return { start: first, end: end > start ? (characters[end - 1]?.end ?? word.end) : first };
  };
}

/** Where each character of the piece's text was written. */
function placeCharacters(text: string, piece: Piece): Stretch[] {
  const { start, end } = piece;
  const isVerbatim = end - start === piece.text.length;
  switch (piece.quoting) {
    // An escaped character is one thing, and so is a placeholder that was written with backslashes.
    case 'backslash':
      return Array.from({ length: piece.text.length }, () => ({ start, end }));
    case 'bare':
      return Array.from({ length: piece.text.length }, (_, inner) =>
        isVerbatim ? { start: start + inner, end: start + inner + 1 } : { start, end },
      );
    case 'single': {
      // Quotes that were kept for FFmpeg are part of the text.
      const first = start + (isVerbatim ? 0 : 1);
      return Array.from({ length: piece.text.length }, (_, inner) => ({
        start: first + inner,
        end: first + inner + 1,
      }));
    }
    case 'double':
      return placeInDoubleQuotes(text, piece);
  }
}

/** The rules are those of `splitWords`. */
function placeInDoubleQuotes(text: string, piece: Piece): Stretch[] {
  const characters: Stretch[] = [];
  const lineEnd = /\\\r?\n/y;
  for (let at = piece.start + 1; characters.length < piece.text.length; ) {
    lineEnd.lastIndex = at;
    const continued = lineEnd.exec(text);
    if (continued) {
      at += continued[0].length;
      continue;
    }
    const length = text[at] === '\\' && '$`"\\'.includes(text[at + 1] ?? ' ') ? 2 : 1;
    characters.push({ start: at, end: at + length });
    at += length;
  }
  return characters;
}
