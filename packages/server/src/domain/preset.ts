// A preset: what it keeps, whether that is sound, and the commands that become of it on given inputs.
import type { DetailEntry, PresetCommandType } from '@renderio/contract';
import { findPlaceholders, splitWords } from '@renderio/ffmpeg-language';
import type { CommandRequest, Metadata } from './command.ts';
import { planCommand } from './plan-command.ts';

/** What its maker decides. */
export interface PresetContent {
  readonly name: string;
  readonly description: string | null;
  readonly category: string | null;
  readonly commandType: PresetCommandType;
  /** Of an FFMPEG_COMMAND; null otherwise. */
  readonly ffmpegCommand: string | null;
  /** Of the other two types; null otherwise. */
  readonly ffmpegCommands: readonly string[] | null;
  readonly inputFileKeys: readonly string[];
  /** Alias → file name. */
  readonly outputFileDefinitions: Readonly<Record<string, string>>;
  readonly metadata: Metadata | null;
}

export interface PresetRecord extends PresetContent {
  readonly id: string;
  readonly isSystem: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Undefined: as it was. */
export type PresetChanges = { readonly [Field in keyof PresetContent]?: PresetContent[Field] | undefined };

/** The preset with its changes; with another type, the command of the old type is gone. */
export function changePreset(preset: PresetContent, changes: PresetChanges): PresetContent {
  const or = <T>(change: T | undefined, old: T): T => (change === undefined ? old : change);
  const commandType = or(changes.commandType, preset.commandType);
  const isSingle = commandType === 'FFMPEG_COMMAND';
  return {
    name: or(changes.name, preset.name),
    description: or(changes.description, preset.description),
    category: or(changes.category, preset.category),
    commandType,
    ffmpegCommand: or(changes.ffmpegCommand, isSingle ? preset.ffmpegCommand : null),
    ffmpegCommands: or(changes.ffmpegCommands, isSingle ? null : preset.ffmpegCommands),
    inputFileKeys: or(changes.inputFileKeys, preset.inputFileKeys),
    outputFileDefinitions: or(changes.outputFileDefinitions, preset.outputFileDefinitions),
    metadata: or(changes.metadata, preset.metadata),
  };
}

/** Everything that is wrong, at its place in the body that made the preset; empty when it can be executed. */
export function checkPreset(preset: PresetContent): DetailEntry[] {
  const misplaced = checkCommandFields(preset);
  if (misplaced.length > 0) return misplaced;
  const inputs = Object.fromEntries(preset.inputFileKeys.map((key) => [key, `https://input.invalid/${key}`]));
  const whole = checkRequest(preset, {
    input_files: inputs,
    output_files: preset.outputFileDefinitions,
    ...commandFieldsOf(preset),
  });
  if (whole.length > 0 || preset.commandType !== 'MULTIPLE_COMMAND') return whole;
  return presetRequests(preset, inputs).flatMap((request, index) => checkChild(request, index));
}

/** The command stands in the field of its type, and the other one is empty. */
function checkCommandFields({ commandType, ffmpegCommand, ffmpegCommands }: PresetContent): DetailEntry[] {
  const [wanted, other] =
    commandType === 'FFMPEG_COMMAND' ? ['ffmpeg_command', 'ffmpeg_commands'] : ['ffmpeg_commands', 'ffmpeg_command'];
  const isGiven = { ffmpeg_command: ffmpegCommand !== null, ffmpeg_commands: ffmpegCommands !== null };
  const detail: DetailEntry[] = [];
  if (!isGiven[wanted as keyof typeof isGiven]) {
    detail.push({ loc: ['body', wanted], msg: `A preset of type ${commandType} needs ${wanted}.`, type: 'missing' });
  }
  if (isGiven[other as keyof typeof isGiven]) {
    const msg = `A preset of type ${commandType} has ${wanted}, not ${other}: leave ${other} out, or change command_type.`;
    detail.push({ loc: ['body', other], msg, type: 'invalid_value' });
  }
  return detail;
}

function commandFieldsOf(preset: PresetContent): Pick<CommandRequest, 'ffmpeg_command' | 'ffmpeg_commands'> {
  return {
    ...(preset.ffmpegCommand === null ? {} : { ffmpeg_command: preset.ffmpegCommand }),
    ...(preset.ffmpegCommands === null ? {} : { ffmpeg_commands: preset.ffmpegCommands }),
  };
}

/** A command's own faults, told by a preset's field names. */
function checkRequest(preset: PresetContent, request: CommandRequest): DetailEntry[] {
  const planned = planCommand(request);
  if (planned.ok) return [];
  return planned.problems.map(({ loc: [part = 'body', field, key], msg, type }) => {
    switch (field) {
      case 'input_files':
        return key === undefined
          ? { loc: [part, 'input_file_keys'], msg: 'Name at least one input, unless the command makes its own.', type }
          : { loc: [part, 'input_file_keys', preset.inputFileKeys.indexOf(String(key))], msg, type };
      case 'output_files':
        return { loc: [part, 'output_file_definitions', ...(key === undefined ? [] : [key])], msg, type };
      default:
        return { loc: [part, ...(field === undefined ? [] : [field]), ...(key === undefined ? [] : [key])], msg, type };
    }
  });
}

/** What only shows once each command stands alone. */
function checkChild(request: CommandRequest, index: number): DetailEntry[] {
  const loc = ['body', 'ffmpeg_commands', index];
  if (Object.keys(request.output_files).length === 0) {
    return [{ loc, msg: 'This command names no output: each of them stands alone and needs one.', type: 'no_output' }];
  }
  const planned = planCommand(request);
  return planned.ok
    ? []
    : planned.problems.map(({ type }) => ({
        loc,
        msg: 'This command names no input, and does not make its own.',
        type,
      }));
}

/** What is run, in order: one request, or of a MULTIPLE_COMMAND one a command, each with the aliases that it names. */
export function presetRequests(preset: PresetContent, inputs: Readonly<Record<string, string>>): CommandRequest[] {
  const { commandType, ffmpegCommands, outputFileDefinitions: outputs } = preset;
  if (commandType !== 'MULTIPLE_COMMAND') {
    return [{ input_files: inputs, output_files: outputs, ...commandFieldsOf(preset) }];
  }
  return (ffmpegCommands ?? []).map((text) => {
    const named = aliasesIn(text);
    const pick = (files: Readonly<Record<string, string>>): Record<string, string> =>
      Object.fromEntries(Object.entries(files).filter(([alias]) => named.has(alias)));
    return { input_files: pick(inputs), output_files: pick(outputs), ffmpeg_command: text };
  });
}

function aliasesIn(text: string): ReadonlySet<string> {
  const split = splitWords(text);
  return new Set(split.ok ? findPlaceholders(split.words).map(({ alias }) => alias) : []);
}

/** Faults of the inputs of an execution: exactly the preset's keys, none missing and none more. */
export function checkPresetInputs(preset: PresetContent, inputs: Readonly<Record<string, string>>): DetailEntry[] {
  const keys = preset.inputFileKeys;
  const wanted = keys.length === 0 ? 'It takes no inputs.' : `Its inputs are: ${keys.join(', ')}.`;
  const loc = (key: string): string[] => ['body', 'input_files', key];
  return [
    ...keys
      .filter((key) => !Object.hasOwn(inputs, key))
      .map((key) => ({ loc: loc(key), msg: `The preset needs an input ${key}. ${wanted}`, type: 'missing' })),
    ...Object.keys(inputs)
      .filter((key) => !keys.includes(key))
      .map((key) => ({ loc: loc(key), msg: `The preset has no input ${key}. ${wanted}`, type: 'unknown_key' })),
  ];
}
