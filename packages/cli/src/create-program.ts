// The program with all its commands; each is told in commands/.
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { z } from 'zod';
import { addCommands } from './commands/commands.ts';
import { addLogin } from './commands/login.ts';
import { addRun } from './commands/run.ts';
import type { Surroundings } from './context.ts';

const packageFile = z.object({ version: z.string() });

export function createProgram(surroundings: Surroundings): Command {
  const { stdout, stderr } = surroundings.streams;
  const program = new Command('renderio')
    .description('FFmpeg as a service that you run yourself, from your terminal.')
    .version(readVersion(), '-V, --version')
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .showHelpAfterError('Add --help for what can be written here.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
    });
  for (const add of [addRun, addCommands, addLogin]) add(program, surroundings);
  return program;
}

function readVersion(): string {
  return packageFile.parse(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))).version;
}
