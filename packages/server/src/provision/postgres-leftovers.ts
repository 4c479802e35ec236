// What an earlier server left behind when it was killed: its PostgreSQL, or that one's lock files.
import { readdir, readFile, readlink, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { ProvisionError } from './provision-error.ts';

/** A killed owner's PostgreSQL ends by itself; its closing checkpoint may take a while on a slow disk. */
const PATIENCE_MS = 60_000;

/**
 * Waits until no PostgreSQL process works in `cluster`, then removes the lock files that name one.
 * Call it only while holding the cluster's lock: then whatever still runs there has no living owner.
 */
export async function clearLeftovers(
  cluster: string,
  socketFolder: string,
  onProgress: (line: string) => void,
): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  for (let turn = 0; ; turn++) {
    const pids = await findProcessesIn(cluster);
    if (pids.length === 0) break;
    if (turn === 0) {
      onProgress(`Waiting for the PostgreSQL of a server that was killed (process ${pids.join(', ')})`);
      await askToStop(cluster, pids);
    }
    if (performance.now() > deadline) {
      throw new ProvisionError(
        'already_running',
        `A PostgreSQL that an earlier server left behind does not end (process ${pids.join(', ')}): kill it, then start again.`,
      );
    }
    await delay(10);
  }
  // PostgreSQL itself believes a lock file whose process id has been given to somebody else since, or to a zombie.
  await rm(join(cluster, 'postmaster.pid'), { force: true });
  await rm(join(socketFolder, '.s.PGSQL.5432'), { force: true });
  await rm(join(socketFolder, '.s.PGSQL.5432.lock'), { force: true });
}

/**
 * Every PostgreSQL process has its cluster as working directory: a surer sign than a process id in a file, and it
 * also finds the backends of a postmaster that was killed alone. A zombie has no working directory any more.
 */
async function findProcessesIn(cluster: string): Promise<number[]> {
  const folder = await realpath(cluster);
  const entries = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    entries.map(async (pid) => {
      const [cwd, program] = await Promise.all([readLinkOf(pid, 'cwd'), readLinkOf(pid, 'exe')]);
      return cwd === folder && /\/postgres( \(deleted\))?$/.test(program) ? [Number(pid)] : [];
    }),
  );
  return found.flat();
}

/** Empty for a process that has ended, is a zombie, or is another user's. */
function readLinkOf(pid: string, name: 'cwd' | 'exe'): Promise<string> {
  return readlink(`/proc/${pid}/${name}`).catch(() => '');
}

/**
 * A fast shutdown, which the owner's death has asked for already unless it came within the first moments. Only the
 * postmaster is told: to its children SIGINT means other things, and without it they end by themselves.
 */
async function askToStop(cluster: string, pids: readonly number[]): Promise<void> {
  const postmaster = Number.parseInt(await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => ''), 10);
  if (!pids.includes(postmaster)) return;
  try {
    process.kill(postmaster, 'SIGINT');
  } catch {
    // It has ended since it was looked up.
  }
}
