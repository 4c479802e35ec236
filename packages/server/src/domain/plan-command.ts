// From a request to what will be run: judged whole, with every fault named at its place in the request.
import type { DetailEntry } from '@renderio/contract';
import { type Command, needsNoInput, type Policy, readCommands } from '@renderio/ffmpeg-language';
import { findLackOfRoom } from './argument-room.ts';
import type { CommandRequest } from './command.ts';
import { type InputSource, readInputSource } from './input-source.ts';
import { inputName, isPlaylistName, isSeriesName, jobRoot, outputJobName } from './job-paths.ts';

export interface PlannedInput {
  readonly alias: string;
  readonly source: Exclude<InputSource, { kind: 'invalid' }>;
}

export interface PlannedOutput {
  readonly alias: string;
  /** As declared. */
  readonly filename: string;
  /** Its name in the job folder. */
  readonly jobName: string;
  readonly kind: 'single' | 'series' | 'package';
}

export interface CommandPlan {
  /** One command line a step, in order. */
  readonly steps: readonly Command[];
  readonly inputs: readonly PlannedInput[];
  readonly outputs: readonly PlannedOutput[];
}

/**
 * The same request always gives the same plan: it is made at submit to judge, and again by the worker to run.
 *
 * @param policy off where the sandbox is tried by itself
 */
export function planCommand(
  request: CommandRequest,
  policy: Policy = 'on',
):
  | { readonly ok: true; readonly plan: CommandPlan }
  | { readonly ok: false; readonly problems: readonly DetailEntry[] } {
  const texts = request.ffmpeg_commands ?? (request.ffmpeg_command === undefined ? [] : [request.ffmpeg_command]);
  const { commands, problems } = readCommands({
    inputKeys: Object.keys(request.input_files),
    outputKeys: Object.keys(request.output_files),
    outputNames: request.output_files,
    texts,
    policy,
  });
  const details: DetailEntry[] = problems.map(({ path, message, type }) => {
    const [side, which] = path;
    if (side === 'texts') return { loc: locOfText(request, which), msg: message, type };
    return { loc: ['body', side === 'inputKeys' ? 'input_files' : 'output_files', which], msg: message, type };
  });

  const { inputs, problems: inputProblems } = planInputs(request.input_files);
  details.push(...inputProblems);
  if (inputs.length === 0 && details.length === 0 && !needsNoInput(commands.map((command) => command.line))) {
    details.push({ loc: ['body', 'input_files'], msg: 'must be a non-empty object', type: 'missing' });
  }
  if (details.length > 0) return { ok: false, problems: details };

  const outputs = Object.entries(request.output_files).map(
    ([alias, filename]): PlannedOutput => ({
      alias,
      filename,
      jobName: outputJobName(alias, filename),
      kind: isSeriesName(filename) ? 'series' : isPlaylistName(filename) ? 'package' : 'single',
    }),
  );
  const jobNames = new Map([
    ...inputs.map(({ alias }) => [alias, inputName(alias, longestExtension)] as const),
    ...outputs.map(({ alias, jobName }) => [alias, jobName] as const),
  ]);
  for (const [index, { words }] of commands.entries()) {
    const lack = findLackOfRoom(words, (alias) => `${jobRoot}/${jobNames.get(alias) ?? alias}`);
    if (lack !== null) details.push({ loc: locOfText(request, index), msg: lack, type: 'too_long' });
  }
  if (details.length > 0) return { ok: false, problems: details };
  return { ok: true, plan: { steps: commands, inputs, outputs } };
}

/** Of a request's plan the one part that depends on where its inputs come from. */
export function planInputs(inputFiles: CommandRequest['input_files']): {
  readonly inputs: readonly PlannedInput[];
  readonly problems: readonly DetailEntry[];
} {
  const inputs: PlannedInput[] = [];
  const problems: DetailEntry[] = [];
  for (const [alias, value] of Object.entries(inputFiles)) {
    const source = readInputSource(value);
    if (source.kind === 'invalid') {
      const msg = `The input ${alias} ${source.message}.`;
      problems.push({ loc: ['body', 'input_files', alias], msg, type: 'invalid_url' });
    } else {
      inputs.push({ alias, source });
    }
  }
  return { inputs, problems };
}

/** What an input's extension can be at most; see `net/input-extension.ts`. */
const longestExtension = 'x'.repeat(8);

function locOfText(request: CommandRequest, index: number): (string | number)[] {
  return request.ffmpeg_commands === undefined ? ['body', 'ffmpeg_command'] : ['body', 'ffmpeg_commands', index];
}
