// The proof that a worker can work: one short encode and its probe, in the real sandbox.
import { randomUUID } from 'node:crypto';
import { tellingLines } from '../domain/telling-lines.ts';
import type { SandboxLimits } from '../sandbox/sandbox.ts';
import { prepareWorkspace, removeWorkspace } from '../sandbox/workspace.ts';
import type { Programs } from './programs.ts';

const limits: SandboxLimits = {
  wallTimeMs: 30_000,
  cpuSeconds: 30,
  threadCount: 2048,
  memoryBytes: 2 ** 30,
  diskBytes: 64 * 2 ** 20,
  fileCount: 100,
};

/** Throws with what FFmpeg or the sandbox said. */
export async function proveItself(programs: Programs, scratchFolder: string): Promise<void> {
  const workspace = await prepareWorkspace(scratchFolder, `proof-${randomUUID()}`);
  const { jobFolder } = workspace;
  try {
    const args = [
      '-f',
      'lavfi',
      '-i',
      'testsrc2=s=64x64:d=0.1',
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      'proof.mp4',
    ];
    const { outcome, digest } = await programs.runFfmpeg({ args, jobFolder, limits });
    if (outcome.kind === 'not_started') throw new Error(outcome.reason);
    if (outcome.kind !== 'exited' || outcome.code !== 0) {
      throw new Error(`FFmpeg could not make a test video (${outcome.kind}): ${tellingLines(digest).join(' ')}`);
    }
    const probed = await programs.probeFile({ jobFolder, path: 'proof.mp4', limits });
    if (!probed.ok) throw new Error(`ffprobe could not read the test video: ${probed.message}`);
  } finally {
    await removeWorkspace(workspace);
  }
}
