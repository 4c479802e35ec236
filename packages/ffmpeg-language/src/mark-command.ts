// What is what in a command text, by place: for editors that colour and complete it while it is being written.
import { type Argument, wordsOf } from './parse-arguments.ts';
import { type CommandLine, lastOption, parseCommandLine } from './parse-command-line.ts';
import { parseFiltergraph } from './parse-filtergraph.ts';
import { createPlacer, type Stretch } from './place-in-word.ts';
import { findPlaceholders } from './placeholders.ts';
import { graphOptions } from './policy/option-policy.ts';
import { splitWords } from './split-words.ts';
import type { Word } from './word.ts';

export type MarkKind =
  /** The name of an option, `-i` included. */
  | 'option'
  | 'value'
  | 'input'
  | 'output'
  /** A whole filtergraph; the marks of its parts follow. */
  | 'filtergraph'
  | 'filter'
  /** The name of a filter's argument. */
  | 'argument'
  | 'label'
  | 'placeholder';

export interface Mark {
  readonly kind: MarkKind;
  /** In UTF-16 units of the text, quotes included; `end` exclusive. */
  readonly start: number;
  readonly end: number;
  /** Bare: an option without `-` and specifier, a placeholder's alias, a label without brackets; else as FFmpeg gets it. */
  readonly name: string;
}

/** All marks by their start; one that lies within another comes after it. Total: an open quote is read to the end. */
export function markCommand(text: string): Mark[] {
  const split = splitWords(text);
  if (split.ok) return markWords(split.words, text);
  if (split.problem.type !== 'unclosed_quote') return [];
  const closed = splitWords(text + text.charAt(split.problem.offset));
  if (!closed.ok) return [];
  const marks = markWords(closed.words, text);
  return marks.map((mark) => ({
    ...mark,
    start: Math.min(mark.start, text.length),
    end: Math.min(mark.end, text.length),
  }));
}

function markWords(words: readonly Word[], text: string): Mark[] {
  const line = parseCommandLine(words);
  const graphs = graphUrls(line);
  return line.arguments
    .flatMap((argument) => [
      ...markArgument(argument, graphs, text),
      ...wordsOf(argument).flatMap((word) => markPlaceholders(word, text)),
    ])
    .sort((one, other) => one.start - other.start || other.end - one.end);
}

/** The inputs that are filtergraphs themselves. */
function graphUrls(line: CommandLine): ReadonlySet<Word> {
  const generated = line.inputs.filter(
    ({ options }) => lastOption(options, 'f')?.value?.text.toLowerCase() === 'lavfi',
  );
  return new Set(generated.map(({ url }) => url));
}

function markArgument(argument: Argument, graphs: ReadonlySet<Word>, text: string): Mark[] {
  switch (argument.kind) {
    case 'option': {
      const { name, nameWord, value, isFromFile } = argument.option;
      const mark = markWord(nameWord, 'option', name);
      if (!value) return [mark];
      const isGraph = graphOptions.has(name) && !isFromFile;
      return [mark, ...(isGraph ? markGraph(value, text) : [markWord(value, 'value')])];
    }
    case 'output':
      return [markWord(argument.url, 'output')];
    case 'decoder':
    case 'input': {
      const url = graphs.has(argument.url) ? markGraph(argument.url, text) : [markWord(argument.url, 'input')];
      return [markWord(argument.nameWord, 'option', argument.nameWord.text.slice(1)), ...url];
    }
  }
}

function markWord(word: Word, kind: MarkKind, name: string = word.text): Mark {
  return { kind, start: word.start, end: word.end, name };
}

function markGraph(word: Word, text: string): Mark[] {
  const place = createPlacer(text, word);
  const mark = (kind: MarkKind, stretch: Stretch, name: string): Mark => ({ kind, ...place(stretch), name });
  return [
    markWord(word, 'filtergraph'),
    ...parseFiltergraph(word.text).filters.flatMap((filter) => [
      ...[...filter.inputs, ...filter.outputs].map((label) => mark('label', label, label.name)),
      mark('filter', { start: filter.start, end: filter.nameEnd }, filter.name),
      ...filter.arguments.flatMap(({ key, start }) =>
        key ? [mark('argument', { start, end: start + key.length }, key)] : [],
      ),
    ]),
  ];
}

function markPlaceholders(word: Word, text: string): Mark[] {
  const place = createPlacer(text, word);
  return findPlaceholders([word]).map((found) => ({ kind: 'placeholder', ...place(found), name: found.alias }));
}
