// The program with all its commands; each is told in commands/.
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { z } from 'zod';
import { addAdmin } from './admin/admin.ts';
import { addAccount } from './commands/account.ts';
import { addCommands } from './commands/commands.ts';
import { addCompletion } from './commands/completion.ts';
import { addDoctor } from './commands/doctor.ts';
import { addFiles } from './commands/files.ts';
import { addKeys } from './commands/keys.ts';
import { addListen } from './commands/listen.ts';
import { addLogin } from './commands/login.ts';
import { addLogs } from './commands/logs.ts';
import { addMcp } from './commands/mcp.ts';
import { addPresets } from './commands/presets.ts';
import { addRun } from './commands/run.ts';
import { addUp } from './commands/up.ts';
import { addValidate } from './commands/validate.ts';
import { addWebhooks } from './commands/webhooks.ts';
import type { Surroundings } from './context.ts';

const inOrderOfHelp = [
  addRun,
  addValidate,
  addCommands,
  addLogs,
  addFiles,
  addPresets,
  addWebhooks,
  addListen,
  addMcp,
  addKeys,
  addAccount,
  addAdmin,
  addLogin,
  addDoctor,
  addUp,
  addCompletion,
];

const packageFile = z.object({ version: z.string() });

export function createProgram(surroundings: Surroundings): Command {
  const { stdout, stderr } = surroundings.streams;
  const program = new Command('renderio')
    .description('FFmpeg as a service that you run yourself, from your terminal.')
    .version(readVersion(), '-V, --version')
    .enablePositionalOptions()
    .addHelpText(
      'after',
      "\nTo begin:\n  $ renderio login\n      the server's URL and a key, once\n  $ renderio run 'ffmpeg -i clip.mov -vf scale=-2:720 out.mp4'\n      an ordinary command on local files\n\nThe whole guide is at /docs/cli of every server.",
    )
    .showSuggestionAfterError()
    .showHelpAfterError('Add --help for what can be written here.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
    });
  for (const add of inOrderOfHelp) add(program, surroundings);
  return program;
}

function readVersion(): string {
  return packageFile.parse(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))).version;
}
