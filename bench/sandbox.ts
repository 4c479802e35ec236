// What the sandbox costs: the start of a program and a whole transcode, in it and without it, in turn.
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBubblewrapSandbox } from '../packages/server/src/sandbox/bubblewrap.ts';
import type { Sandbox, SandboxLimits } from '../packages/server/src/sandbox/sandbox.ts';
import { prepareWorkspace, removeWorkspace } from '../packages/server/src/sandbox/workspace.ts';
import { makeVideo } from '../packages/server/test/support/media.ts';
import { findPrograms } from '../packages/server/test/support/programs.ts';
import { median, runBare } from './bare.ts';

const startWords = ['-version'];
const transcodeWords = '-nostdin -v error -y -i in.mp4 -c:v libx264 -preset medium -c:a aac out.mp4'.split(' ');
const startsARun = 5;

const limits: SandboxLimits = {
  wallTimeMs: 120_000,
  cpuSeconds: 600,
  threadCount: 256,
  memoryBytes: 2 ** 31,
  diskBytes: 2 ** 30,
  fileCount: 1000,
};

async function runBoxed(sandbox: Sandbox, jobFolder: string, words: readonly string[]): Promise<number> {
  const startedAt = performance.now();
  const outcome = await sandbox.run({ program: '/usr/bin/ffmpeg', args: words, jobFolder, limits });
  if (outcome.kind !== 'exited' || outcome.code !== 0) throw new Error(JSON.stringify(outcome));
  return performance.now() - startedAt;
}

interface Times {
  readonly bare: number[];
  readonly boxed: number[];
}

/** `runs` transcodes, and five times as many starts. */
export async function benchSandbox(runs = 10): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'renderio-bench-'));
  const sandbox = await createBubblewrapSandbox({ ...findPrograms(), log: () => undefined });
  const workspace = await prepareWorkspace(folder, 'job');
  try {
    const input = join(folder, 'in.mp4');
    await writeFile(input, await makeVideo({ seconds: 20, size: '640x360' }));
    await copyFile(input, join(workspace.jobFolder, 'in.mp4'));
    const measure = async (words: readonly string[], times: Times): Promise<void> => {
      times.bare.push(await runBare(folder, words));
      times.boxed.push(await runBoxed(sandbox, workspace.jobFolder, words));
    };
    // The first of each fills the page cache and is not counted.
    for (const words of [startWords, transcodeWords]) await measure(words, { bare: [], boxed: [] });
    const starts: Times = { bare: [], boxed: [] };
    const transcodes: Times = { bare: [], boxed: [] };
    for (let run = 0; run < runs; run += 1) {
      for (let start = 0; start < startsARun; start += 1) await measure(startWords, starts);
      await measure(transcodeWords, transcodes);
    }
    const { runner, version, memoryLimit } = sandbox.describe();
    const row = (name: string, { bare, boxed }: Times): string => {
      const [without, within] = [median(bare), median(boxed)];
      const cells = [
        without.toFixed(0),
        within.toFixed(0),
        (within - without).toFixed(0),
        (within / without).toFixed(3),
      ];
      return `${name.padEnd(36)} ${cells.map((cell) => cell.padStart(10)).join(' ')}\n`;
    };
    process.stdout.write(`${runner} ${version}, memory by ${memoryLimit}\n`);
    process.stdout.write(
      `${'medians, in turn'.padEnd(36)} ${['bare ms', 'boxed ms', 'added ms', 'ratio'].map((cell) => cell.padStart(10)).join(' ')}\n`,
    );
    process.stdout.write(row(`start (ffmpeg -version, ${starts.bare.length}×)`, starts));
    process.stdout.write(row(`transcode (x264, 20 s, ${runs}×)`, transcodes));
  } finally {
    await removeWorkspace(workspace);
    await rm(folder, { recursive: true });
  }
}
