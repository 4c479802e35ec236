// Submitting and waiting: what most callers want in place of polling.
import type { Command, EndpointName, endpoints } from '@renderio/contract';
import type { ArgumentsOf, Methods } from './methods.ts';
import { pause } from './pause.ts';
import { CommandFailedError } from './renderio-error.ts';

type BodyTo<Name extends EndpointName> =
  ArgumentsOf<(typeof endpoints)[Name]> extends { readonly body: infer B } ? B : never;

/** One command, or a chain when `ffmpeg_commands` stands in place of `ffmpeg_command`. */
export type RunRequest = BodyTo<'runFfmpegCommand'> | BodyTo<'runChainedFfmpegCommands'>;

export interface WaitOptions {
  /** Called with the command whenever it was looked at and is not done. */
  readonly onProgress?: (command: Command) => void;
  /** Pause between two looks, in milliseconds. Default 1,000. */
  readonly pollMs?: number;
  readonly signal?: AbortSignal | undefined;
}

const defaultPollMs = 1000;
/** How long the server may hold an answer back while nothing is to be told. */
const longPollSeconds = 30;
const cancelLimitMs = 5000;

const isDone = ({ status }: Command): boolean => status === 'SUCCESS' || status === 'FAILED';

/** The command once it is done, whether it succeeded or failed. */
export async function waitForCommand(
  methods: Methods,
  commandId: string,
  { onProgress, pollMs = defaultPollMs, signal }: WaitOptions = {},
): Promise<Command> {
  const wait = onProgress === undefined ? longPollSeconds : Math.min(Math.floor(pollMs / 1000), longPollSeconds);
  for (;;) {
    const askedAt = performance.now();
    const command = await methods.getCommand({ params: { commandId }, query: { wait }, signal });
    if (isDone(command)) return command;
    onProgress?.(command);
    // A server that knows no `wait` answers at once.
    await pause(Math.max(0, pollMs - (performance.now() - askedAt)), signal);
  }
}

/** The command once it succeeded. Throws `CommandFailedError`; an abort cancels the command on the server too. */
export async function runCommand(methods: Methods, request: RunRequest, options: WaitOptions = {}): Promise<Command> {
  const { signal } = options;
  const { command_id: commandId } =
    'ffmpeg_commands' in request
      ? await methods.runChainedFfmpegCommands({ body: request, signal })
      : await methods.runFfmpegCommand({ body: request, signal });
  let command: Command;
  try {
    command = await waitForCommand(methods, commandId, options);
  } catch (error) {
    if (signal?.aborted === true) {
      const limit = AbortSignal.timeout(cancelLimitMs);
      await methods.cancelCommand({ params: { commandId }, signal: limit }).catch(() => undefined);
    }
    throw error;
  }
  if (command.status === 'FAILED') throw new CommandFailedError(command);
  return command;
}
