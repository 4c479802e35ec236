// A request's command texts and file keys judged together: everything that is wrong, at once.
import { nearestName } from './nearest-name.ts';
import { type CommandLine, parseCommandLine } from './parse-command-line.ts';
import { aliasPattern } from './placeholder-syntax.ts';
import { findNestedPlaceholder, findPlaceholders, type Placeholder } from './placeholders.ts';
import { findForbidden } from './policy/find-forbidden.ts';
import { judgePadding } from './policy/judge-name.ts';
import type { ProblemType } from './problem.ts';
import { splitWords } from './split-words.ts';
import type { Word } from './word.ts';

/** What is to be judged. */
export interface CommandTexts {
  /** The keys of the input files (`in_…`). */
  readonly inputKeys: readonly string[];
  /** The keys of the output files (`out_…`). */
  readonly outputKeys: readonly string[];
  /** What the output files are to be called, by key. */
  readonly outputNames?: Readonly<Record<string, string>>;
  /** One text, or those of a chain, in order. */
  readonly texts: readonly string[];
  /** Off where another wall is tried by itself; on by default. */
  readonly policy?: Policy;
}

/** Whether what a command may reach is judged at all. */
export type Policy = 'on' | 'off';

/** A command text that was read. */
export interface Command {
  readonly words: readonly Word[];
  readonly line: CommandLine;
}

/** One thing that is wrong with the request. */
export interface CommandProblem {
  /** Which text (from 0), or which key. */
  readonly path: readonly ['texts', number] | readonly ['inputKeys' | 'outputKeys', string];
  readonly type: ProblemType | 'invalid_key' | 'malformed_placeholder' | 'unknown_placeholder' | 'unused_key';
  readonly message: string;
  /** Where it stands in the text (UTF-16 units, `end` exclusive), where that is known. */
  readonly offset?: number;
  readonly end?: number;
}

/**
 * Splits and parses every text, and checks that placeholders and keys agree: keys match
 * `^(in|out)_[A-Za-z0-9_]+$` with the prefix of their side, every placeholder is a key, every key is used in some text.
 *
 * `{{…}}` always means a placeholder, whatever it holds, since it has no meaning to FFmpeg; `<<…>>` only when what
 * it holds begins with `in_` or `out_`; single braces (`%{pts}`) never. What a command may not reach is refused as
 * well (`findForbidden`).
 */
export function readCommands(request: CommandTexts): {
  /** One a text; empty when there are problems. */
  readonly commands: readonly Command[];
  /** All of them: keys first, then the texts in order, then unused keys. */
  readonly problems: readonly CommandProblem[];
} {
  const problems: CommandProblem[] = [
    ...invalidKeys('inputKeys', request.inputKeys),
    ...invalidKeys('outputKeys', request.outputKeys),
  ];
  const keys = [...request.inputKeys, ...request.outputKeys];
  const commands: Command[] = [];
  const used = new Set<string>();

  for (const [index, text] of request.texts.entries()) {
    const path = ['texts', index] as const;
    const split = splitWords(text);
    if (!split.ok) {
      problems.push({ path, ...split.problem });
      continue;
    }
    const line = parseCommandLine(split.words);
    commands.push({ words: split.words, line });
    for (const problem of line.problems) problems.push({ path, ...problem });
    const placeholders = findPlaceholders(split.words);
    for (const { alias } of placeholders) used.add(alias);
    const misplaced = [...badPlaceholders(placeholders, keys), ...nestedPlaceholders(split.words, placeholders)];
    problems.push(...misplaced.map((problem) => ({ path, ...problem })));
    // What is meant by a placeholder that is none cannot be judged.
    const isReadable = misplaced.every(({ type }) => type !== 'malformed_placeholder');
    if (isReadable && request.policy !== 'off') {
      problems.push(...findForbidden(line, text).map((problem) => ({ path, ...problem })));
    }
  }

  if (request.policy !== 'off') problems.push(...forbiddenNames(request.outputNames ?? {}));
  // A text that cannot be split may well use every key that seems unused.
  if (commands.length === request.texts.length) {
    for (const side of ['inputKeys', 'outputKeys'] as const) {
      for (const key of request[side]) {
        if (!used.has(key)) problems.push(unusedKey(side, key, commands));
      }
    }
  }
  return { commands: problems.length === 0 ? commands : [], problems };
}

