// Which files a command names, and where exactly: what a program needs that brings them to another machine.
import type { Option } from './parse-arguments.ts';
import { type CommandLine, type FileGroup, lastOption } from './parse-command-line.ts';
import { parseFiltergraph } from './parse-filtergraph.ts';
import { argumentAt, argumentKind } from './policy/filter-policy.ts';
import type { FileUse } from './policy/judge-name.ts';
import { fileOptions, graphOptions } from './policy/option-policy.ts';
import { readToken } from './read-token.ts';
import type { Word } from './word.ts';

/** A stretch of a word that names a file or URL. */
export interface FileMention {
  readonly kind: 'input' | 'output' | 'filter' | 'option';
  readonly use: FileUse;
  /** With FFmpeg's own quoting taken off, as FFmpeg opens it. */
  readonly name: string;
  /** Where it stands in `word.text`, FFmpeg's own quotes included; `end` exclusive. */
  readonly word: Word;
  readonly start: number;
  readonly end: number;
  /** Of an option its bare name, of a filter that of the argument; null otherwise. */
  readonly option: string | null;
  /** The input or output that it is, or whose option it is; null for options of the whole run. */
  readonly group: FileGroup | null;
}

/**
 * All of them, each once for each place: inputs (also those within `concat:` and within graphs of `-f lavfi`), outputs
 * (also those within tee), arguments of filters and options that are files. Names that mean no file (`-`, `pipe:1`,
 * `/dev/null` and the like) are among inputs and outputs only. Total.
 */
export function findFiles(line: CommandLine): FileMention[] {
  const inOptions = (options: readonly Option[], group: FileGroup | null): FileMention[] =>
    options.flatMap((option) => inOption(option, group));
  return [
    ...inOptions(line.global, null),
    ...line.inputs.flatMap((group) => [...inOptions(group.options, group), ...inInput(group)]),
    ...line.outputs.flatMap((group) => [...inOptions(group.options, group), ...inOutput(group)]),
  ];
}

function inInput(group: FileGroup): FileMention[] {
  const { url: word } = group;
  if (formatOf(group) === 'lavfi') return inGraph(word, group);
  const base = { kind: 'input', use: 'read', word, option: null, group } as const;
  if (!word.text.startsWith('concat:')) return [{ ...base, name: word.text, start: 0, end: word.text.length }];
  return parts(word.text, 'concat:'.length).map((part) => ({ ...base, ...part }));
}

function inOutput(group: FileGroup): FileMention[] {
  const { url: word } = group;
  const base = { kind: 'output', use: 'write', word, option: null, group } as const;
  if (formatOf(group) !== 'tee') return [{ ...base, name: word.text, start: 0, end: word.text.length }];
  return parts(word.text, 0).map(({ name, start, end }) => {
    // Options in brackets stand before the name.
    const options = /^\[(?:[^\]\\]|\\.)*\]/s.exec(word.text.slice(start, end))?.[0].length ?? 0;
    const bare = readToken(word.text, start + options, '|').text;
    return { ...base, name: options === 0 ? name : bare, start: start + options, end };
  });
}

function inOption({ name, value, isFromFile }: Option, group: FileGroup | null): FileMention[] {
  if (!value || isFromFile) return [];
  if (graphOptions.has(name)) return inGraph(value, group);
  const use = fileOptions.get(name);
  if (use === undefined || isNoFile(value.text)) return [];
  return [
    { kind: 'option', use, name: value.text, word: value, start: 0, end: value.text.length, option: name, group },
  ];
}

function inGraph(word: Word, group: FileGroup | null): FileMention[] {
  return parseFiltergraph(word.text).filters.flatMap((filter) =>
    filter.arguments.flatMap(({ key, value: name, valueStart, end: valueEnd }, position) => {
      const option = key ?? argumentAt(filter.name, position);
      const use = option === null ? null : argumentKind(filter.name, option);
      if (use === null || use === 'text' || name === '' || isNoFile(name)) return [];
      const span = withQuotes(word.text, valueStart, valueEnd);
      return [{ kind: 'filter', use, name, word, ...span, option, group } as const];
    }),
  );
}

/** The stretch of a graph that can be replaced as a whole: what escapes its first character, and quotes in pairs. */
function withQuotes(graph: string, valueStart: number, valueEnd: number): { start: number; end: number } {
  let start = valueStart;
  while (graph[start - 1] === '\\') start -= 1;
  const hasPairs = graph.slice(start, valueEnd).replaceAll(/\\./gs, '').split("'").length % 2 === 1;
  if (hasPairs) return { start, end: valueEnd };
  // The quote opens right before the value, or closes right behind it what was opened before the name.
  return graph[start - 1] === "'" ? { start: start - 1, end: valueEnd } : { start, end: valueEnd - 1 };
}

function parts(text: string, from: number): { name: string; start: number; end: number }[] {
  const found: { name: string; start: number; end: number }[] = [];
  for (let at = from; at < text.length; ) {
    const token = readToken(text, at, '|');
    found.push({ name: token.text, start: at, end: token.end });
    at = token.end + 1;
  }
  return found;
}

function isNoFile(name: string): boolean {
  return name === '-' || name === '/dev/null' || /^(?:pipe:|fd:|\/dev\/std)/.test(name);
}

function formatOf({ options }: FileGroup): string | null {
  return lastOption(options, 'f')?.value?.text.toLowerCase() ?? null;
}
