// Where bytes wait until an object is whole; remembers whose they are, so that what a dead process left is removed.
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';

export interface TemporaryFolder {
  /** A path at which nothing is. */
  newPath(): string;
}

// A folder on shared disk has owners on other hosts, whose processes cannot be looked up: only age tells.
const foreignMaxAgeMs = 24 * 3600 * 1000;

/** Makes this process's own folder beneath `root`, and removes those of processes that are gone. */
export async function openTemporaryFolder(root: string): Promise<TemporaryFolder> {
  const own = await ownerOf(process.pid);
  await mkdir(path.join(root, ownerName(own)), { recursive: true, mode: 0o700 });
  for (const name of await readdir(root)) {
    if (!(await isAlive(name, path.join(root, name))))
      await rm(path.join(root, name), { recursive: true, force: true });
  }
  return { newPath: () => path.join(root, ownerName(own), randomUUID()) };
}

interface Owner {
  readonly host: string;
  readonly pid: number;
  /** In clock ticks since boot: tells a process from a later one with its number. */
  readonly startTicks: string;
}

function ownerName({ host, pid, startTicks }: Owner): string {
  return `${host}_${pid}_${startTicks}`;
}

async function ownerOf(pid: number): Promise<Owner> {
  return { host: hostname().replaceAll(/[^A-Za-z0-9.-]/g, '-'), pid, startTicks: (await startTicksOf(pid)) ?? '0' };
}

async function isAlive(name: string, folder: string): Promise<boolean> {
  const match = /^(.+)_(\d{1,10})_(\d+)$/.exec(name);
  if (match === null) return false;
  const owner = await ownerOf(Number(match[2]));
  if (match[1] === owner.host) return match[3] === owner.startTicks;
  return Date.now() - (await lastUseMs(folder)) < foreignMaxAgeMs;
}

/** Null when there is no such process. */
async function startTicksOf(pid: number): Promise<string | null> {
  try {
    // The second field is the program's name in parentheses and may hold anything; the start is the 20th after it.
    const text = await readFile(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

async function lastUseMs(folder: string): Promise<number> {
  let latestMs = 0;
  for (const name of ['.', ...(await readdir(folder).catch(() => []))]) {
    const facts = await stat(path.join(folder, name)).catch(() => null);
    latestMs = Math.max(latestMs, facts?.mtimeMs ?? 0);
  }
  return latestMs;
}
