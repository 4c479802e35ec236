// The shape of one FFmpeg command: whole-run options, inputs, outputs, each with the options that belong to it.
import { type Argument, type Option, parseArguments } from './parse-arguments.ts';
import type { Problem } from './problem.ts';
import type { Word } from './word.ts';

/** An input or output: its url and the options written before it that are not global. */
export interface FileGroup {
  readonly options: readonly Option[];
  readonly url: Word;
}

export interface CommandLine {
  /** Everything, in the order of the command. */
  readonly arguments: readonly Argument[];
  /** Options of the whole run, wherever they stand, also after the last output. */
  readonly global: readonly Option[];
  /** In order: input 0, input 1, … as `-map` counts them. */
  readonly inputs: readonly FileGroup[];
  /** Loopback decoders (`-dec`, FFmpeg 7.1 and later). */
  readonly decoders: readonly FileGroup[];
  readonly outputs: readonly FileGroup[];
  /** Options of a file after the last file: FFmpeg warns and ignores them. */
  readonly trailing: readonly Option[];
  readonly problems: readonly Problem[];
}

/** Groups words as FFmpeg does. Total; `problems` holds `missing_value` and `no_output`. */
export function parseCommandLine(words: readonly Word[]): CommandLine {
  const parsed = parseArguments(words);
  const global: Option[] = [];
  const files: Record<'input' | 'decoder' | 'output', FileGroup[]> = { input: [], decoder: [], output: [] };
  let options: Option[] = [];
  for (const argument of parsed.arguments) {
    if (argument.kind !== 'option') {
      files[argument.kind].push({ options, url: argument.url });
      options = [];
    } else if (argument.option.scope === 'global') {
      global.push(argument.option);
    } else {
      options.push(argument.option);
    }
  }
  const problems = [...parsed.problems];
  if (files.output.length === 0 && problems.length === 0) problems.push(noOutput(words, options));
  return {
    arguments: parsed.arguments,
    global,
    inputs: files.input,
    decoders: files.decoder,
    outputs: files.output,
    trailing: options,
    problems,
  };
}

/** The last option of a name among `options`: the one that counts, where FFmpeg takes the last. */
export function lastOption(options: readonly Option[], ...names: string[]): Option | null {
  return options.findLast((option) => names.includes(option.name)) ?? null;
}

function noOutput(words: readonly Word[], options: readonly Option[]): Problem {
  const last = options.at(-1);
  const swallowed = last?.value ? ` (${last.value.text} is the value of ${last.nameWord.text})` : '';
  const message = `The command has no output${swallowed}. End it with where to write, such as {{out_video}}, or with -f null -`;
  return { type: 'no_output', message, offset: words.at(-1)?.start ?? 0 };
}
