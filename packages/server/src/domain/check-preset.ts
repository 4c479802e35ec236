// Whether a preset is sound, and whether what is given to execute it fits: everything that is wrong, at once.
import type { DetailEntry } from '@renderio/contract';
import type { CommandRequest } from './command.ts';
import { planCommand } from './plan-command.ts';
import { type PresetContent, presetRequests, wholeRequest } from './preset.ts';

/** Everything that is wrong, at its place in the body that made the preset; empty when it can be executed. */
export function checkPreset(preset: PresetContent): DetailEntry[] {
  const misplaced = checkCommandFields(preset);
  if (misplaced.length > 0) return misplaced;
  const inputs = Object.fromEntries(preset.inputFileKeys.map((key) => [key, `https://input.invalid/${key}`]));
  const whole = checkWhole(preset, inputs);
  if (whole.length > 0 || preset.commandType !== 'MULTIPLE_COMMAND') return whole;
  return presetRequests(preset, inputs).flatMap((request, index) => checkChild(request, index));
}

/** The command stands in the field of its type, and the other one is empty. */
function checkCommandFields({ commandType, ffmpegCommand, ffmpegCommands }: PresetContent): DetailEntry[] {
  const values = { ffmpeg_command: ffmpegCommand, ffmpeg_commands: ffmpegCommands };
  const isSingle = commandType === 'FFMPEG_COMMAND';
  const wanted = isSingle ? 'ffmpeg_command' : 'ffmpeg_commands';
  const other = isSingle ? 'ffmpeg_commands' : 'ffmpeg_command';
  const detail: DetailEntry[] = [];
  if (values[wanted] === null) {
    detail.push({ loc: ['body', wanted], msg: `A preset of type ${commandType} needs ${wanted}.`, type: 'missing' });
  }
  if (values[other] !== null) {
    const msg = `A preset of type ${commandType} has ${wanted}, not ${other}: leave ${other} out, or change command_type.`;
    detail.push({ loc: ['body', other], msg, type: 'invalid_value' });
  }
  return detail;
}

/** A command's own faults, told by a preset's field names. */
function checkWhole(preset: PresetContent, inputs: Readonly<Record<string, string>>): DetailEntry[] {
  const planned = planCommand(wholeRequest(preset, inputs));
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

/** Faults of the inputs of an execution: exactly the preset's keys, each with something that can be fetched. Each once. */
export function checkPresetInputs(preset: PresetContent, inputs: Readonly<Record<string, string>>): DetailEntry[] {
  const keys = preset.inputFileKeys;
  const wanted = keys.length === 0 ? 'It takes no inputs.' : `Its inputs are: ${keys.join(', ')}.`;
  const loc = (key: string): string[] => ['body', 'input_files', key];
  const detail = [
    ...keys
      .filter((key) => !Object.hasOwn(inputs, key))
      .map((key) => ({ loc: loc(key), msg: `The preset needs an input ${key}. ${wanted}`, type: 'missing' })),
    ...Object.keys(inputs)
      .filter((key) => !keys.includes(key))
      .map((key) => ({ loc: loc(key), msg: `The preset has no input ${key}. ${wanted}`, type: 'unknown_key' })),
  ];
  if (detail.length > 0) return detail;
  const planned = planCommand(wholeRequest(preset, inputs));
  return planned.ok ? [] : [...planned.problems];
}
