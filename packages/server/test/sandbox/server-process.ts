// A Node process of its own that runs one program in the sandbox, for what tests do to a server as a whole.
import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBubblewrapSandbox } from '../../src/sandbox/bubblewrap.ts';
import { prepareWorkspace } from '../../src/sandbox/workspace.ts';
import type { TestPrograms } from '../support/programs.ts';
import { ample } from './setting.ts';

export interface ServerTask {
  readonly programs: TestPrograms;
  readonly program: string;
  readonly args: readonly string[];
  readonly scratchFolder: string;
}

/** `inherited[i]` becomes descriptor 3 + i of the server. The program's standard output comes out of the server's. */
export function startServer(task: ServerTask, inherited: readonly ('ignore' | number)[] = []): ChildProcess {
  const stdio: StdioOptions = ['ignore', 'pipe', 'inherit', ...inherited];
  return spawn(process.execPath, [import.meta.filename, JSON.stringify(task)], { stdio });
}

export async function withScratch<T>(use: (scratchFolder: string) => Promise<T>): Promise<T> {
  const scratchFolder = await mkdtemp(join(tmpdir(), 'renderio-server-'));
  try {
    return await use(scratchFolder);
  } finally {
    await rm(scratchFolder, { recursive: true });
  }
}

/** What the server says before it starts the program, after its trial of the sandbox. */
export const aboutToRun = 'about to run\n';

if (import.meta.main) {
  const { programs, program, args, scratchFolder } = JSON.parse(process.argv[2] ?? '') as ServerTask;
  const sandbox = await createBubblewrapSandbox({
    ...programs,
    trial: { program, args: ['-version'] },
    log: console.error,
  });
  const { jobFolder } = await prepareWorkspace(scratchFolder, 'job-of-the-server');
  process.stdout.write(aboutToRun);
  await sandbox.run({ program, args, jobFolder, limits: ample, onStdout: (chunk) => process.stdout.write(chunk) });
}
