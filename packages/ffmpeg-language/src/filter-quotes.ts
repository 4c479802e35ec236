// The one mercy on POSIX splitting: quotes that FFmpeg's own filtergraph parser has to see are handed on to it.
import { parseArguments } from './parse-arguments.ts';
import type { Piece, Word } from './word.ts';

/**
 * `-vf select='gt(scene,0.3)'` works in no shell, yet is published everywhere: the shell eats the quotes, and
 * FFmpeg then takes the comma for the end of the filter. So, in a word that is a filtergraph (the value of `-vf`,
 * `-af`, `-filter…`, `-filter_complex`, `-lavfi`, the url of an input with `-f lavfi`), a single-quoted piece keeps
 * its quotes when
 *
 * - it follows directly on unquoted text inside a filter. At the start of the word, or where a filter begins (after
 *   `,` `;` or `]`), the quotes are the shell's: `-vf 'scale=2:2'`, `-vf fps=1,'scale=2:2'`; and
 * - it holds a `,` `;` `:` or `[`, bare or after one backslash (`text='12\:30'` needs quotes and backslash, since
 *   FFmpeg takes off one level for the graph and one for the filter). After two backslashes its writer has counted
 *   the shell's level in, and the word stays as a shell would have it.
 */
export function keepFilterQuotes(words: readonly Word[]): readonly Word[] {
  if (!words.some((word) => word.pieces.some(isForFFmpeg))) return words;
  const graphs = new Set(filtergraphWords(words));
  return words.map((word) => (graphs.has(word) ? keepQuotes(word) : word));
}

function filtergraphWords(words: readonly Word[]): Word[] {
  const graphs: Word[] = [];
  let isLavfi = false;
  for (const argument of parseArguments(words).arguments) {
    if (argument.kind === 'option') {
      const { name, value, isFromFile } = argument.option;
      if (value && !isFromFile && filterOptions.has(name)) graphs.push(value);
      if (name === 'f') isLavfi = value?.text === 'lavfi';
    } else {
      if (argument.kind === 'input' && isLavfi) graphs.push(argument.url);
      isLavfi = false;
    }
  }
  return graphs;
}

const filterOptions = new Set(['vf', 'af', 'filter', 'filter_complex', 'lavfi']);

function keepQuotes(word: Word): Word {
  const pieces = word.pieces.map((piece, index) =>
    isForFFmpeg(piece, index, word.pieces) ? { ...piece, text: `'${piece.text}'` } : piece,
  );
  return { ...word, pieces, text: pieces.map((piece) => piece.text).join('') };
}

function isForFFmpeg(piece: Piece, index: number, pieces: readonly Piece[]): boolean {
  const previous = pieces[index - 1];
  if (piece.quoting !== 'single' || previous?.quoting !== 'bare') return false;
  const beginsFilter = /[,;\]]$/.test(previous.text);
  return !beginsFilter && /[,;:[]/.test(piece.text) && !piece.text.includes('\\\\');
}
