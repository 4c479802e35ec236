// What a command would run, without running it.
import type { DetailEntry } from '@renderio/contract';
import { prepareArguments } from '@renderio/ffmpeg-language';
import type { CommandRequest } from '../domain/command.ts';
import { planCommand } from '../domain/plan-command.ts';

export interface Validation {
  readonly valid: boolean;
  readonly arguments: string[][];
  readonly warnings: string[];
  readonly detail: DetailEntry[];
}

/** The release whose options published commands are put into, where no build has told its own. */
const build = { majorVersion: 7 };

export function validateCommand(request: CommandRequest): Validation {
  const planned = planCommand(request);
  if (!planned.ok) return { valid: false, arguments: [], warnings: [], detail: [...planned.problems] };
  const prepared = planned.plan.steps.map(({ line }) => prepareArguments(line, build));
  return {
    valid: true,
    arguments: prepared.map(({ words }) => words.map(({ text }) => text)),
    warnings: prepared.flatMap(({ notes }) => notes),
    detail: [],
  };
}
