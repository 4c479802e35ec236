// `renderio validate`: what the server would say of a command, without files or work.
import type { Command as Program } from 'commander';
import { addCommand } from '../add-command.ts';
import { CliError } from '../cli-error.ts';
import { type CommonOptions, createContext, type Surroundings } from '../context.ts';
import { describeRequest } from '../run/describe-request.ts';
import { planRun } from '../run/plan-run.ts';
import { readCommandTexts } from '../run/read-command-text.ts';
import { readLocalText } from '../run/read-local-text.ts';

/** Judged, never fetched. */
const anyUrl = 'https://example.com/input';

export function addValidate(program: Program, surroundings: Surroundings): void {
  addCommand(program, {
    usage: 'validate <command...>',
    summary: 'Tell what is wrong with an FFmpeg command, or what would be run; nothing is uploaded.',
    examples: [["renderio validate 'ffmpeg -i clip.mov -vf scale=-2:720 out.mp4'", 'files need not exist']],
  })
    .passThroughOptions()
    .action(async (operands: string[], options: CommonOptions) => {
      const { terminal, connect, folder } = createContext(surroundings, options);
      const plan = planRun(readCommandTexts(operands), { folder, readText: readLocalText });
      const body = describeRequest(plan, () => anyUrl);
      const verdict = await (await connect()).validateCommand({ body });
      if (!verdict.valid) {
        if (terminal.isJson) terminal.print(verdict, '');
        throw new CliError('REFUSED', verdict.detail.map(({ msg }) => msg).join('\n'));
      }
      const lines = verdict.arguments.map((words) => `ffmpeg ${words.join(' ')}`);
      terminal.print(verdict, [...lines, ...verdict.warnings].join('\n'));
    });
}
