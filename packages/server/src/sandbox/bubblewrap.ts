// The sandbox made of bubblewrap, a system-call filter, resource limits and polling.
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Cgroup, Cgroups } from './cgroups.ts';
import { liesInMemory } from './disk-use.ts';
import { SandboxUnavailableError } from './explain-refusal.ts';
import { hostPath } from './host-path.ts';
import { chooseIdentity } from './identity.ts';
import { buildLaunch } from './launch.ts';
import type { Outcome, Sandbox, SandboxLimits, SandboxRun } from './sandbox.ts';
import { compileSeccompFilter, isMachine } from './seccomp.ts';
import { supervise } from './supervise.ts';
import { prepareWorkspace, removeWorkspace, workspaceFolderOf } from './workspace.ts';

type Trial = Pick<SandboxRun, 'program' | 'args'>;

export interface BubblewrapOptions {
  /** Private root of FFmpeg, which becomes `/`. Null: the host's own program folders are shown instead. */
  readonly rootFolder: string | null;
  /** How to start bubblewrap: its path, or a loader of `rootFolder` with its arguments. */
  readonly bubblewrap: readonly string[];
  /** A program is stopped when its workspace's file system has less room than this. */
  readonly reserveBytes?: number;
  /** The host's control groups; without them memory is bounded by polling alone. */
  readonly cgroups?: Cgroups | null;
  /** What is run once to see that the host allows it all; FFmpeg's version when not given. */
  readonly trial?: Trial;
  readonly log: (message: string, fields: Record<string, unknown>) => void;
}

/**
 * Runs one program to see that the host allows all of it, and throws SandboxUnavailableError when it does not.
 * `run` must be called on the main thread: what ends a program with the server follows the thread that started it.
 */
export async function createBubblewrapSandbox(options: BubblewrapOptions): Promise<Sandbox> {
  const { rootFolder, bubblewrap, reserveBytes = 256 * 2 ** 20, cgroups = null, log } = options;
  const { trial = defaultTrial(rootFolder) } = options;
  if (!isMachine(process.arch)) {
    throw new SandboxUnavailableError(
      `The sandbox has no system-call filter for ${process.arch} processors. Run the server on x86-64 or arm64.`,
    );
  }
  const seccompFilter = compileSeccompFilter(process.arch);
  const identity = chooseIdentity();
  const version = await readVersion(bubblewrap);

  /** Null where polling bounds it alone. On a scratch folder in memory a group would take outputs for memory. */
  const openGroup = async (groups: Cgroups, folder: string, limits: SandboxLimits): Promise<Cgroup | null> => {
    try {
      return (await liesInMemory(folder)) ? null : await groups.create(limits);
    } catch (error) {
      log('no control group could be made for a program', { reason: String(error) });
      return null;
    }
  };

  const run = async (request: SandboxRun, reserve: number): Promise<Outcome> => {
    const { program, args, limits } = request;
    const workspaceFolder = workspaceFolderOf(request.jobFolder);
    // Without groups nothing is waited for: the program starts, and its time with it, before this returns.
    const cgroup = cgroups === null ? null : await openGroup(cgroups, workspaceFolder, limits);
    const place = { workspaceFolder, rootFolder, bubblewrap, identity, cgroupFolders: cgroup?.folders ?? [] };
    const commandLine = buildLaunch({ program, args, limits, ...place });
    try {
      return await supervise(request, { commandLine, seccompFilter, workspaceFolder, reserveBytes: reserve, cgroup });
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
      runner: rootFolder === null ? 'bubblewrap over the host’s own programs (less tight)' : 'bubblewrap',
      version,
      memoryLimit: cgroups?.description ?? 'polling of resident memory',
    }),
  };
}

function defaultTrial(rootFolder: string | null): Trial {
  return rootFolder === null
    ? { program: '/usr/bin/true', args: [] }
    : { program: '/usr/bin/ffmpeg', args: ['-version'] };
}

async function readVersion([command = '', ...args]: readonly string[]): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(command, [...args, '--version'], { env: { PATH: hostPath } });
    return stdout.trim().replace(/^bubblewrap /, '');
  } catch (cause) {
    throw new SandboxUnavailableError(
      `bubblewrap cannot be run as ${command}. Install it (Debian and Ubuntu: \`apt-get install bubblewrap\`).`,
      { cause },
    );
  }
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
