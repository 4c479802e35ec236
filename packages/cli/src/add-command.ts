// What all commands of the program have in common: output options, the server's URL, and examples in their help.
import { type Command, InvalidArgumentError } from 'commander';
import { CliError } from './cli-error.ts';

export interface CommandText {
  /** Name and arguments, as in `get <command-id>`. */
  readonly usage: string;
  readonly summary: string;
  /** Command lines with what they do. */
  readonly examples: readonly (readonly [string, string])[];
  /** Further paragraphs of the help. */
  readonly notes?: string;
}

/** A command that does something. */
export function addCommand(parent: Command, { usage, summary, examples, notes }: CommandText): Command {
  const shown = examples.map(([line, what]) => `  $ ${line}\n      ${what}`).join('\n');
  return parent
    .command(usage)
    .description(summary)
    .option('--json', 'print results as JSON, and errors as one line of JSON on stderr')
    .option('-q, --quiet', 'print results only')
    .option('--no-color', 'no colours; so does NO_COLOR')
    .option('--url <url>', 'the server, in place of RENDERIO_URL and what `renderio login` wrote')
    .addHelpText('after', `\nExamples:\n${shown}${notes === undefined ? '' : `\n\n${notes}`}`);
}

/** A command that only holds others. */
export function addGroup(parent: Command, name: string, summary: string): Command {
  return parent.command(name).description(summary);
}

/** For commands that take a whole FFmpeg command, which may begin with an option of its own. */
export function takeFfmpegCommand(command: Command): Command {
  return command
    .passThroughOptions()
    .allowUnknownOption()
    .hook('preAction', (_parent, { args: [first = ''] }) => {
      // FFmpeg's have one dash.
      if (/^--\w/.test(first)) throw new CliError('USAGE', `unknown option ${first}`);
    });
}

export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

/** For options that may be given several times. */
export function collect(text: string, list: readonly string[] = []): readonly string[] {
  return [...list, text];
}
