// A terminal, made by `script` of util-linux, with a person at its keyboard.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

/** For `skip` of tests that need one. */
export const noTerminal = existsSync('/usr/bin/script') ? false : 'there is no script(1) to make a terminal with';

/** What is typed once the screen has shown what it waits for, each in its turn. */
export type Typing = readonly (readonly [prompt: RegExp, keys: string])[];

export interface Screen {
  readonly code: number | null;
  /** All that was written, without colours. */
  readonly screen: string;
}

export async function atTerminal(
  command: readonly string[],
  typing: Typing,
  { folder, env }: { readonly folder: string; readonly env: NodeJS.ProcessEnv },
): Promise<Screen> {
  const line = `stty rows 30 columns 100; exec ${command.map((word) => `'${word}'`).join(' ')}`;
  const child = spawn('script', ['-qefc', line, '/dev/null'], {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder, SHELL: '/bin/sh', TERM: 'xterm', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
    timeout: 60_000,
  });
  let screen = '';
  let next = 0;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    screen = stripVTControlCharacters(screen + text);
    const [prompt, keys] = typing[next] ?? [];
    if (prompt === undefined || keys === undefined || !prompt.test(screen)) return;
    next += 1;
    child.stdin.write(keys);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, screen };
}
