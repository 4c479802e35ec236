// The box: a runner's program under the eyes of `supervise`, in control groups where there are some, tried out before it is used.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cgroup, Cgroups } from './cgroups.ts';
import { liesInMemory } from './disk-use.ts';
import { SandboxUnavailableError } from './explain-refusal.ts';
import type { Runner } from './runner.ts';
import type { Outcome, Sandbox, SandboxLimits, SandboxRun } from './sandbox.ts';
import { supervise } from './supervise.ts';
import { prepareWorkspace, removeWorkspace, workspaceFolderOf } from './workspace.ts';

export interface BoxOptions {
  /** A program is stopped when its workspace's file system has less room than this. */
  readonly reserveBytes?: number;
  /** The host's control groups; without them memory is bounded by polling alone. */
  readonly cgroups?: Cgroups | null;
  /** What is run once to see that the host allows it all; FFmpeg's version when not given. */
  readonly trial?: Trial;
  readonly log: (message: string, fields: Record<string, unknown>) => void;
}

export type Trial = Pick<SandboxRun, 'program' | 'args'>;

/**
 * Runs one program to see that the host allows all of it, and throws SandboxUnavailableError when it does not.
 * `run` must be called on the main thread: what ends a program with the server follows the thread that started it.
 */
export async function createBox(runner: Runner, options: BoxOptions): Promise<Sandbox> {
  const { reserveBytes = 256 * 2 ** 20, cgroups = null, log } = options;
  const { trial = { program: '/usr/bin/ffmpeg', args: ['-version'] } } = options;

  /** Null where polling bounds it alone. On a scratch folder in memory a group would take outputs for memory. */
  const openGroup = async (groups: Cgroups, folder: string, limits: SandboxLimits): Promise<Cgroup | null> => {
    try {
      if (await liesInMemory(folder)) return null;
      return await groups.create({
        memoryBytes: limits.memoryBytes + runner.overhead.memoryBytes,
        threadCount: limits.threadCount + runner.overhead.threadCount,
      });
    } catch (error) {
      log('no control group could be made for a program', { reason: String(error) });
      return null;
    }
  };

  const run = async (request: SandboxRun, reserve: number): Promise<Outcome> => {
    const workspaceFolder = workspaceFolderOf(request.jobFolder);
    // Without groups nothing is waited for: the program starts, and its time with it, before this returns.
    const cgroup = cgroups === null ? null : await openGroup(cgroups, workspaceFolder, request.limits);
    try {
      return await supervise(request, { runner, workspaceFolder, reserveBytes: reserve, cgroup });
    } finally {
      await cgroup?.remove();
    }
  };
  await tryOut((request) => run(request, 0), trial);

  return {
    async run(request) {
      const outcome = await run(request, reserveBytes);
      if (outcome.kind === 'not_started') {
        log('a program was not started', { program: request.program, reason: outcome.reason });
      }
      return outcome;
    },
    describe: () => ({
      runner: runner.name,
      version: runner.version,
      memoryLimit: cgroups?.description ?? 'polling of resident memory',
    }),
  };
}

const trialLimits: SandboxLimits = {
  wallTimeMs: 20_000,
  cpuSeconds: 20,
  threadCount: 64,
  memoryBytes: 2 ** 30,
  diskBytes: 2 ** 20,
  fileCount: 100,
};

async function tryOut(run: Sandbox['run'], trial: Trial): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'renderio-trial-'));
  try {
    const workspace = await prepareWorkspace(folder, 'trial');
    const outcome = await run({ ...trial, jobFolder: workspace.jobFolder, limits: trialLimits });
    await removeWorkspace(workspace);
    if (outcome.kind === 'not_started') throw new SandboxUnavailableError(outcome.reason);
    if (outcome.kind !== 'exited' || outcome.code !== 0) {
      throw new SandboxUnavailableError(
        `The trial of the sandbox with ${trial.program} ended as ${JSON.stringify(outcome)}. Make the folder of programs again.`,
      );
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
