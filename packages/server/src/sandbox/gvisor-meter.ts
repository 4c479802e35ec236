// What a program in gVisor uses, read off the host process that is its kernel and off those below, which run its threads.
import { readdirSync, readFileSync, readlinkSync, type Stats, statSync } from 'node:fs';
import { parseCpuSeconds } from './cpu-use.ts';
import { descendantsOf } from './process-tree.ts';
import type { Meter } from './runner.ts';
import { unlessGone } from './unless-gone.ts';

const blockBytes = 512;

interface HeldFile {
  readonly name: string;
  readonly stats: Stats;
}

function heldFiles(pid: number): HeldFile[] {
  return readdirSync(`/proc/${pid}/fd`).flatMap((descriptor) => {
    const path = `/proc/${pid}/fd/${descriptor}`;
    const file = unlessGone(() => ({ name: readlinkSync(path), stats: statSync(path) }));
    return file === null ? [] : [file];
  });
}

/** All memory of programs is one file without a name, which gVisor's kernel keeps open. */
function isMemory({ name }: HeldFile): boolean {
  return name.includes('memfd:');
}

function allocatedBytes(files: readonly HeldFile[]): number {
  const byInode = new Map(files.map(({ stats }) => [stats.ino, stats.blocks * blockBytes]));
  return [...byInode.values()].reduce((sum, bytes) => sum + bytes, 0);
}

export const gvisorMeter: Meter = {
  readMemoryUse: (pid) =>
    unlessGone(() => {
      const nowBytes = allocatedBytes(heldFiles(pid).filter(isMemory));
      return { nowBytes, peakBytes: nowBytes };
    }),
  readCpuSeconds: (pid) =>
    unlessGone(() =>
      [pid, ...descendantsOf(pid)].reduce(
        (sum, each) => sum + (unlessGone(() => parseCpuSeconds(readFileSync(`/proc/${each}/stat`, 'latin1'))) ?? 0),
        0,
      ),
    ),
  measureUnlinkedFiles: (pid) =>
    Promise.resolve(
      unlessGone(() =>
        allocatedBytes(
          heldFiles(pid).filter((file) => !isMemory(file) && file.stats.isFile() && file.stats.nlink === 0),
        ),
      ) ?? 0,
    ),
};