function invalidKeys(side: 'inputKeys' | 'outputKeys', keys: readonly string[]): CommandProblem[] {
  const prefix = side === 'inputKeys' ? 'in_' : 'out_';
  return keys
    .filter((key) => !aliasPattern.test(key) || !key.startsWith(prefix))
    .map((key) => ({
      path: [side, key],
      type: 'invalid_key',
      message: `The key ${JSON.stringify(key)} is not allowed: it must begin with ${prefix}, and letters, digits and underscores must follow, such as ${prefix}video.`,
    }));
}

type PlaceholderProblem = Pick<CommandProblem, 'type' | 'message'>;

/** Each as it is written, once. */
function badPlaceholders(placeholders: readonly Placeholder[], keys: readonly string[]): PlaceholderProblem[] {
  const bad = placeholders.filter(({ alias }) => !keys.includes(alias));
  const byText = new Map(bad.map((placeholder) => [placeholder.written, placeholder]));
  return Array.from(byText.values(), (placeholder) => objectTo(placeholder, keys));
}

function objectTo(placeholder: Placeholder, keys: readonly string[]): PlaceholderProblem {
  const { alias, written } = placeholder;
  const near =
    nearestName(alias.replaceAll(/\W/g, '_'), keys) ??
    nearestName(`in_${alias}`, keys) ??
    nearestName(`out_${alias}`, keys);
  const remedy = near
    ? ` Did you mean {{${near}}}?`
    : keys.length > 0
      ? ` The keys of this request are: ${keys.join(', ')}.`
      : ' This request has no keys.';
  if (placeholder.isWellFormed) {
    return { type: 'unknown_placeholder', message: `${written} is not a key of the input or output files.${remedy}` };
  }
  const reason = /^[$=]|\$json|\$\(/.test(alias)
    ? 'looks like an expression that the program which sent this command should have filled in'
    : 'is not a placeholder: what stands between the braces must be a key such as in_video or out_video';
  return { type: 'malformed_placeholder', message: `${written} ${reason}.${remedy}` };
}

function nestedPlaceholders(words: readonly Word[], placeholders: readonly Placeholder[]): PlaceholderProblem[] {
  // One that is the whole word has nothing around it.
  const mixed = placeholders.filter(({ wordIndex, written }) => words[wordIndex]?.text !== written);
  return Array.from(
    new Set(mixed.map(({ wordIndex }) => words[wordIndex])),
    (word) => word && findNestedPlaceholder(word),
  )
    .filter((written) => typeof written === 'string')
    .map((written) => ({
      type: 'malformed_placeholder',
      message: `${written} has one placeholder within another. Write the key itself: no name is put together from parts.`,
    }));
}

function forbiddenNames(names: Readonly<Record<string, string>>): CommandProblem[] {
  return Object.entries(names).flatMap(([key, name]) => {
    const verdict = judgePadding(name);
    return verdict
      ? [{ path: ['outputKeys', key], type: verdict.type, message: `${name} ${verdict.reason}. ${verdict.advice}` }]
      : [];
  });
}

function unusedKey(side: 'inputKeys' | 'outputKeys', key: string, commands: readonly Command[]): CommandProblem {
  const bare = new RegExp(String.raw`(?<![A-Za-z0-9_])\{?${key.replaceAll(/\W/g, '.')}\}?(?![A-Za-z0-9_])`);
  const hit = commands.flatMap(({ words }) => words).find((word) => bare.test(word.text));
  const remedy = hit
    ? `The command has ${hit.text}, but without double braces: write {{${key}}}.`
    : `Write {{${key}}} where the file's path belongs, or leave the key out.`;
  return { path: [side, key], type: 'unused_key', message: `${key} is not used in the command. ${remedy}` };
}
