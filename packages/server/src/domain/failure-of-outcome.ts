// How a run in the sandbox that did not end well becomes the one failure its user reads.
import type { Failure } from '@renderio/contract';
import type { LogDigest } from './digest-log.ts';
import type { Ending } from './ending.ts';
import type { Extent } from './extent/extent.ts';
import { tellingLines } from './telling-lines.ts';

/** What to look at when an output has no frame. */
export const noFrameAdvice =
  'Check whether -ss lies past the end of the input, and -t, -map and filters that select frames.';

export interface OutcomeContext {
  readonly digest: LogDigest;
  /** Path inside the sandbox → what the user called it: `/job/inputs/in_a.mp4` → `{{in_a}}`. */
  readonly aliases: ReadonlyMap<string, string>;
  readonly inputExtents?: readonly { readonly alias: string; readonly extent: Extent; readonly sizeBytes?: number }[];
  /** What the sandbox itself refused more of, for saying so. */
  readonly limits?: { readonly threadCount: number; readonly diskBytes: number };
  /** Which step of a chain this was, from 1. */
  readonly step?: { readonly number: number; readonly of: number };
}

/** Null for a run that exited with 0: its outputs are judged next. */
export function failureOfOutcome(outcome: Ending, context: OutcomeContext): Failure | null {
  const failure = explain(outcome, context);
  const { step } = context;
  if (failure === null || step === undefined || step.of === 1) return failure;
  return { code: failure.code, message: `Step ${step.number} of ${step.of}: ${failure.message}` };
}

function explain(outcome: Ending, context: OutcomeContext): Failure | null {
  switch (outcome.kind) {
    case 'exited':
      return outcome.code === 0 ? null : explainExit(outcome.code, context);
    case 'signalled':
      return explainSignal(outcome.signal, context);
    case 'timed_out':
      return { code: 'TIMEOUT', message: `The command ran longer than its limit of ${outcome.limitMs / 1000} s.` };
    case 'cpu_exceeded':
      return {
        code: 'TIMEOUT',
        message: `The command used ${seconds(outcome.observedSeconds)} of processor time; the limit is ${seconds(outcome.limitSeconds)}.`,
      };
    case 'out_of_memory':
      return {
        code: 'OUT_OF_MEMORY',
        message: `The command used ${mebibytes(outcome.observedBytes)} of memory; the limit is ${mebibytes(outcome.limitBytes)}. Smaller frames, fewer inputs or fewer threads need less.`,
      };
    case 'disk_exceeded':
      return {
        code: 'OUTPUT_TOO_LARGE',
        message: `The command's files grew to ${mebibytes(outcome.observedBytes)}, inputs included; the limit is ${mebibytes(outcome.limitBytes)}.`,
      };
    case 'too_many_files':
      return {
        code: 'OUTPUT_TOO_LARGE',
        message: `The command wrote ${outcome.observed} files; the limit is ${outcome.limit}.`,
      };
    case 'scratch_full':
      return {
        code: 'STORAGE_FAILED',
        message: `The server's scratch disk is full (${mebibytes(outcome.freeBytes)} left), so the command was stopped.`,
      };
    case 'cancelled':
      return { code: 'CANCELLED', message: 'The command was cancelled.' };
    case 'not_started':
      return { code: 'INTERNAL_ERROR', message: 'FFmpeg could not be started; the server’s log tells why.' };
  }
}

/** 128 + a signal's number is how a process that runs under another reports the signal that ended it. */
const signalOfExit: Readonly<Record<number, string>> = {
  132: 'SIGILL',
  134: 'SIGABRT',
  135: 'SIGBUS',
  136: 'SIGFPE',
  137: 'SIGKILL',
  139: 'SIGSEGV',
  152: 'SIGXCPU',
  153: 'SIGXFSZ',
};

/** FFmpeg exits with the low byte of its negative error number: EFBIG and EAGAIN here. */
const exitOfError = { fileTooLarge: 229, tryAgain: 245 };

