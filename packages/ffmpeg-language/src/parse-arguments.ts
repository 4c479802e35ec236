// Which word is what: the walk over a command's words that FFmpeg's `split_commandline` (fftools/cmdutils.c) makes.
import { type OptionScope, optionRow } from './option-table.ts';
import type { Problem } from './problem.ts';
import type { Word } from './word.ts';

/** One option with its value. */
export interface Option {
  /** Bare name: `-c:v` → `c`, `-noautorotate` → `autorotate`, `-/filter:v` → `filter`. */
  readonly name: string;
  /** What stands after the first colon: `-c:v:0` → `v:0`; null when there is no colon. */
  readonly specifier: string | null;
  /** Written as `-no…`. */
  readonly isNegated: boolean;
  /** Written as `-/name file`: the value names a file that holds the real value (FFmpeg 7 and later). */
  readonly isFromFile: boolean;
  readonly scope: OptionScope;
  /** Null when the option takes none. */
  readonly value: Word | null;
  readonly nameWord: Word;
}

/** A word, or two that belong together, in the order of the command. */
export type Argument =
  | { readonly kind: 'option'; readonly option: Option }
  | { readonly kind: 'input'; readonly nameWord: Word; readonly url: Word }
  | { readonly kind: 'decoder'; readonly nameWord: Word; readonly url: Word }
  | { readonly kind: 'output'; readonly dashes: Word | null; readonly url: Word };

/** The words of an argument, in order. */
export function wordsOf(argument: Argument): Word[] {
  switch (argument.kind) {
    case 'option':
      return [argument.option.nameWord, ...(argument.option.value ? [argument.option.value] : [])];
    case 'input':
    case 'decoder':
      return [argument.nameWord, argument.url];
    case 'output':
      return [...(argument.dashes ? [argument.dashes] : []), argument.url];
  }
}

/**
 * Sorts words into options, inputs (`-i url`), loopback decoders (`-dec`) and outputs. Total: an option whose value
 * is missing at the end of the command becomes a `missing_value` problem and is left out.
 */
export function parseArguments(words: readonly Word[]): {
  readonly arguments: readonly Argument[];
  readonly problems: readonly Problem[];
} {
  const found: Argument[] = [];
  const problems: Problem[] = [];
  let dashes: Word | null = null;

  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (!word) break;
    if (word.text === '--') {
      dashes = word;
      continue;
    }
    if (dashes !== null || !word.text.startsWith('-') || word.text === '-') {
      found.push({ kind: 'output', dashes, url: word });
      dashes = null;
      continue;
    }
    const next = words[at + 1] ?? null;
    const group = word.text === '-i' ? 'input' : word.text === '-dec' ? 'decoder' : null;
    const option = readOption(word);
    const kind = group ? 'value' : option.kind;
    if (kind === 'value' && next === null) {
      problems.push(missingValue(word));
    } else if (group && next) {
      found.push({ kind: group, nameWord: word, url: next });
      at += 1;
    } else {
      const value = kind === 'value' || kind === 'report' ? next : null;
      found.push({ kind: 'option', option: { ...option.named, value, nameWord: word } });
      if (value) at += 1;
    }
  }
  return { arguments: found, problems };
}

function readOption(word: Word): {
  kind: ReturnType<typeof optionRow>['kind'];
  named: Omit<Option, 'value' | 'nameWord'>;
} {
  const isFromFile = word.text.startsWith('-/');
  const written = word.text.slice(isFromFile ? 2 : 1);
  const colon = written.indexOf(':');
  const writtenName = colon < 0 ? written : written.slice(0, colon);
  const specifier = colon < 0 ? null : written.slice(colon + 1);
  const positive = writtenName.startsWith('no') ? writtenName.slice(2) : '';
  const isNegated = optionRow(positive).kind === 'flag' && positive !== '';
  const name = isNegated ? positive : writtenName;
  const row = optionRow(name);
  return { kind: row.kind, named: { name, specifier, isNegated, isFromFile, scope: row.scope } };
}

function missingValue(word: Word): Problem {
  const message = `The option ${word.text} stands at the end of the command without a value. Give it one, or remove it.`;
  return { type: 'missing_value', message, offset: word.start };
}
