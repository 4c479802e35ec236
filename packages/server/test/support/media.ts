// Media that tests need, made by the real FFmpeg in the real sandbox.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tellingLines } from '../../src/domain/telling-lines.ts';
import { runFfmpeg } from '../../src/programs/run-ffmpeg.ts';
import { createBubblewrapSandbox } from '../../src/sandbox/bubblewrap.ts';
import type { SandboxLimits } from '../../src/sandbox/sandbox.ts';
import { prepareWorkspace, removeWorkspace } from '../../src/sandbox/workspace.ts';
import { findPrograms } from './programs.ts';

const limits: SandboxLimits = {
  wallTimeMs: 60_000,
  cpuSeconds: 120,
  threadCount: 2048,
  memoryBytes: 2 ** 31,
  diskBytes: 2 ** 30,
  fileCount: 1000,
};

/** Runs one command (words separated by blanks) and returns the bytes of each file named, in order. */
export async function makeMedia(words: string, ...names: readonly string[]): Promise<Buffer[]> {
  const scratchFolder = await mkdtemp(join(tmpdir(), 'renderio-media-'));
  try {
    const sandbox = await createBubblewrapSandbox({ ...findPrograms(), log: () => undefined });
    const workspace = await prepareWorkspace(scratchFolder, 'media');
    const { jobFolder } = workspace;
    const { outcome, digest } = await runFfmpeg(sandbox, { args: words.trim().split(/\s+/), jobFolder, limits });
    if (outcome.kind !== 'exited' || outcome.code !== 0) throw new Error(tellingLines(digest).join('\n'));
    const made = await Promise.all(names.map((name) => readFile(join(jobFolder, name))));
    await removeWorkspace(workspace);
    return made;
  } finally {
    await rm(scratchFolder, { recursive: true, force: true });
  }
}

/** A video of testsrc2 with a sine tone: H.264 and AAC in MP4. */
export async function makeVideo(options: { seconds?: number; size?: string } = {}): Promise<Buffer> {
  const { seconds = 2, size = '320x240' } = options;
  const [video] = await makeMedia(
    `-f lavfi -i testsrc2=s=${size}:d=${seconds} -f lavfi -i sine=d=${seconds} -c:v libx264 -preset ultrafast -c:a aac -shortest video.mp4`,
    'video.mp4',
  );
  if (video === undefined) throw new Error('No video was made.');
  return video;
}
