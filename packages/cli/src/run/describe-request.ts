// The request that a plan stands for, with local paths where uploads would be: to be looked at, or judged.
import type { RunRequest } from '@renderio/sdk';
import type { RunPlan } from './plan-run.ts';

/** `inputOf` puts something else in the place of a local path. */
export function describeRequest(plan: RunPlan, inputOf: (path: string) => string = (path) => path): RunRequest {
  const input_files = Object.fromEntries(
    plan.inputs.map(({ alias, source }) => {
      if (source.kind === 'url') return [alias, source.url];
      return [alias, inputOf(source.kind === 'stdin' ? '-' : source.path)];
    }),
  );
  const output_files = Object.fromEntries(plan.outputs.map(({ alias, filename }) => [alias, filename]));
  const [first = '', ...rest] = plan.texts;
  return rest.length === 0
    ? { input_files, output_files, ffmpeg_command: first }
    : { input_files, output_files, ffmpeg_commands: [...plan.texts] };
}
