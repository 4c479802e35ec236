// A sandbox and a scratch folder for one test file, and the check that nothing of them is left alive.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BubblewrapOptions, createBubblewrapSandbox } from '../../src/sandbox/bubblewrap.ts';
import { createGvisorSandbox } from '../../src/sandbox/gvisor.ts';
import type { Outcome, SandboxLimits, SandboxRun } from '../../src/sandbox/sandbox.ts';
import { prepareWorkspace, removeWorkspace, type Workspace } from '../../src/sandbox/workspace.ts';
import { findPrograms } from '../support/programs.ts';

export const ample: SandboxLimits = {
  wallTimeMs: 30_000,
  cpuSeconds: 60,
  threadCount: 2_048,
  memoryBytes: 2 * 2 ** 30,
  diskBytes: 2 ** 30,
  fileCount: 1_000,
};

export interface Ran {
  readonly outcome: Outcome;
  readonly stdout: string;
  readonly stderr: string;
  readonly progress: string;
}

export type RunOptions = Partial<Pick<SandboxRun, 'signal' | 'onStdout' | 'onStderr'>> & {
  readonly program?: string;
  readonly limits?: Partial<SandboxLimits>;
};

export async function openSetting(options: Partial<BubblewrapOptions> = {}, parentFolder = tmpdir()) {
  const create = process.env['RENDERIO_SANDBOX'] === 'gvisor' ? createGvisorSandbox : createBubblewrapSandbox;
  const sandbox = await create({ ...findPrograms(), log: () => undefined, ...options });
  const scratchFolder = await mkdtemp(join(parentFolder, 'renderio-test-'));
  let count = 0;
  const workspaces: Workspace[] = [];

  const openWorkspace = async (): Promise<Workspace> => {
    const workspace = await prepareWorkspace(scratchFolder, String(count++));
    workspaces.push(workspace);
    return workspace;
  };

  const run = async (
    args: readonly string[],
    { program = '/usr/bin/ffmpeg', limits, ...rest }: RunOptions = {},
    workspace?: Workspace,
  ): Promise<Ran> => {
    const { jobFolder } = workspace ?? (await openWorkspace());
    const heard = { stdout: '', stderr: '', progress: '' };
    const outcome = await sandbox.run({
      program,
      args: program.endsWith('/ffmpeg') ? ['-nostdin', '-hide_banner', ...args] : args,
      jobFolder,
      limits: { ...ample, ...limits },
      ...rest,
      onStdout: (chunk) => {
        heard.stdout += chunk.toString();
        rest.onStdout?.(chunk);
      },
      onStderr: (chunk) => {
        heard.stderr += chunk.toString();
        rest.onStderr?.(chunk);
      },
      onProgress: (chunk) => {
        heard.progress += chunk.toString();
      },
    });
    return { outcome, ...heard };
  };

  return {
    sandbox,
    scratchFolder,
    openWorkspace,
    run,
    async close(): Promise<void> {
      for (const workspace of workspaces) await removeWorkspace(workspace);
      await rm(scratchFolder, { recursive: true });
    },
  };
}

/** Process ids whose command line holds a word: a test marks its own run with one. */
export async function findProcesses(word: string): Promise<readonly number[]> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(names.map((name) => readFile(`/proc/${name}/cmdline`, 'latin1').catch(() => '')));
  return names.filter((_, index) => lines[index]?.includes(word)).map(Number);
}

/** The exit code, or the kind of another ending, for one comparison. */
export function codeOf(outcome: Outcome): number | string {
  return outcome.kind === 'exited' ? outcome.code : outcome.kind;
}
