// From a user's command to the arguments that the server gives to its own build of FFmpeg.
import { type Argument, type Option, wordsOf } from './parse-arguments.ts';
import type { CommandLine } from './parse-command-line.ts';
import { findPlaceholders } from './placeholders.ts';
import { type Replacement, removedOptions } from './removed-options.ts';
import { replaceText, type Word } from './word.ts';

/** What of the FFmpeg build matters here. */
export interface FFmpegBuild {
  /** 7 of `7.1.5`; `Infinity` for a development build. */
  readonly majorVersion: number;
}

/** FFmpeg's log levels of `info` and above, in order. */
export type LogLevel = 'info' | 'verbose' | 'debug' | 'trace';

export interface PreparedArguments {
  /** What goes after the server's own options, with placeholders still in it. */
  readonly words: readonly Word[];
  /** What the user asked for, at least `info`: below that FFmpeg does not tell what went wrong. */
  readonly logLevel: LogLevel;
  /** One sentence for each option that was put in other words for this build. */
  readonly notes: readonly string[];
}

/**
 * Takes out the options that belong to the server (see `serverOptions`), and puts what the build no longer knows in
 * words that it does (see `removedOptions`). Everything else stays, word for word and in order; what merely looks
 * like such an option (`-metadata title=-y`) is never touched. Total: an option that has no equal stays.
 */
export function prepareArguments(line: CommandLine, build: FFmpegBuild): PreparedArguments {
  const words: Word[] = [];
  const notes: string[] = [];
  const forEveryOutput: PlacedReplacement[] = [];
  const groups = groupArguments(line.arguments);

  const planned = groups.map((group) =>
    group.map((argument) => {
      if (argument.kind !== 'option') return { argument, replacement: null };
      const siblings = group.flatMap((sibling) => (sibling.kind === 'option' ? [sibling.option] : []));
      const replacement = replacementFor(argument.option, siblings, line, build);
      if (replacement) notes.push(describe(argument.option, replacement, build));
      if (replacement && appliesToEveryOutput(replacement))
        forEveryOutput.push({ option: argument.option, replacement });
      return { argument, replacement };
    }),
  );

  for (const group of planned) {
    const kept = group.filter(({ argument }) => !isServerOption(argument));
    const end = kept.at(-1)?.argument;
    const isOutput = end?.kind === 'output';
    const own = kept.flatMap(({ argument, replacement }) =>
      argument.kind === 'option' && replacement && !appliesToEveryOutput(replacement)
        ? [{ option: argument.option, replacement }]
        : [],
    );
    const all = isOutput ? [...forEveryOutput, ...own] : own;
    const options = kept.flatMap(({ argument }) => (argument.kind === 'option' ? [argument.option] : []));
    const head = all.flatMap(({ option, replacement }) =>
      replacement.kind === 'each_output' ? replacement.words.map((text) => replaceText(option.nameWord, text)) : [],
    );
    const filters = all.flatMap(({ option, replacement }) =>
      replacement.kind === 'filter' ? [{ option, replacement }] : [],
    );
    const withFilters = addFilters(options, filters);

    words.push(...head, ...withFilters.head);
    for (const { argument, replacement } of kept) {
      if (argument.kind !== 'option' || !replacement) {
        words.push(...wordsOf(argument).map((word) => withFilters.changed.get(word) ?? word));
      } else if (replacement.kind === 'words') {
        const { nameWord, value } = argument.option;
        words.push(
          ...replacement.words.map((text) => (text === null && value ? value : replaceText(nameWord, text ?? ''))),
        );
      }
    }
  }
  return { words, logLevel: logLevelOf(line.global), notes };
}

interface PlacedReplacement {
  readonly option: Option;
  readonly replacement: Replacement;
}

/** Cuts the arguments after every file, so that each group is a file with the options before it; the last may lack the file. */
function groupArguments(all: readonly Argument[]): Argument[][] {
  const groups: Argument[][] = [[]];
  for (const argument of all) {
    groups.at(-1)?.push(argument);
    if (argument.kind !== 'option') groups.push([]);
  }
  return groups;
}

function replacementFor(
  option: Option,
  siblings: readonly Option[],
  line: CommandLine,
  build: FFmpegBuild,
): Replacement | null {
  const removed = removedOptions.get(option.name);
  if (!removed || build.majorVersion < removed.removedIn) return null;
  return removed.replacement(option, siblings, line);
}

