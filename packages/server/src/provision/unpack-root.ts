// From Debian package files to a folder that can be a sandbox's root, doing by hand the few things that their install scripts would have done.
import { mkdir, readdir, rm, symlink } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

import { ProvisionError } from './provision-error.ts';
import { type CommandLine, lastLine, runProgram } from './run-program.ts';

export interface Architecture {
  /** Debian's word for it. */
  readonly debian: string;
  /** The folder of its libraries. */
  readonly triplet: string;
  /** The dynamic loader's name in that folder. */
  readonly loader: string;
}

const ARCHITECTURES: Partial<Record<string, Architecture>> = {
  x64: { debian: 'amd64', triplet: 'x86_64-linux-gnu', loader: 'ld-linux-x86-64.so.2' },
  arm64: { debian: 'arm64', triplet: 'aarch64-linux-gnu', loader: 'ld-linux-aarch64.so.1' },
};

/** Read-only inside the sandbox, so whatever is to be mounted there needs its place now. */
const MOUNT_POINTS = ['proc', 'dev', 'tmp', 'work', 'job', 'sys/devices/system'];

/** Nothing at run time reads these: 35 MB. The copyright notices in usr/share/doc stay. */
const UNREAD = [
  'man',
  'locale',
  'info',
  'lintian',
  'bug',
  'X11',
  'perl5',
  'zsh',
  'bash-completion',
  'pkgconfig',
  'pixmaps',
];

export function findArchitecture(): Architecture {
  const architecture = ARCHITECTURES[process.arch];
  if (process.platform === 'linux' && architecture) return architecture;
  throw new ProvisionError(
    'platform_unsupported',
    `No FFmpeg can be prepared for ${process.platform} on ${process.arch}: set FFMPEG_PATH and FFPROBE_PATH to one of your own.`,
  );
}

/** By the root's own loader: the host may have no bubblewrap, and other libraries. */
export function bubblewrapOf(rootFolder: string, { triplet, loader }: Architecture): [string, ...string[]] {
  const libraries = join(rootFolder, 'usr/lib', triplet);
  return [join(libraries, loader), '--library-path', libraries, join(rootFolder, 'usr/bin/bwrap')];
}

/** Goes before a program of the root's: by the sandbox, or where one is refused, by chroot. */
export type EnterRoot = (rootFolder: string) => CommandLine;

export function enterBySandbox(architecture: Architecture): EnterRoot {
  return (rootFolder) => [
    ...bubblewrapOf(rootFolder, architecture),
    ...[
      '--unshare-all',
      '--bind',
      rootFolder,
      '/',
      '--proc',
      '/proc',
      '--dev',
      '/dev',
      '--tmpfs',
      '/tmp',
      '--clearenv',
    ],
  ];
}

/** Root alone may do so. What it runs is Debian's, and has read nothing of anybody's yet. */
export const enterByChroot: EnterRoot = (rootFolder) => ['env', '--ignore-environment', '/usr/sbin/chroot', rootFolder];

export async function unpackRoot(
  packageFiles: readonly string[],
  rootFolder: string,
  architecture: Architecture,
  enterRoot: EnterRoot,
): Promise<void> {
  await mkdir(rootFolder, { recursive: true, mode: 0o755 });
  await unpackAll(packageFiles, rootFolder);
  await removeUnread(rootFolder);
  await linkRoot(rootFolder, architecture);
  await writeCaches(rootFolder, enterRoot);
}

async function unpackAll(packageFiles: readonly string[], rootFolder: string): Promise<void> {
  const files = packageFiles.values();
  const unpackNext = async () => {
    for (const file of files) {
      await runOrExplain(['dpkg-deb', '--extract', file, rootFolder]);
      await rm(file);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, unpackNext));
}

async function removeUnread(rootFolder: string): Promise<void> {
  const share = join(rootFolder, 'usr/share');
  for (const name of UNREAD) await rm(join(share, name), { recursive: true, force: true });
  const entries = await readdir(join(share, 'doc'), { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (entry.isFile() && entry.name !== 'copyright') await rm(join(entry.parentPath, entry.name));
  }
}

async function linkRoot(rootFolder: string, { triplet }: Architecture): Promise<void> {
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) {
    await mkdir(join(rootFolder, 'usr', name), { recursive: true });
    await symlink(`usr/${name}`, join(rootFolder, name));
  }
  for (const place of MOUNT_POINTS) await mkdir(join(rootFolder, place), { recursive: true });
  // Debian chooses among several BLAS libraries by links that only an install script makes.
  for (const name of ['blas', 'lapack']) {
    await symlink(`${name}/lib${name}.so.3`, join(rootFolder, 'usr/lib', triplet, `lib${name}.so.3`));
  }
}

/** Without fontconfig's cache a drawtext command takes 160 ms longer to start; without the loader's, any takes 5. */
async function writeCaches(rootFolder: string, enterRoot: EnterRoot): Promise<void> {
  await mkdir(join(rootFolder, 'var/cache/fontconfig'), { recursive: true });
  await runOrExplain(['/sbin/ldconfig', '-r', rootFolder]);
  await runOrExplain([...enterRoot(rootFolder), '/usr/bin/fc-cache', '--system-only']);
}

async function runOrExplain(command: CommandLine): Promise<void> {
  const result = await runProgram(command);
  if (result.code === 0) return;
  if (result.stderr.includes('No space left on device')) {
    throw new ProvisionError('disk_full', 'The disk became full while FFmpeg was unpacked: free 500 MB and try again.');
  }
  throw new ProvisionError(
    'root_unusable',
    `FFmpeg could not be unpacked: ${lastLine(result.stderr) || 'a program was killed'}`,
  );
}
