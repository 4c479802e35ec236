// Runs one short program of the host to its end, such as apt-get, initdb or flock, and hands back what it said.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';

export interface ProgramResult {
  /** 0 is success; 127 also stands for "no such program"; null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProgramOptions {
  readonly cwd?: string;
  readonly stdin?: string;
  /** An open file of ours that the program sees as its descriptor 3. */
  readonly descriptor?: number;
}

export type CommandLine = readonly [program: string, ...args: string[]];

/** Never throws for what the program does. It dies with this process, so none is left writing where the next start cleans up. */
export function runProgram(command: CommandLine, options: ProgramOptions = {}): Promise<ProgramResult> {
  const { promise, resolve } = Promise.withResolvers<ProgramResult>();
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', ...command], {
    stdio: ['pipe', 'pipe', 'pipe', options.descriptor ?? 'ignore'],
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  }) as ChildProcessWithoutNullStreams;
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  // A program that never reads its input closes it early: that is no failure.
  child.stdin.on('error', () => undefined).end(options.stdin ?? '');
  child.once('error', (error) => {
    resolve({ code: 127, stdout, stderr: error.message });
  });
  child.once('close', (code) => {
    resolve({ code, stdout, stderr });
  });
  return promise;
}

export function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1)?.trim() ?? '';
}
