// Judging requests at submit: a workflow sends one command again and again with other files, and it is read once.
import type { DetailEntry } from '@renderio/contract';
import type { Policy } from '@renderio/ffmpeg-language';
import type { CommandRequest } from '../domain/command.ts';
import { planCommand, planInputs } from '../domain/plan-command.ts';

/** Everything that is wrong with a request; nothing when it can be queued. */
export type JudgeCommand = (request: CommandRequest) => readonly DetailEntry[];

const mostRemembered = 1_000;
/** Together with the above: 8 MB at most. */
const longestRemembered = 4_096;

/** Only that a command has no fault is remembered; what has one is told in full each time. */
export function createCommandJudge(policy: Policy): JudgeCommand {
  const faultless = new Set<string>();
  return (request) => {
    const command = commandOf(request);
    if (faultless.has(command)) return planInputs(request.input_files).problems;
    const planned = planCommand(request, policy);
    if (!planned.ok) return planned.problems;
    if (command.length <= longestRemembered) {
      const [oldest] = faultless;
      if (oldest !== undefined && faultless.size >= mostRemembered) faultless.delete(oldest);
      faultless.add(command);
    }
    return [];
  };
}

/** All that a plan is made of, but where the inputs come from. */
function commandOf({ ffmpeg_command, ffmpeg_commands, input_files, output_files }: CommandRequest): string {
  return JSON.stringify([ffmpeg_command, ffmpeg_commands, Object.keys(input_files), output_files]);
}