function explainExit(code: number, context: OutcomeContext): Failure {
  const signal = signalOfExit[code];
  if (signal !== undefined) return explainSignal(signal, context);
  if (context.digest.saysNoSpace) {
    return { code: 'STORAGE_FAILED', message: 'The server’s scratch disk is full: no space left on device.' };
  }
  if (code === exitOfError.fileTooLarge) return explainSignal('SIGXFSZ', context);
  // FFmpeg's own handler of SIGTERM and SIGINT: it closes its files in good order.
  const stopped = code === 255 ? /Exiting normally, received signal (\d{1,2})/.exec(context.digest.text) : null;
  if (stopped !== null) {
    const message = `FFmpeg was stopped from outside (signal ${stopped[1] ?? ''}). Send the command again.`;
    return { code: 'FFMPEG_FAILED', message };
  }
  const cut = findUnreadableCutInput(context);
  const advice = code === exitOfError.tryAgain ? adviseOnThreads(context) : advise(context);
  const log = [...(advice === null ? [] : [advice]), ...tellingLines(context.digest, context.aliases)].join('\n');
  if (cut !== null) {
    const message = `Input {{${cut.alias}}} is cut short. ${cut.because}`;
    return { code: 'INPUT_TRUNCATED', message: log === '' ? message : `${message}\n${log}` };
  }
  const message = log === '' ? `FFmpeg ended with exit code ${code} and said nothing more.` : log;
  return { code: 'FFMPEG_FAILED', message };
}

/** A command reads no network, so what it could not have for the moment is one more thread. */
function adviseOnThreads({ limits }: OutcomeContext): string | null {
  if (limits === undefined) return null;
  return `The command asked for more threads than its limit of ${limits.threadCount}: ask for fewer with -threads, -filter_threads or -filter_complex_threads.`;
}

/** What FFmpeg's own words leave open, where it is plain: what to mend. */
function advise({ digest, aliases, inputExtents = [] }: OutcomeContext): string | null {
  const isUnopened = (alias: string): boolean =>
    digest.unopenedInputs.some((path) => aliases.get(path) === `{{${alias}}}`);
  const empty = inputExtents.find(({ alias, sizeBytes }) => sizeBytes === 0 && isUnopened(alias));
  if (empty !== undefined) return `Input {{${empty.alias}}} is empty: not one byte of it came.`;
  const unknown = digest.unopenedInputs.find((path) => ![...aliases.keys()].some((known) => path.includes(known)));
  const instead = 'give it in input_files and write its alias, such as {{in_file}}, in its place.';
  if (unknown !== undefined && /^[a-z][a-z0-9+.-]*:\/\//i.test(unknown)) {
    return `FFmpeg does not fetch ${unknown}: ${instead}`;
  }
  if (unknown !== undefined && digest.errors.some(({ text }) => text.endsWith('No such file or directory'))) {
    return `There is no file ${unknown}: ${instead}`;
  }
  // What encoders say of themselves when they must start without a frame leads astray.
  return digest.sawNoFrames && unknown === undefined ? `No frame reached an output. ${noFrameAdvice}` : null;
}

function explainSignal(signal: string, context: OutcomeContext): Failure {
  if (signal === 'SIGXFSZ') {
    const limit = context.limits === undefined ? '' : ` of ${mebibytes(context.limits.diskBytes)}, inputs included`;
    return { code: 'OUTPUT_TOO_LARGE', message: `A file of the command grew beyond its limit${limit}.` };
  }
  if (signal === 'SIGXCPU') {
    return { code: 'TIMEOUT', message: 'The command used more processor time than its limit.' };
  }
  const log = tellingLines(context.digest, context.aliases).join('\n');
  const message = `FFmpeg crashed or was killed (${signal}).`;
  return { code: 'FFMPEG_FAILED', message: log === '' ? message : `${message}\n${log}` };
}

/** An input proved to be cut is the first cause only when FFmpeg failed on it: could not open it, or met its early end. */
function findUnreadableCutInput(context: OutcomeContext): { alias: string; because: string } | null {
  for (const { alias, extent } of context.inputExtents ?? []) {
    if (extent.kind !== 'cut') continue;
    const isUnopened = context.digest.unopenedInputs.some((path) => context.aliases.get(path) === `{{${alias}}}`);
    if (isUnopened || context.digest.earlyEnds.length > 0) return { alias, because: extent.because };
  }
  return null;
}

function seconds(value: number): string {
  return `${Math.round(value * 10) / 10} s`;
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 1_048_576)} MiB`;
}