function appliesToEveryOutput(replacement: Replacement): boolean {
  return replacement.kind === 'each_output' || (replacement.kind === 'filter' && replacement.outputs === 'every');
}

/**
 * What the server decides alone, and why:
 * `-y -n` outputs are written into an empty folder; `-hide_banner -loglevel -v -stats -report` the log is the
 * server's, which reads it; `-stdin` nobody is there to press a key; `-progress -stats_period` it is how the server
 * learns of progress, and FFmpeg has one such channel only. A `-progress` that writes a declared file stays: the user
 * asked for that file.
 */
const serverOptions = new Set([
  'y',
  'n',
  'hide_banner',
  'loglevel',
  'v',
  'stats',
  'report',
  'stdin',
  'progress',
  'stats_period',
]);

function isServerOption(argument: Argument): boolean {
  if (argument.kind !== 'option' || !serverOptions.has(argument.option.name)) return false;
  const { name, value } = argument.option;
  return name !== 'progress' || !value || findPlaceholders([value]).length === 0;
}

const filterNames = { video: { short: 'vf', kind: 'v' }, audio: { short: 'af', kind: 'a' } };

/** Joins filters with those that the output has already, or gives it an option for them. */
function addFilters(
  options: readonly Option[],
  additions: readonly { option: Option; replacement: Extract<Replacement, { kind: 'filter' }> }[],
): { head: Word[]; changed: Map<Word, Word> } {
  const head: Word[] = [];
  const changed = new Map<Word, Word>();
  for (const medium of ['audio', 'video'] as const) {
    const { short, kind } = filterNames[medium];
    const mine = additions.filter(({ replacement }) => replacement.medium === medium);
    const [addition] = mine;
    if (!addition || options.some((option) => dropsOrCopies(option, kind))) continue;
    const before = mine
      .filter(({ replacement }) => replacement.position === 'first')
      .map((one) => one.replacement.filter);
    const after = mine
      .filter(({ replacement }) => replacement.position === 'last')
      .map((one) => one.replacement.filter);
    const existing = options.filter(
      ({ name, specifier }) => name === short || (name === 'filter' && (specifier ?? '').startsWith(kind)),
    );
    for (const { value } of existing) {
      if (value) changed.set(value, replaceText(value, [...before, value.text, ...after].join(',')));
    }
    if (existing.length === 0) {
      head.push(
        replaceText(addition.option.nameWord, `-${short}`),
        replaceText(addition.option.nameWord, [...before, ...after].join(',')),
      );
    }
  }
  return { head, changed };
}

/** FFmpeg refuses filters on a copied stream. */
function dropsOrCopies(option: Option, kind: string): boolean {
  if (option.name === `${kind}n`) return !option.isNegated;
  const isCodec =
    option.name === `${kind}codec` ||
    ((option.name === 'c' || option.name === 'codec') && (option.specifier ?? kind).startsWith(kind));
  return isCodec && option.value?.text === 'copy';
}

const levels: readonly (readonly [LogLevel, number])[] = [
  ['info', 32],
  ['verbose', 40],
  ['debug', 48],
  ['trace', 56],
];

/** The last level among the options counts; flags (`repeat+level+…`) and what is no level are passed over. */
function logLevelOf(global: readonly Option[]): LogLevel {
  let chosen: LogLevel = 'info';
  for (const { name, value } of global) {
    if (name !== 'loglevel' && name !== 'v') continue;
    const written = (value?.text ?? '').replace(/^.*[+-](?=[a-z0-9]+$)/, '');
    const known = levels.find(([level]) => level === written);
    const numeric = /^\d+$/.test(written) ? levels.findLast(([, number]) => number <= Number(written)) : undefined;
    chosen = known?.[0] ?? numeric?.[0] ?? 'info';
  }
  return chosen;
}

function describe(option: Option, replacement: Replacement, build: FFmpegBuild): string {
  const written = [option.nameWord, ...(option.value ? [option.value] : [])].map((word) => word.text).join(' ');
  const head = `FFmpeg ${build.majorVersion} no longer knows ${written}`;
  switch (replacement.kind) {
    case 'nothing':
      return `${head}; it was left out.`;
    case 'words':
      return `${head}; it was run as ${replacement.words.map((text) => text ?? option.value?.text ?? '').join(' ')}.`;
    case 'each_output':
      return `${head}; it was run as ${replacement.words.join(' ')}.`;
    case 'filter':
      return `${head}; it was run as the ${replacement.medium} filter ${replacement.filter}.`;
  }
}
