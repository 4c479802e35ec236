// A preset: what it keeps, how that changes, and the commands that become of it on given inputs.
import type { PresetCommandType } from '@renderio/contract';
import { findPlaceholders, splitWords } from '@renderio/ffmpeg-language';
import type { CommandRequest, Metadata } from './command.ts';

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

/** What is run, in order: one request, or of a MULTIPLE_COMMAND one a command, each with the aliases that it names. */
export function presetRequests(preset: PresetContent, inputs: Readonly<Record<string, string>>): CommandRequest[] {
  const { commandType, ffmpegCommands, outputFileDefinitions: outputs } = preset;
  if (commandType !== 'MULTIPLE_COMMAND') return [wholeRequest(preset, inputs)];
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

/** All commands together, as if they were one chain. */
export function wholeRequest(preset: PresetContent, inputs: Readonly<Record<string, string>>): CommandRequest {
  const { ffmpegCommand, ffmpegCommands, outputFileDefinitions } = preset;
  return {
    input_files: inputs,
    output_files: outputFileDefinitions,
    ...(ffmpegCommand === null ? {} : { ffmpeg_command: ffmpegCommand }),
    ...(ffmpegCommands === null ? {} : { ffmpeg_commands: ffmpegCommands }),
  };
}
