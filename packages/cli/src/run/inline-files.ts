// Options whose value lies in a file (`-filter_script f`, `-/filter_complex f`), with the value itself in place of it:
// the server cannot judge what it cannot see.
import { type Option, parseCommandLine, quoteWord, splitWords, type Word } from '@renderio/ffmpeg-language';
import { CliError } from '../cli-error.ts';

const inPlaceOf: Readonly<Record<string, string>> = {
  filter_script: 'filter',
  filter_complex_script: 'filter_complex',
};

/** `readText` reads a local file. */
export function inlineFiles(words: readonly Word[], readText: (path: string) => string): readonly Word[] {
  const line = parseCommandLine(words);
  const options = line.arguments.flatMap((argument) => (argument.kind === 'option' ? [argument.option] : []));
  const replaced = new Map<Word, string>();
  for (const option of options) {
    const name = nameWithValue(option);
    if (name === null || option.value === null) continue;
    replaced.set(option.nameWord, name);
    replaced.set(option.value, readText(option.value.text).trimEnd());
  }
  if (replaced.size === 0) return words;
  const split = splitWords(words.map((word) => quoteWord(replaced.get(word) ?? word.text)).join(' '));
  if (!split.ok) throw new CliError('USAGE', split.problem.message);
  return split.words;
}

function nameWithValue({ name, specifier, isFromFile }: Option): string | null {
  const bare = isFromFile ? name : inPlaceOf[name];
  if (bare === undefined) return null;
  return `-${bare}${specifier === null ? '' : `:${specifier}`}`;
}
