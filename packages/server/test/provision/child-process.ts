// Starts a script of these tests as a process of its own, and waits for what it says and how it ends.
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

/** Killed at the end of its scope at the latest, so that a failed test leaves none behind. */
export interface SpokenChild extends AsyncDisposable {
  readonly child: ChildProcessByStdio<null, Readable, null>;
  readonly firstLine: string;
}

/** Resolves at the child's first line; rejects when it ends without one. */
export async function startScript(path: string, ...args: string[]): Promise<SpokenChild> {
  const child = spawn(process.execPath, [path, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const [firstLine] = (await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(() => Promise.reject(new Error(`${path} ended without a word`))),
  ])) as [string];
  return { child, firstLine, [Symbol.asyncDispose]: () => killScript({ child }) };
}

export async function killScript({ child }: Pick<SpokenChild, 'child'>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

/** False when the process is still there after `limitMs`. */
export async function waitUntilGone(pid: number, limitMs: number): Promise<boolean> {
  const deadline = performance.now() + limitMs;
  while (!(await isGone(pid))) {
    if (performance.now() > deadline) return false;
    await delay(10);
  }
  return true;
}

/** Neither there nor a zombie that nobody has asked about yet. */
export async function isGone(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return stat === undefined || /\) Z /.test(stat);
}
