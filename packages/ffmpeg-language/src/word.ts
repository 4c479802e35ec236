// The unit that everything here speaks of: one word of a command, which still knows how it was written.

/** How a piece of a word was written. */
export type Quoting = 'bare' | 'backslash' | 'single' | 'double';

/** A stretch of a word that was written in one way. */
export interface Piece {
  /** The text it stands for, quotes and escaping backslashes removed. */
  readonly text: string;
  readonly quoting: Quoting;
  /** Where it stands in the command text, quotes included: UTF-16 units, `end` exclusive. */
  readonly start: number;
  readonly end: number;
}

/** One word (argument) of a command. */
export interface Word {
  /** What the program gets, with placeholders still in it. */
  readonly text: string;
  readonly pieces: readonly Piece[];
  /** Where it stands in the command text: UTF-16 units, `end` exclusive. */
  readonly start: number;
  readonly end: number;
}

/** A word of other text that stands in the place of `word` (its span is kept, so that messages point there). */
export function replaceText(word: Word, text: string): Word {
  const { start, end } = word;
  return { text, pieces: [{ text, quoting: 'bare', start, end }], start, end };
}
