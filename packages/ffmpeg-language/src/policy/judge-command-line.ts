// Whether a command stays inside its job: every input, output and option of it.
import type { Option } from '../parse-arguments.ts';
import { type CommandLine, type FileGroup, lastOption } from '../parse-command-line.ts';
import { maskPlaceholders } from '../placeholders.ts';
import type { Word } from '../word.ts';
import { judgeFiltergraph } from './judge-filtergraph.ts';
import { type FileUse, judgeName } from './judge-name.ts';
import { judgeOptionValue } from './judge-option.ts';
import { judgeTee } from './judge-tee.ts';
import { forbiddenOptions, graphOptions, optionFromFile } from './option-policy.ts';
import { type Objection, objectTo, type Verdict } from './verdict.ts';

/** An objection to a stretch of a word. */
export interface WordObjection extends Objection {
  readonly word: Word;
}

/** Everything that is refused, in the order of the command. Total. */
export function judgeCommandLine(line: CommandLine): WordObjection[] {
  const judgeOptions = (options: readonly Option[], use: FileUse): WordObjection[] =>
    options.flatMap((option) => judgeOption(option, use));
  return [
    ...judgeOptions(line.global, 'write'),
    ...line.inputs.flatMap((input) => [...judgeOptions(input.options, 'read'), ...judgeInput(input)]),
    // What a loopback decoder decodes is an output of the same command.
    ...line.decoders.flatMap((decoder) => judgeOptions(decoder.options, 'read')),
    ...line.outputs.flatMap((output) => [...judgeOptions(output.options, 'write'), ...judgeOutput(output)]),
    ...judgeOptions(line.trailing, 'write'),
  ].sort((one, other) => one.word.start - other.word.start || one.start - other.start);
}

function judgeInput(group: FileGroup): WordObjection[] {
  const url = maskPlaceholders(group.url);
  if (formatOf(group) === 'lavfi') return inWord(group.url, judgeFiltergraph(url));
  return inWord(group.url, objectTo(url === '-' ? standardInput : judgeName(url, 'read'), 0, url.length));
}

function judgeOutput(group: FileGroup): WordObjection[] {
  const url = maskPlaceholders(group.url);
  if (formatOf(group) === 'tee') return inWord(group.url, judgeTee(url));
  return inWord(group.url, objectTo(judgeName(url, 'write'), 0, url.length));
}

function judgeOption({ name, nameWord, value, isFromFile }: Option, use: FileUse): WordObjection[] {
  const forbidden = isFromFile ? optionFromFile : forbiddenOptions.get(name);
  if (forbidden) return inWord(nameWord, objectTo(forbidden, 0, nameWord.text.length));
  if (!value) return [];
  const text = maskPlaceholders(value);
  if (graphOptions.has(name)) return inWord(value, judgeFiltergraph(text));
  return inWord(value, objectTo(judgeOptionValue(name, text, use), 0, text.length));
}

function formatOf({ options }: FileGroup): string {
  return lastOption(options, 'f')?.value?.text.toLowerCase() ?? '';
}

function inWord(word: Word, objections: readonly Objection[]): WordObjection[] {
  return objections.map((objection) => ({ ...objection, word }));
}

const standardInput: Verdict = {
  type: 'forbidden_file',
  reason: 'is standard input, where nothing comes in',
  advice: 'Put the file into input_files, for instance as in_file, and write {{in_file}} here.',
};
