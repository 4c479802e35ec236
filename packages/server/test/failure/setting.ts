// One installation for a test of failures: its data folder, a command that takes its time, and what is left of both.
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from '@renderio/contract';
import { assertContiguous } from '../queue/timeline.ts';
import { findProcesses, waitUntilNoneIsLeft } from '../support/processes.ts';
import { type CommandRequest, until } from '../support/server.ts';
import { storedFiles } from '../support/stored-files.ts';

export interface Installation extends AsyncDisposable {
  readonly dataFolder: string;
  /** In the command line of every FFmpeg of this installation and of nothing else. */
  readonly mark: string;
  /** A command that takes so many seconds and hardly any work. */
  slowCommand(seconds: number): CommandRequest;
  /** Waits until an FFmpeg of this installation is at work. */
  untilFfmpegRuns(): Promise<void>;
  /** Waits until no FFmpeg or sandbox of this installation is left. */
  untilNoFfmpegRuns(limitMs: number): Promise<void>;
  /** Workspaces of all workers, by name. */
  workspaces(): Promise<string[]>;
}

export async function makeInstallation(): Promise<Installation> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'renderio-failure-'));
  const mark = dataFolder.replaceAll(/[^A-Za-z0-9]/g, '-');
  return {
    dataFolder,
    mark,
    slowCommand: (seconds) => ({
      input_files: {},
      output_files: { out_video: 'video.mp4' },
      ffmpeg_command: `-re -f lavfi -i testsrc2=s=64x64:r=10:d=${seconds} -metadata comment=${mark} {{out_video}}`,
    }),
    async untilFfmpegRuns() {
      await until(20_000, 'FFmpeg runs', async () => {
        const found = await findProcesses({ folder: mark, word: mark });
        return found.some(({ commandLine }) => commandLine.includes('ffmpeg')) ? true : null;
      });
    },
    untilNoFfmpegRuns: (limitMs) => waitUntilNoneIsLeft(limitMs, { folder: mark, word: mark }),
    async workspaces() {
      const scratch = join(dataFolder, 'scratch');
      const workers = await readdir(scratch);
      return (await Promise.all(workers.map((name) => readdir(join(scratch, name, 'workspaces'))))).flat();
    },
    async [Symbol.asyncDispose]() {
      await waitUntilNoneIsLeft(20_000, { folder: dataFolder, word: mark });
      await rm(dataFolder, { recursive: true });
    },
  };
}

/** What must hold of every command that ended well, whatever happened on its way. */
export function assertSucceededOnce(command: Command): void {
  assert.equal(command.status, 'SUCCESS', JSON.stringify(command));
  assert.deepEqual(Object.keys(command.output_files), ['out_video']);
  assert.equal(command.output_files['out_video']?.status, 'STORED');
  const total = command.total_processing_seconds ?? Number.NaN;
  const from = new Date(command.created_at);
  assertContiguous(from, command.timeline, new Date(command.completed_at ?? Number.NaN));
  const sum = command.timeline.reduce((seconds, phase) => seconds + phase.seconds, 0);
  assert.ok(Math.abs(sum - total) < 0.005, `phases of ${sum} s, ${total} s in all`);
}

/** The starts that a timeline tells of, by their attempts. */
export function attemptsOf(command: Command): number[] {
  return [...new Set(command.timeline.map(({ attempt }) => attempt ?? 1))];
}

/** Waits until storage holds the objects of one run only: what the others left has been swept. */
export async function untilOneRunIsStored(dataFolder: string): Promise<void> {
  let files: string[] = [];
  await until(20_000, 'unfinished runs are swept', async () => {
    files = await storedFiles(dataFolder);
    const runs = new Set(files.map((path) => /(?:runs|logs)\/([^/]+)/.exec(path)?.[1]));
    return runs.size === 1 ? true : null;
  }).catch((error: unknown) => {
    throw new Error(`Stored: ${files.join(', ')}`, { cause: error });
  });
}
