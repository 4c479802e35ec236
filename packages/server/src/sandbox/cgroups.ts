// Control groups for sandboxed programs, where the host lets us: the kernel then bounds memory and processes to the byte and at once, which polling cannot.
import { mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type CgroupPlace, findCgroupPlace } from './cgroup-places.ts';
import type { SandboxLimits } from './sandbox.ts';

export interface Cgroups {
  /** For `/health`. */
  readonly description: string;
  create(limits: Pick<SandboxLimits, 'memoryBytes' | 'threadCount'>): Promise<Cgroup>;
}

/** The groups of one program. */
export interface Cgroup {
  /** Whoever writes 0 into `cgroup.procs` of each is in, with all that it starts. */
  readonly folders: readonly string[];
  /** Whether the kernel killed something in it for want of memory, and the most that was held. */
  readMemoryEnd(): Promise<{ readonly wasKilled: boolean; readonly peakBytes: number }>;
  /** Call it when no process is left. */
  remove(): Promise<void>;
}

/** The programs between the server and the sandboxed one. */
const chainProcesses = 16;
const prefix = 'renderio-run-';

/** Null where the host has none for us to make; `log` is told why not. */
export async function openCgroups(
  log: (message: string, fields: Record<string, unknown>) => void,
): Promise<Cgroups | null> {
  const [cgroup, mountinfo] = await Promise.all(
    ['/proc/self/cgroup', '/proc/self/mountinfo'].map((path) => readFile(path, 'utf8').catch(() => '')),
  );
  const place = findCgroupPlace(cgroup ?? '', mountinfo ?? '');
  if (place === null) return null;
  try {
    if (place.version === 2) await delegate(place.folders.memory);
    await sweep(place);
    const cgroups = createCgroups(place);
    const trial = await cgroups.create({ memoryBytes: 2 ** 26, threadCount: 16 });
    await trial.remove();
    return cgroups;
  } catch (error) {
    log('no control groups can be made; memory is bounded by polling', { reason: String(error) });
    return null;
  }
}

function createCgroups({ version, folders }: CgroupPlace): Cgroups {
  let count = 0;
  return {
    description: `cgroup v${version}, and polling of resident memory`,
    async create({ memoryBytes, threadCount }) {
      const name = `${prefix}${process.pid}-${(count += 1)}`;
      const memory = join(folders.memory, name);
      const pids = join(folders.pids, name);
      const all = [...new Set([memory, pids])];
      await Promise.all(all.map((folder) => mkdir(folder)));
      const remove = async (): Promise<void> => {
        await Promise.all(all.map(removeGroup));
      };
      try {
        await writeFile(join(pids, 'pids.max'), String(threadCount + chainProcesses));
        await (version === 1 ? limitMemoryV1(memory, memoryBytes) : limitMemoryV2(memory, memoryBytes));
      } catch (error) {
        await remove();
        throw error;
      }
      return {
        folders: all,
        readMemoryEnd: () => (version === 1 ? readEndV1(memory) : readEndV2(memory)),
        remove,
      };
    },
  };
}

/** https://docs.kernel.org/admin-guide/cgroup-v1/memory.html; swap has no file where the kernel does not count it. */
async function limitMemoryV1(folder: string, bytes: number): Promise<void> {
  await writeFile(join(folder, 'memory.limit_in_bytes'), String(bytes));
  await writeFile(join(folder, 'memory.memsw.limit_in_bytes'), String(bytes)).catch(() => undefined);
}

async function readEndV1(folder: string) {
  const control = await readFile(join(folder, 'memory.oom_control'), 'latin1');
  const peak = await readFile(join(folder, 'memory.max_usage_in_bytes'), 'latin1');
  return { wasKilled: countOf(control, 'oom_kill') > 0, peakBytes: Number(peak) };
}

/** https://docs.kernel.org/admin-guide/cgroup-v2.html; the peak is there since Linux 5.19. */
async function limitMemoryV2(folder: string, bytes: number): Promise<void> {
  await writeFile(join(folder, 'memory.max'), String(bytes));
  await writeFile(join(folder, 'memory.oom.group'), '1');
  await writeFile(join(folder, 'memory.swap.max'), '0').catch(() => undefined);
}

async function readEndV2(folder: string) {
  const events = await readFile(join(folder, 'memory.events'), 'latin1');
  const peak = await readFile(join(folder, 'memory.peak'), 'latin1').catch(() => '0');
  return { wasKilled: countOf(events, 'oom_kill') > 0, peakBytes: Number(peak) };
}

function countOf(text: string, key: string): number {
  return Number(new RegExp(`^${key} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
}

/** Moves what is in the service's own group one level down, so that groups with limits can stand beside it. */
async function delegate(folder: string): Promise<void> {
  const leaf = join(folder, 'renderio-server');
  await mkdir(leaf, { recursive: true });
  const pids = (await readFile(join(folder, 'cgroup.procs'), 'latin1')).split('\n').filter(Boolean);
  // One a write; a process may have ended meanwhile.
  for (const pid of pids) await writeFile(join(leaf, 'cgroup.procs'), pid).catch(() => undefined);
  await writeFile(join(folder, 'cgroup.subtree_control'), '+memory +pids');
}

/** Groups of servers that were killed; their programs died with them. */
async function sweep({ folders }: CgroupPlace): Promise<void> {
  for (const folder of new Set(Object.values(folders))) {
    for (const name of await readdir(folder)) {
      const server = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1];
      if (server === undefined || (await isAlive(server))) continue;
      await rmdir(join(folder, name)).catch(() => undefined);
    }
  }
}

async function isAlive(pid: string): Promise<boolean> {
  return await readFile(`/proc/${pid}/stat`, 'latin1').then(
    () => true,
    () => false,
  );
}

const removeTries = 50;
const removePauseMs = 20;

/** The kernel counts a process as there until it is wholly gone, some milliseconds after it was waited for. */
async function removeGroup(folder: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await rmdir(folder);
      return;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'ENOENT') return;
      // The next start of a server sweeps it.
      if (code !== 'EBUSY' || tries === removeTries) return;
      await delay(removePauseMs);
    }
  }
}
