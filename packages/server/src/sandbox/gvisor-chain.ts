// The started chain of programs that ends in gVisor: which process is its kernel, how to end it, and what was left to say.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { type Chain, killProcess, pass, readable, whenEnded } from './chain.ts';
import { hostPath } from './host-path.ts';
import { withoutInherited } from './inherited-descriptors.ts';
import { descriptors } from './launch.ts';
import { descendantsOf } from './process-tree.ts';
import type { SandboxRun } from './sandbox.ts';

const lookMs = 20;
const keptErrorBytes = 4_096;
/** What runsc itself ends with, and how it begins to say why: a program that is not there, or whose arguments are too long. */
const ownFailure = 128;
const saysOwnFailure = /^(?:running|creating|starting) container: /m;

/**
 * Must be called on the main thread: a parent-death signal follows the thread that started the process. Throws what
 * Node's `spawn` throws.
 *
 * @param startedPath a file that runsc writes once the program runs
 */
export function startGvisorChain(commandLine: readonly string[], startedPath: string, run: SandboxRun): Chain {
  const [command = '', ...args] = commandLine;
  const child = withoutInherited(['ignore', 'pipe', 'pipe', 'pipe'], (stdio) =>
    spawn(command, args, { cwd: '/', env: { PATH: hostPath }, stdio }),
  );
  const over = new AbortController();
  const end = whenEnded(child).finally(() => {
    over.abort();
  });
  let said = '';
  const errorStream = readable(child, 2);
  errorStream.on('data', (chunk: Buffer) => {
    if (said.length < keptErrorBytes) said += chunk.toString('latin1', 0, keptErrorBytes - said.length);
  });
  pass(readable(child, 1), run.onStdout);
  pass(errorStream, run.onStderr);
  pass(readable(child, descriptors.progress), run.onProgress);

  let wasKilled = false;
  return {
    processId: findKernel(child, over.signal),
    ended: end.then(({ signal, error }) => {
      const wasStarted = existsSync(startedPath) && !(child.exitCode === ownFailure && saysOwnFailure.test(said));
      return {
        programExitCode: wasStarted && !wasKilled ? child.exitCode : null,
        signal: wasStarted ? (signal ?? (wasKilled ? 'SIGKILL' : null)) : null,
        said: error ? String(error) : said,
      };
    }),
    kill: () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      wasKilled = true;
      // The first process of the PID namespace: the kernel ends everything below with it.
      const [first] = child.pid === undefined ? [] : descendantsOf(child.pid);
      if (first === undefined) child.kill('SIGKILL');
      else killProcess(first);
    },
  };
}

/** The process that calls itself `runsc-sandbox`, below the chain; null when the chain ends before there is one. */
async function findKernel(child: ChildProcess, over: AbortSignal): Promise<number | null> {
  try {
    for (;;) {
      const found = child.pid === undefined ? undefined : descendantsOf(child.pid).find(isKernel);
      if (found !== undefined) return found;
      await delay(lookMs, undefined, { signal: over });
    }
  } catch {
    return null;
  }
}

function isKernel(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').startsWith('runsc-sandbox');
  } catch {
    return false;
  }
}
