// What is wrong with the commands of a body that its schema has refused, so that one answer tells of both.
import { type DetailEntry, runChainedFfmpegCommandsBody, runFfmpegCommandBody } from '@renderio/contract';
import { planCommand } from '../domain/plan-command.ts';

const files = { input_files: true, output_files: true } as const;
const single = runFfmpegCommandBody.pick({ ...files, ffmpeg_command: true });
const chain = runChainedFfmpegCommandsBody.pick({ ...files, ffmpeg_commands: true });

/** A longer list is refused for its length. */
const mostCommands = 10;

/** Only of commands whose own fields can be read: those of the others are in the schema's faults. */
export function commandFaults(body: unknown): DetailEntry[] {
  const commands = (body as { commands?: unknown } | null)?.commands;
  if (!Array.isArray(commands)) return faultsOf(body);
  return commands
    .slice(0, mostCommands)
    .flatMap((command: unknown, index) =>
      faultsOf(command).map((fault) => ({ ...fault, loc: ['body', 'commands', index, ...fault.loc.slice(1)] })),
    );
}

function faultsOf(value: unknown): DetailEntry[] {
  const request = single.safeParse(value).data ?? chain.safeParse(value).data;
  const planned = request && planCommand(request);
  return planned?.ok === false ? [...planned.problems] : [];
}
