// The started chain of programs that ends in the sandboxed one: who that is, how to end it, and what was left to say when all of it was gone.
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { hostPath } from './host-path.ts';
import { withoutInherited } from './inherited-descriptors.ts';
import { descriptors } from './launch.ts';
import type { SandboxRun } from './sandbox.ts';
import { workspaceFolderOf } from './workspace.ts';

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
  /** Set when something outside killed the chain: the kernel for want of memory, an operator. */
  readonly signal: string | null;
  /** The first words on the error stream: if the program was never started, why. */
  readonly said: string;
}

/** The chain takes 10 ms to name the program's process. One that has not after this long hangs (on a dead mount, say). */
const namingGraceMs = 5_000;
const namingPollMs = 1;
const keptErrorBytes = 4_096;
const statusBytes = 4_096;

/**
 * Must be called on the main thread: a parent-death signal follows the thread that started the process.
 * Throws what Node's `spawn` throws: for a NUL in an argument and for a list longer than the kernel takes.
 */
export function startChain(commandLine: readonly string[], seccompFilter: Buffer, run: SandboxRun): Chain {
  const [command = '', ...args] = commandLine;
  const statusFile = openStatusFile(workspaceFolderOf(run.jobFolder));
  let child: ChildProcess;
  try {
    child = withoutInherited(['ignore', 'pipe', 'pipe', 'pipe', statusFile, 'pipe'], (stdio) =>
      spawn(command, args, { cwd: '/', env: { PATH: hostPath }, stdio }),
    );
  } catch (error) {
    closeSync(statusFile);
    throw error;
  }

  let said = '';
  const errorStream = readable(child, 2);
  errorStream.on('data', (chunk: Buffer) => {
    if (said.length < keptErrorBytes) said += chunk.toString('latin1', 0, keptErrorBytes - said.length);
  });
  pass(readable(child, 1), run.onStdout);
  pass(errorStream, run.onStderr);
  pass(readable(child, descriptors.progress), run.onProgress);

  let hasEnded = false;
  const ended = whenEnded(child).then(({ signal, error }): ChainEnd => {
    hasEnded = true;
    const { programExitCode } = readStatus(statusFile);
    closeSync(statusFile);
    return { programExitCode, signal, said: error === null ? said : String(error) };
  });

  const awaitProcessId = async (): Promise<number | null> => {
    for (;;) {
      if (hasEnded) return null;
      const { processId } = readStatus(statusFile);
      if (processId !== null) return processId;
      await delay(namingPollMs);
    }
  };
  const processId = awaitProcessId();

  // bubblewrap binds its child to its own life only at the end of the child's set-up, some 5 ms long. It reads the
  // filter just before, and fails without one: held back until bubblewrap has bound itself to us, the filter keeps
  // a server that is killed in the middle of a start from leaving a program that runs on.
  const filterInput = writable(child, descriptors.seccomp);
  filterInput.on('error', () => undefined); // the chain ended before it read the filter; its own end tells
  void processId.then(() => filterInput.end(seccompFilter));

  const kill = async (): Promise<void> => {
    // Not before the process has a name: killing bubblewrap between its clone and its word to the child
    // would leave the child waiting for that word for ever.
    const overdue = setTimeout(() => child.kill('SIGKILL'), namingGraceMs);
    const pid = await processId;
    clearTimeout(overdue);
    // The process is bubblewrap's to reap, so its number cannot have gone to another while bubblewrap runs.
    if (pid !== null && child.exitCode === null && child.signalCode === null) killProcess(pid);
  };

  return { processId, ended, kill: () => void kill() };
}

interface ChildEnd {
  readonly signal: string | null;
  readonly error: Error | null;
}

function whenEnded(child: ChildProcess): Promise<ChildEnd> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      resolve({ signal: null, error });
    });
    child.once('close', (_code, signal) => {
      resolve({ signal, error: null });
    });
  });
}

/**
 * A file, read again and again for the moment it takes, where one would expect a pipe: bubblewrap dies of a pipe whose
 * reader is gone, between its clone and its word to the child, and the child would wait for that word for ever.
 */
function openStatusFile(workspaceFolder: string): number {
  const path = join(workspaceFolder, 'status');
  const file = openSync(path, 'wx+', 0o600);
  unlinkSync(path);
  return file;
}

/** bubblewrap writes one JSON object a line: first the process, before it lets it run, and at the end its exit code. */
function readStatus(file: number): { processId: number | null; programExitCode: number | null } {
  const bytes = Buffer.alloc(statusBytes);
  const lines = bytes
    .toString('latin1', 0, readSync(file, bytes, 0, statusBytes, 0))
    .split('\n')
    .slice(0, -1);
  const status = Object.assign({}, ...lines.map((line): unknown => JSON.parse(line))) as {
    'child-pid'?: number;
    'exit-code'?: number;
  };
  return { processId: status['child-pid'] ?? null, programExitCode: status['exit-code'] ?? null };
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

function readable(child: ChildProcess, descriptor: number): Readable {
  const stream = streamOf(child, descriptor);
  if (!(stream instanceof Readable)) throw new TypeError(`descriptor ${descriptor} is not a pipe to read from`);
  stream.on('error', () => undefined); // a pipe that breaks has ended; what that means, the exit code says
  return stream;
}

/** Always drained, listened to or not: a full pipe would stop the program. */
function pass(stream: Readable, listener: ((chunk: Buffer) => void) | undefined): void {
  stream.on('data', listener ?? (() => undefined));
}

function killProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
