// Where control groups can be made for sandboxed programs, read from what the kernel says of this process. Pure.

export interface CgroupPlace {
  readonly version: 1 | 2;
  /** Controller → the folder below which groups are made; with version 2 all are the same. */
  readonly folders: Readonly<Record<'memory' | 'pids', string>>;
}

/**
 * `cgroup` is `/proc/self/cgroup`, `mountinfo` is `/proc/self/mountinfo` (proc(5), cgroups(7)). Null where memory has no
 * controller in either version that this process could use.
 */
export function findCgroupPlace(cgroup: string, mountinfo: string): CgroupPlace | null {
  const mounts = readMounts(mountinfo);
  const paths = readPaths(cgroup);
  const folderOf = (controller: string): string | null => {
    const mount = mounts.find(({ controllers }) => controllers.includes(controller));
    const path = paths.get(controller);
    return mount === undefined || path === undefined ? null : below(mount, path);
  };
  const [memory, pids] = [folderOf('memory'), folderOf('pids')];
  if (memory !== null && pids !== null) return { version: 1, folders: { memory, pids } };
  const unified = folderOf('');
  // With version 2 a group that holds processes has no groups below it: only where this service alone is in its own
  // group (systemd's unit, or the root that a container sees) may the server rearrange it.
  const own = paths.get('') ?? '';
  const isOurs = own === '/' || own.endsWith('.service');
  return unified !== null && isOurs ? { version: 2, folders: { memory: unified, pids: unified } } : null;
}

interface Mount {
  /** What of the hierarchy is mounted: `/` outside of containers. */
  readonly root: string;
  readonly folder: string;
  /** Version 2 has none in its options; it is listed under ''. */
  readonly controllers: readonly string[];
}

function readMounts(mountinfo: string): Mount[] {
  return mountinfo.split('\n').flatMap((line) => {
    const [before = '', after = ''] = line.split(' - ');
    const [, , , root = '', folder = ''] = before.split(' ');
    const [type, , options = ''] = after.split(' ');
    if (type === 'cgroup') return [{ root, folder, controllers: options.split(',') }];
    return type === 'cgroup2' ? [{ root, folder, controllers: [''] }] : [];
  });
}

/** Controller → the path of this process in its hierarchy. */
function readPaths(cgroup: string): ReadonlyMap<string, string> {
  return new Map(
    cgroup.split('\n').flatMap((line) => {
      const match = /^\d+:([^:]*):(.*)$/.exec(line);
      return match === null
        ? []
        : (match[1] ?? '').split(',').map((controller): [string, string] => [controller, match[2] ?? '']);
    }),
  );
}

/** A container sees a part of the hierarchy as its root, and may still be told its path from the real one. */
function below({ root, folder }: Mount, path: string): string {
  const inside = root !== '/' && (path === root || path.startsWith(`${root}/`)) ? path.slice(root.length) : path;
  return `${folder}${inside}`.replace(/\/$/, '');
}
