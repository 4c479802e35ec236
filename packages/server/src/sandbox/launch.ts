// The command line that puts a program into its box: `unshare`, and below it one chain of `exec`s that becomes bubblewrap.
import type { Identity } from './identity.ts';
import type { SandboxLimits } from './sandbox.ts';

/** Descriptors of the chain beside 0–2. The program gets `progress`; bubblewrap closes the others before it starts it. */
export const descriptors = { progress: 3, status: 4, seccomp: 5 } as const;

export interface Launch {
  readonly program: string;
  readonly args: readonly string[];
  readonly limits: SandboxLimits;
  readonly workspaceFolder: string;
  /** Becomes `/`, read-only. Null: the host's own program folders are shown read-only instead. */
  readonly rootFolder: string | null;
  /** How to start bubblewrap: its path, or a loader and its arguments. */
  readonly bubblewrap: readonly string[];
  /** Whom a server that is root becomes first. */
  readonly identity: Identity | null;
  /** Groups that everything from here on is put into. */
  readonly cgroupFolders: readonly string[];
}

export const stagedWorkspace = '/tmp/workspace';
export const stagedRoot = '/tmp/root';

/**
 * `$1` workspace, `$2` root folder or nothing, `$3` control groups, a line each, then the rest of the chain.
 *
 * bubblewrap's own binds are never `noexec`, hence the mounts here. They are put where anyone can walk, because
 * bubblewrap looks its folders up as the identity it was given, which a server of root's with its data in /root shuts
 * out. /tmp is sure to exist, and nobody misses what is hidden there in a mount namespace of one's own; the folders
 * are opened first, for they may lie below it.
 */
const enterScript = `set -euf
IFS='
'
for group in $3; do echo 0 >"$group/cgroup.procs"; done
exec 6<"$1" 7<"\${2:-/}"
mount -t tmpfs -o mode=755,size=64k sandbox /tmp
mount -c --bind -o X-mount.mkdir,noexec,nosuid,nodev /proc/self/fd/6 ${stagedWorkspace}
[ -z "$2" ] || mount -c --bind -o X-mount.mkdir /proc/self/fd/7 ${stagedRoot}
exec 6<&- 7<&-
shift 3
exec "$@"`;

const openFileLimit = 1024;
/** bubblewrap's own processes, which count as threads of the same user. */
const threadsOfChain = 4;
/** One file may grow past the limit by this, so that polling sees it past: stopped at the limit itself it would look allowed. */
const pastDiskLimitBytes = 2 ** 20;
/** Polling ends a program that has used up its processor time; the kernel, without a word, one that polling missed. */
const pastCpuLimitSeconds = 10;
const smallestAddressSpaceBytes = 8 * 2 ** 30;

/**
 * bubblewrap becomes the first process of a PID namespace, so that nothing below survives it: its own `--die-with-parent`
 * binds the program only at the end of some 5 ms of set-up, and a server killed within them would leave FFmpeg running.
 */
const unshare = ['unshare', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];

export function buildLaunch(launch: Launch): readonly string[] {
  return [
    ...enterNamespaces(launch),
    ...limitResources(launch.limits),
    ...startBubblewrap(launch),
    '--',
    launch.program,
    ...launch.args,
  ];
}

/** The beginning of any box: whoever comes next is root in a user namespace of an ordinary user's, and first of its PID namespace. */
export function enterNamespaces({
  identity,
  workspaceFolder,
  rootFolder,
  cgroupFolders,
}: Pick<Launch, 'identity' | 'workspaceFolder' | 'rootFolder' | 'cgroupFolders'>): readonly string[] {
  const enter = ['sh', '-c', enterScript, 'sandbox', workspaceFolder, rootFolder ?? '', cgroupFolders.join('\n')];
  // With an identity to drop to, root mounts first; the user namespace comes after the drop, so that RLIMIT_NPROC
  // (counted per user and namespace) counts this sandbox alone. An ordinary user needs that namespace to mount at all.
  // Changing the uid clears the parent-death signal that --kill-child set: it is set again in the same step.
  const dieWithServer = ['setpriv', '--pdeathsig', 'KILL'];
  return identity
    ? [
        ...[...dieWithServer, ...unshare, ...enter],
        ...['setpriv', '--reuid', String(identity.uid), '--regid', String(identity.gid), '--clear-groups'],
        ...['--pdeathsig', 'KILL', 'unshare', '--user', '--map-root-user'],
      ]
    : [...dieWithServer, ...unshare, '--user', '--map-root-user', ...enter];
}

/** Backstops behind the polling. RSS is what is limited: address space is 2–4.5 times as much, and x265 crashes when it runs out. */
function limitResources({ memoryBytes, diskBytes, cpuSeconds, threadCount }: SandboxLimits): string[] {
  return [
    'prlimit',
    '--core=0',
    `--nofile=${openFileLimit}`,
    `--nproc=${threadCount + threadsOfChain}`,
    `--cpu=${Math.ceil(cpuSeconds) + pastCpuLimitSeconds}`,
    `--fsize=${diskBytes + pastDiskLimitBytes}`,
    `--as=${Math.max(smallestAddressSpaceBytes, 3 * memoryBytes)}`,
  ];
}

function startBubblewrap({ bubblewrap, rootFolder, program }: Launch): string[] {
  return [
    ...bubblewrap.map((word) => whereStaged(word, rootFolder)),
    // The program is the first process of a PID namespace of its own, so it is the only one that it sees.
    ...['--unshare-all', '--as-pid-1', '--die-with-parent', '--new-session'],
    ...['--unshare-user', '--disable-userns', '--uid', '65534', '--gid', '65534', '--cap-drop', 'ALL'],
    ...['--seccomp', String(descriptors.seccomp), '--json-status-fd', String(descriptors.status)],
    ...(rootFolder === null ? showHostPrograms(program) : ['--ro-bind', stagedRoot, '/']),
    // /dev/shm lies in this tmpfs: read-only, or files there would be memory that nobody counts.
    ...['--proc', '/proc', '--dev', '/dev', '--remount-ro', '/dev'],
    // x265 prints 80 lines about NUMA without it.
    ...['--tmpfs', '/sys', '--ro-bind-try', '/sys/devices/system', '/sys/devices/system', '--remount-ro', '/sys'],
    ...['--bind', `${stagedWorkspace}/job`, '/job', '--bind', `${stagedWorkspace}/tmp`, '/tmp', '--chdir', '/job'],
    ...(rootFolder === null ? ['--remount-ro', '/'] : []),
    ...['--clearenv', '--setenv', 'PATH', '/usr/bin:/bin', '--setenv', 'HOME', '/tmp', '--setenv', 'LANG', 'C.UTF-8'],
    ...['--setenv', 'SVT_LOG', '1'],
  ];
}

function whereStaged(word: string, rootFolder: string | null): string {
  return rootFolder !== null && (word === rootFolder || word.startsWith(`${rootFolder}/`))
    ? `${stagedRoot}${word.slice(rootFolder.length)}`
    : word;
}

/** The less tight box for an FFmpeg of the host's: its program and font folders, and still no home, no /etc/passwd, no sockets. */
function showHostPrograms(program: string): string[] {
  const shown = ['/usr', '/lib', '/lib32', '/lib64', '/bin', '/sbin'];
  const settings = ['/etc/fonts', '/etc/ld.so.cache', '/etc/alternatives', '/var/cache/fontconfig'];
  const apart = shown.some((folder) => program.startsWith(`${folder}/`)) ? [] : [program];
  return [...shown, ...settings, ...apart].flatMap((path) => ['--ro-bind-try', path, path]);
}
