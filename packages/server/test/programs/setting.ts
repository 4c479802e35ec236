// A real sandbox and one workspace for a test file, with the few lines that running and probing in it take.
import { mkdtemp, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureExtent } from '../../src/domain/container-extent.ts';
import type { Extent } from '../../src/domain/extent/extent.ts';
import { tellingLines } from '../../src/domain/telling-lines.ts';
import { type ProbeResult, probeFile } from '../../src/programs/probe-file.ts';
import { type FfmpegResult, type FfmpegRun, runFfmpeg } from '../../src/programs/run-ffmpeg.ts';
import { createBubblewrapSandbox } from '../../src/sandbox/bubblewrap.ts';
import type { SandboxLimits } from '../../src/sandbox/sandbox.ts';
import { prepareWorkspace, removeWorkspace } from '../../src/sandbox/workspace.ts';
import { findPrograms } from '../support/programs.ts';

const limits: SandboxLimits = {
  wallTimeMs: 60_000,
  cpuSeconds: 120,
  threadCount: 2048,
  memoryBytes: 2 ** 31,
  diskBytes: 2 ** 30,
  fileCount: 1000,
};

export interface Setting {
  readonly jobFolder: string;
  /** Runs a command whose words are separated by blanks. */
  run(words: string, options?: Partial<FfmpegRun>): Promise<FfmpegResult>;
  /** Like `run`, for making fixtures: throws FFmpeg's words when it fails. */
  make(words: string): Promise<void>;
  probe(name: string): Promise<ProbeResult>;
  extent(name: string): Promise<Extent>;
  /** Null when the file is not there. */
  size(name: string): Promise<number | null>;
  /** Writes the first `bytes` of one file as another. */
  cut(name: string, bytes: number, as: string): Promise<void>;
  close(): Promise<void>;
}

export async function openSetting(): Promise<Setting> {
  const scratchFolder = await mkdtemp(join(tmpdir(), 'renderio-programs-'));
  const sandbox = await createBubblewrapSandbox({ ...findPrograms(), log: () => undefined });
  const workspace = await prepareWorkspace(scratchFolder, 'test');
  const { jobFolder } = workspace;
  const at = (name: string): string => join(jobFolder, name);
  const setting: Setting = {
    jobFolder,
    run: (words, options = {}) =>
      runFfmpeg(sandbox, { args: words.trim().split(/\s+/), jobFolder, limits, ...options }),
    async make(words) {
      const { outcome, digest } = await setting.run(words);
      if (outcome.kind !== 'exited' || outcome.code !== 0) throw new Error(tellingLines(digest).join('\n'));
    },
    probe: (name) => probeFile(sandbox, { jobFolder, path: name, limits }),
    async extent(name) {
      await using file = await open(at(name));
      const { size } = await file.stat();
      return await measureExtent(async (offset, length) => {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, offset);
        return buffer.subarray(0, bytesRead);
      }, size);
    },
    size: (name) =>
      stat(at(name)).then(
        ({ size }) => size,
        () => null,
      ),
    async cut(name, bytes, as) {
      await writeFile(at(as), (await readFile(at(name))).subarray(0, bytes));
    },
    async close() {
      await removeWorkspace(workspace);
      await rm(scratchFolder, { recursive: true });
    },
  };
  return setting;
}
