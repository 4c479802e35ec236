// `renderio up`: the server's own entry as a process, with settings handed on.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Command as Program } from 'commander';
import { CliError } from '../cli-error.ts';
import type { Surroundings } from '../context.ts';
import { findServer } from '../find-server.ts';

interface UpOptions {
  readonly port?: string;
  readonly data?: string;
}

export function addUp(program: Program, { env, folder }: Surroundings): void {
  program
    .command('up')
    .description('Start the server here, as `npm start` does, and stay until it ends.')
    .option('--port <port>', 'RENDERIO_PORT')
    .option('--data <folder>', 'RENDERIO_DATA')
    .addHelpText(
      'after',
      '\nExamples:\n  $ renderio up --port 9000\n      every setting of docs/settings.md can be given in the environment\n\nThe published program comes without the server: run this in a checkout.',
    )
    .action(async ({ port, data }: UpOptions) => {
      const server = findServer();
      if (server === null) {
        throw new CliError(
          'USAGE',
          'There is no server beside this program. Run `npm start` in a checkout of renderio.',
        );
      }
      const child = spawn(process.execPath, [server.entry], {
        cwd: folder,
        env: {
          ...env,
          RENDERIO_DATA: data ?? env['RENDERIO_DATA'] ?? `${server.folder}data`,
          ...(port === undefined ? {} : { RENDERIO_PORT: port }),
        },
        stdio: 'inherit',
      });
      // A terminal's Ctrl-C reaches the child as well, which takes a second one within moments for an echo.
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
      const [code] = (await once(child, 'exit')) as [number | null];
      process.exitCode = code ?? 1;
    });
}
