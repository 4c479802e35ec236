// `renderio doctor`: what works, what does not, and how to mend it.
import type { Command as Program } from 'commander';
import { addCommand } from '../add-command.ts';
import { CliError } from '../cli-error.ts';
import { type CommonOptions, type Context, createContext, type Surroundings } from '../context.ts';
import type { Finding } from '../doctor/check.ts';
import { checkMachine, checkStart } from '../doctor/check-machine.ts';
import { checkServer } from '../doctor/check-server.ts';
import { readSettings } from '../settings.ts';

export function addDoctor(program: Program, surroundings: Surroundings): void {
  addCommand(program, {
    usage: 'doctor',
    summary:
      'Check this machine and the server (FFmpeg, sandbox, database, storage, key), and say how to mend what is wrong.',
    examples: [['renderio doctor --json', 'findings for a program; exits 8 when one has failed']],
  }).action(async (options: CommonOptions) => {
    await examine(createContext(surroundings, options), options.url);
  });
}

async function examine({ terminal, env }: Context, urlFlag: string | undefined): Promise<void> {
  const ofServer = await checkServer(await readSettings(env, urlFlag));
  const isAway = ofServer[0]?.verdict === 'fail';
  // A port that the server itself holds is no finding.
  const findings = [...(await checkMachine(env)), ...ofServer, ...(isAway ? await checkStart(env) : [])];
  const { colors } = terminal;
  const marks = { ok: colors.green('ok  '), warn: colors.yellow('warn'), fail: colors.red('fail') };
  const lineOf = ({ name, verdict, message, remedy }: Finding): string =>
    `${marks[verdict]}  ${name.padEnd(9)} ${message}${remedy === null ? '' : `\n                ${remedy}`}`;
  terminal.print({ findings }, findings.map(lineOf).join('\n'));
  const failed = findings.filter(({ verdict }) => verdict === 'fail').length;
  if (failed > 0) throw new CliError('UNHEALTHY', `${failed} to mend.`);
}
