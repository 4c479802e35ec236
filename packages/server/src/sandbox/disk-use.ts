// How much disk a workspace holds, counted from outside while a program that may be hostile is writing to it.
import { constants, type Dirent, type Stats } from 'node:fs';
import { chmod, lstat, open, readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';

interface DiskUse {
  /** Blocks really taken, so that a sparse terabyte counts as what it holds. */
  readonly allocatedBytes: number;
  readonly fileCount: number;
}

const blockBytes = 512;

/** A tree that cannot be measured (paths longer than the kernel takes, folders locked again and again) is over every limit. */
const unmeasurable = Number.MAX_SAFE_INTEGER;

/** Stops once it has seen more than `enoughFiles`. Follows no symbolic link below `folder`. */
export async function measureDiskUse(folder: string, enoughFiles: number): Promise<DiskUse> {
  let allocatedBytes = 0;
  let fileCount = 0;
  const waiting = [folder];
  for (let current = waiting.pop(); current !== undefined && fileCount <= enoughFiles; current = waiting.pop()) {
    const files = await readFolder(current, enoughFiles);
    if (files === null) return { allocatedBytes: unmeasurable, fileCount };
    for (const { path, stats } of files) {
      fileCount += 1;
      allocatedBytes += stats.blocks * blockBytes;
      if (stats.isDirectory()) waiting.push(path);
    }
  }
  return { allocatedBytes, fileCount };
}

/** Bytes that the process keeps in files it has already unlinked, which no walk can see. */
export async function measureUnlinkedFiles(pid: number): Promise<number> {
  // Access is refused while the process is being set up and while it ends; in between the filter keeps it open.
  const unlessClosed = unless('ENOENT', 'ESRCH', 'EACCES');
  const folder = `/proc/${pid}/fd`;
  const descriptors = (await readdir(folder).catch(unlessClosed)) ?? [];
  const files = await Promise.all(descriptors.map((name) => stat(join(folder, name)).catch(unlessClosed)));
  return files.reduce(
    (sum, file) => sum + (file !== null && file.isFile() && file.nlink === 0 ? file.blocks * blockBytes : 0),
    0,
  );
}

/** What an ordinary user may still write on the folder's file system. */
export async function readFreeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

interface FoundFile {
  readonly path: string;
  readonly stats: Stats;
}

/** Null when it cannot be read; empty when it is gone. */
async function readFolder(folder: string, enoughFiles: number): Promise<readonly FoundFile[] | null> {
  const look = async (): Promise<readonly FoundFile[]> => {
    const entries = (await readdir(folder, { withFileTypes: true }).catch(unless(...vanished))) ?? [];
    const files = await Promise.all(entries.slice(0, enoughFiles + 1).map((entry) => findFile(folder, entry)));
    return files.filter((file) => file !== null);
  };
  try {
    // A folder made with mode 0 must not hide what lies below from a server that is an ordinary user.
    return (await look().catch(unless('EACCES'))) ?? (await openToOwner(folder).then(look));
  } catch (error) {
    if (codeOf(error) === 'ENAMETOOLONG' || codeOf(error) === 'EACCES') return null;
    throw error;
  }
}

async function findFile(folder: string, entry: Dirent): Promise<FoundFile | null> {
  const path = join(folder, entry.name);
  const stats = await lstat(path).catch(unless(...vanished));
  return stats && { path, stats };
}

/** By descriptor, so that a link put in the folder's place is not followed. */
async function openToOwner(folder: string): Promise<void> {
  await using handle = await open(folder, O_PATH | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  await chmod(`/proc/self/fd/${handle.fd}`, 0o700);
}

/** Absent from Node's constants; the same on x86-64 and arm64. */
const O_PATH = 0o10000000;

const vanished = ['ENOENT', 'ENOTDIR', 'ELOOP'];

/** For `catch`: null for these codes, and every other error goes on. */
function unless(...codes: readonly string[]): (error: unknown) => null {
  return (error) => {
    if (codes.includes(codeOf(error) ?? '')) return null;
    throw error;
  };
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** tmpfs and ramfs, by linux/magic.h: what is written there is memory, to the kernel as well. */
const memoryFileSystems: readonly number[] = [0x01021994, 0x858458f6];

export async function liesInMemory(folder: string): Promise<boolean> {
  return memoryFileSystems.includes((await statfs(folder)).type);
}
