// The started chain of programs that ends in the sandboxed one: who that is, how to end it, and what was left to say when all of it was gone.
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Readable, Writable } from 'node:stream';
import { hostPath } from './host-path.ts';
import { withoutInherited } from './inherited-descriptors.ts';
import { descriptors } from './launch.ts';
import type { SandboxRun } from './sandbox.ts';

export interface Chain {
  /** The sandboxed process as the host sees it; null when the chain ended before there was one. */
  readonly processId: Promise<number | null>;
  /** Resolves when no process of the sandbox is left and every pipe is closed. Never rejects. */
  readonly ended: Promise<ChainEnd>;
  kill(): void;
}

export interface ChainEnd {
  /** What the program itself ended with, 128 + n for signal n; null when it was never started. */
  readonly programExitCode: number | null;
  /** Set when something outside killed a running chain: the kernel for want of memory, an operator. */
  readonly signal: string | null;
  /** The first words on the error stream: if the program was never started, why. */
  readonly said: string;
}

/** The chain takes some 12 ms to make the program's process. One that has not after this long hangs (on a dead mount, say). */
const namingGraceMs = 5_000;
const keptErrorBytes = 4_096;

/**
 * Must be called on the main thread: a parent-death signal follows the thread that started the process.
 * Throws what Node's `spawn` throws: for a NUL in an argument and for a list longer than the kernel takes.
 */
export function startChain(commandLine: readonly string[], seccompFilter: Buffer, run: SandboxRun): Chain {
  const [command = '', ...args] = commandLine;
  const child = withoutInherited(['ignore', 'pipe', 'pipe', 'pipe', 'pipe', 'pipe'], (stdio) =>
    spawn(command, args, { cwd: '/', env: { PATH: hostPath }, stdio }),
  );
  const end = whenEnded(child);

  let said = '';
  const errorStream = readable(child, 2);
  errorStream.on('data', (chunk: Buffer) => {
    if (said.length < keptErrorBytes) said += chunk.toString('latin1', 0, keptErrorBytes - said.length);
  });
  pass(readable(child, 1), run.onStdout);
  pass(errorStream, run.onStderr);
  pass(readable(child, descriptors.progress), run.onProgress);

  // Until it has its filter bubblewrap does not start the program, and it fails when there is none: a server killed
  // in the middle of a start leaves nothing that runs on.
  const filterInput = writable(child, descriptors.seccomp);
  filterInput.on('error', () => undefined); // the chain ended before it read the filter; its own end tells

  const named = Promise.withResolvers<Processes | null>();
  let exitCode: number | null = null;
  onStatus(readable(child, descriptors.status), (status) => {
    if (status['exit-code'] !== undefined) exitCode = status['exit-code'];
    if (status['child-pid'] === undefined) return;
    const processes = findProcesses(child.pid);
    if (processes === null) {
      // What cannot be found cannot be watched.
      said += 'the program cannot be found by /proc/…/children (CONFIG_PROC_CHILDREN of the kernel)';
      child.kill('SIGKILL');
      return;
    }
    filterInput.end(seccompFilter);
    named.resolve(processes);
  });
  void end.then(() => {
    named.resolve(null);
  });

  const kill = async (): Promise<void> => {
    const overdue = setTimeout(() => child.kill('SIGKILL'), namingGraceMs);
    const processes = await named.promise;
    clearTimeout(overdue);
    // `unshare` has to reap it before it ends itself, so the number cannot have gone to another meanwhile.
    if (processes !== null && child.exitCode === null && child.signalCode === null) killProcess(processes.bubblewrap);
  };

  return {
    processId: named.promise.then((processes) => processes?.program ?? null),
    ended: end.then(async ({ signal, error }) => {
      const wasNamed = (await named.promise) !== null;
      return { programExitCode: exitCode, signal: wasNamed ? signal : null, said: error ? String(error) : said };
    }),
    kill: () => void kill(),
  };
}

interface Processes {
  /** First of its PID namespace: when it ends the kernel ends everything below. */
  readonly bubblewrap: number;
  readonly program: number;
}

/** By way of the kernel's lists of children, since bubblewrap's word is the number in its own PID namespace. */
function findProcesses(unshare: number | undefined): Processes | null {
  const onlyChildOf = (pid: number | undefined): number | undefined => {
    if (pid === undefined) return undefined;
    try {
      const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').trim().split(' ').filter(Boolean);
      return child === undefined ? undefined : Number(child);
    } catch {
      return undefined;
    }
  };
  const bubblewrap = onlyChildOf(unshare);
  const program = onlyChildOf(bubblewrap);
  return bubblewrap === undefined || program === undefined ? null : { bubblewrap, program };
}

interface ChildEnd {
  readonly signal: string | null;
  readonly error: Error | null;
}

export function whenEnded(child: ChildProcess): Promise<ChildEnd> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      resolve({ signal: null, error });
    });
    child.once('close', (_code, signal) => {
      resolve({ signal, error: null });
    });
  });
}

interface Status {
  readonly 'child-pid'?: number;
  readonly 'exit-code'?: number;
}

/** bubblewrap writes one JSON object a line: first that there is a process, and at the end the program's exit code. */
function onStatus(stream: Readable, take: (status: Status) => void): void {
  let rest = '';
  stream.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString('latin1')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(JSON.parse(line) as Status);
  });
}

/** Node’s types know five streams; there are as many as were asked for. */
function streamOf(child: ChildProcess, descriptor: number): unknown {
  const streams: readonly unknown[] = child.stdio;
  return streams[descriptor];
}

function writable(child: ChildProcess, descriptor: number): Writable {
  const stream = streamOf(child, descriptor);
  if (!(stream instanceof Writable)) throw new TypeError(`descriptor ${descriptor} is not a pipe to write to`);
  return stream;
}

export function readable(child: ChildProcess, descriptor: number): Readable {
  const stream = streamOf(child, descriptor);
  if (!(stream instanceof Readable)) throw new TypeError(`descriptor ${descriptor} is not a pipe to read from`);
  stream.on('error', () => undefined); // a pipe that breaks has ended; what that means, the exit code says
  return stream;
}

/** Always drained, listened to or not: a full pipe would stop the program. */
export function pass(stream: Readable, listener: ((chunk: Buffer) => void) | undefined): void {
  stream.on('data', listener ?? (() => undefined));
}

export function killProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
