// `renderio validate`: what the server would say of a command, without files or work.
import type { Command as Program } from 'commander';
import { addCommand, takeFfmpegCommand } from '../add-command.ts';
import { type CommonOptions, createContext, type Surroundings } from '../context.ts';
import { judgePlan, requireValid } from '../run/judge-plan.ts';
import { planRun } from '../run/plan-run.ts';
import { readCommandTexts } from '../run/read-command-text.ts';
import { readLocalText } from '../run/read-local-text.ts';

export function addValidate(program: Program, surroundings: Surroundings): void {
  const command = addCommand(program, {
    usage: 'validate <command...>',
    summary: 'Tell what is wrong with an FFmpeg command, or what would be run; nothing is uploaded.',
    examples: [["renderio validate 'ffmpeg -i clip.mov -vf scale=-2:720 out.mp4'", 'files need not exist']],
  }).action(async (operands: string[], options: CommonOptions) => {
    const { terminal, connect, folder } = createContext(surroundings, options);
    const plan = planRun(readCommandTexts(operands), { folder, readText: readLocalText });
    const verdict = await judgePlan(await connect(), plan, folder);
    if (!verdict.valid && terminal.isJson) terminal.print(verdict, '');
    requireValid(verdict);
    const lines = verdict.arguments.map((words) => `ffmpeg ${words.join(' ')}`);
    terminal.print(verdict, [...lines, ...verdict.warnings].join('\n'));
  });
  takeFfmpegCommand(command);
}
