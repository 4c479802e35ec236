// Stands over one sandboxed program from its start until nothing of it is left, and says how it ended: the first cause wins.
import { constants } from 'node:os';
import type { Ending } from '../domain/ending.ts';
import type { Cgroup } from './cgroups.ts';
import type { Chain, ChainEnd } from './chain.ts';
import type { Runner } from './runner.ts';
import type { Outcome, SandboxRun } from './sandbox.ts';
import { lookAtDisk, watchCancel, watchCpu, watchDisk, watchMemory, watchTime } from './watch.ts';

interface Supervision {
  readonly runner: Runner;
  readonly workspaceFolder: string;
  /** What must stay free on the workspace's file system while the program runs. */
  readonly reserveBytes: number;
  /** The groups that the chain enters. */
  readonly cgroup: Cgroup | null;
}

export async function supervise(run: SandboxRun, supervision: Supervision): Promise<Outcome> {
  const { limits } = run;
  const { runner, workspaceFolder, reserveBytes, cgroup } = supervision;
  const { meter } = runner;
  const startedAt = performance.now();
  let peakMemoryBytes = 0;
  const conclude = (ending: Ending): Outcome => ({
    ...ending,
    wallTimeMs: Math.round(performance.now() - startedAt),
    peakMemoryBytes,
  });

  if (run.signal?.aborted) return conclude({ kind: 'cancelled' });
  let chain: Chain;
  try {
    chain = runner.start(run, { workspaceFolder, cgroupFolders: cgroup?.folders ?? [] });
  } catch (error) {
    return conclude({ kind: 'not_started', reason: `No program can be given these arguments: ${String(error)}` });
  }

  const over = new AbortController();
  const whenRunning = async (watch: (pid: number) => Promise<Ending>): Promise<Ending | null> => {
    const pid = await chain.processId;
    return pid === null ? null : await watch(pid);
  };
  const onPeak = (bytes: number): void => {
    peakMemoryBytes = Math.max(peakMemoryBytes, bytes);
  };
  const causes = [
    watchTime(limits.wallTimeMs, over.signal),
    ...(run.signal ? [watchCancel(run.signal, over.signal)] : []),
    whenRunning((pid) => watchCpu(meter, pid, limits.cpuSeconds, over.signal)),
    whenRunning((pid) => watchMemory(meter, pid, limits.memoryBytes, onPeak, over.signal)),
    whenRunning((pid) => watchDisk(meter, workspaceFolder, pid, { ...limits, reserveBytes }, over.signal)),
  ];
  try {
    const cause = await Promise.race([chain.ended.then(() => null), ...causes]);
    if (cause !== null) {
      chain.kill();
      await chain.ended;
      return conclude(cause);
    }
    const ownEnding = endingOf(await chain.ended, runner);
    if (ownEnding.kind === 'not_started') return conclude(ownEnding);
    const memoryEnd = (await cgroup?.readMemoryEnd()) ?? null;
    if (memoryEnd?.wasKilled === true) {
      const observedBytes = Math.max(memoryEnd.peakBytes, limits.memoryBytes);
      onPeak(observedBytes);
      return conclude({ kind: 'out_of_memory', limitBytes: limits.memoryBytes, observedBytes });
    }
    // What was written after the last poll counts too; room on the disk no longer matters.
    const { ending } = await lookAtDisk(workspaceFolder, { ...limits, reserveBytes: 0 });
    return conclude(ending ?? ownEnding);
  } finally {
    // Also on the way out of an error of our own (a poll that failed): no program goes on unwatched.
    chain.kill();
    await chain.ended;
    over.abort();
    await Promise.allSettled(causes);
  }
}

/**
 * Signals by which a program ends itself or the kernel ends it. Not every code above 128: FFmpeg exits with the low
 * byte of its negative error number, 183 for invalid data, and those of the network would read as SIGXCPU and SIGSYS.
 */
const fatalSignals = (['SIGILL', 'SIGABRT', 'SIGBUS', 'SIGFPE', 'SIGKILL', 'SIGSEGV'] as const).map((name) => ({
  name,
  exitCode: 128 + constants.signals[name],
}));

function endingOf({ programExitCode, signal, said }: ChainEnd, { explain }: Runner): Ending {
  if (programExitCode !== null) {
    const fatal = fatalSignals.find(({ exitCode }) => exitCode === programExitCode);
    return fatal ? { kind: 'signalled', signal: fatal.name } : { kind: 'exited', code: programExitCode };
  }
  if (signal !== null) return { kind: 'signalled', signal };
  return { kind: 'not_started', reason: explain(said) };
}
