// FFmpeg with all its libraries and fonts in one folder of our own, made of Debian's signed packages; the sandbox shows programs nothing else.
import { mkdir, readdir, readFile, realpath, rename, rm, statfs, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { lockFile } from './file-lock.ts';
import { type DebianPackage, openPrivateApt } from './private-apt.ts';
import { explainFileError, ProvisionError } from './provision-error.ts';
import { lastLine, runProgram } from './run-program.ts';
import {
  type Architecture,
  bubblewrapOf,
  type EnterRoot,
  enterByChroot,
  enterBySandbox,
  findArchitecture,
  unpackRoot,
} from './unpack-root.ts';

export interface FfmpegRootOptions {
  readonly programsFolder: string;
  /** Debian's name of a release: `trixie` is the stable one, `forky` the next. */
  readonly suite: string;
  readonly onProgress: (line: string) => void;
  /** Makes a new root even where a good one is there: security fixes arrive that way. */
  readonly fresh?: boolean;
  /**
   * For root in the build of a container image, where user namespaces are refused: programs of the new root run by
   * chroot. Whether the sandbox works is then found out by the server's start, where it has to.
   */
  readonly byChroot?: boolean;
}

export interface FfmpegRoot {
  /** The versioned folder under the programs folder; it never changes once it is there. */
  readonly folder: string;
  /** What becomes `/` inside the sandbox. */
  readonly rootFolder: string;
  /** Runs the root's own bubblewrap by the root's own loader: put bubblewrap's arguments after it. */
  readonly bubblewrap: readonly string[];
  /** As FFmpeg prints it, such as `7.1.5-0+deb13u1`. */
  readonly ffmpegVersion: string;
  readonly suite: string;
  /** ISO 8601. */
  readonly createdAt: string;
  /** JSON with every package's name, version and SHA-256. */
  readonly manifestPath: string;
}

export interface FfmpegRootManifest {
  readonly suite: string;
  readonly architecture: string;
  readonly ffmpegVersion: string;
  readonly createdAt: string;
  readonly packages: readonly Pick<DebianPackage, 'name' | 'version' | 'sha256'>[];
}

const WANTED = [
  ...['ffmpeg', 'bubblewrap', 'fontconfig'],
  // Latin, Greek, Cyrillic, Arabic; the metrics of the usual office fonts; Han; symbols and emoji in one colour.
  ...['fonts-dejavu-core', 'fonts-liberation', 'fonts-droid-fallback', 'fonts-symbola'],
];

/**
 * Drivers that only a program with a graphics card and a display would load: 44 MB of the download, 200 MB on disk.
 * No library of FFmpeg is linked to them. debconf and the start scripts are for installing, which nothing does here.
 */
const LEFT_OUT =
  /^(?:libllvm\d.*|mesa-libgallium|libz3-4|libgl1-mesa-dri|libglx-mesa0|debconf|lsb-base|sysvinit-utils)$/;

/** A megabyte of packages becomes 2.8 MB of files, and both are there for a while. */
const DISK_BYTES_PER_DOWNLOADED_BYTE = 4;

/** Instant when a root of the suite is there; otherwise makes one, which other processes wait for. Throws `ProvisionError`. */
export async function ensureFfmpegRoot(options: FfmpegRootOptions): Promise<FfmpegRoot> {
  try {
    const present = options.fresh === true ? undefined : await findFfmpegRoot(options.programsFolder, options.suite);
    if (present) return present;
    await mkdir(options.programsFolder, { recursive: true });
    return await makeAlone({ ...options, programsFolder: await realpath(options.programsFolder) });
  } catch (error) {
    throw explainFileError(error, options.programsFolder);
  }
}

/** The root that `current` points to, if it is whole and of the suite. */
export async function findFfmpegRoot(programsFolder: string, suite: string): Promise<FfmpegRoot | undefined> {
  const folder = await realpath(join(programsFolder, 'current')).catch(() => undefined);
  if (folder === undefined) return undefined;
  const text = await readFile(join(folder, 'manifest.json'), 'utf8').catch(() => undefined);
  // Some other folder that somebody linked here.
  if (text === undefined) return undefined;
  const manifest = JSON.parse(text) as FfmpegRootManifest;
  const architecture = findArchitecture();
  // A data folder may come from another machine.
  if (manifest.suite !== suite || manifest.architecture !== architecture.debian) return undefined;
  return describeRoot(folder, manifest, architecture);
}

function describeRoot(folder: string, manifest: FfmpegRootManifest, architecture: Architecture): FfmpegRoot {
  const rootFolder = join(folder, 'root');
  return {
    folder,
    rootFolder,
    bubblewrap: bubblewrapOf(rootFolder, architecture),
    ffmpegVersion: manifest.ffmpegVersion,
    suite: manifest.suite,
    createdAt: manifest.createdAt,
    manifestPath: join(folder, 'manifest.json'),
  };
}

async function makeAlone(options: FfmpegRootOptions): Promise<FfmpegRoot> {
  const { programsFolder, suite, onProgress } = options;
  const lockPath = join(programsFolder, 'lock');
  let lock = await lockFile(lockPath, { wait: false });
  if (!lock) {
    onProgress('Waiting for another process that is making FFmpeg ready');
    lock = await lockFile(lockPath, { wait: true });
    // It was made for us meanwhile.
    const present = await findFfmpegRoot(programsFolder, suite);
    if (present) {
      lock?.release();
      return present;
    }
  }
  try {
    await removeHalfMade(programsFolder);
    return await makeRoot(options);
  } finally {
    await removeHalfMade(programsFolder);
    lock?.release();
  }
}

/** While we hold the lock, whoever made these is dead. */
async function removeHalfMade(programsFolder: string): Promise<void> {
  for (const name of await readdir(programsFolder)) {
    if (name.startsWith('making-')) await rm(join(programsFolder, name), { recursive: true, force: true });
  }
}

async function makeRoot({
  programsFolder,
  suite,
  onProgress,
  byChroot = false,
}: FfmpegRootOptions): Promise<FfmpegRoot> {
  const architecture = findArchitecture();
  const enterRoot = byChroot ? enterByChroot : enterBySandbox(architecture);
  if (!byChroot) await refuseWithoutUserNamespaces();
  const since = startClock();
  const making = join(programsFolder, `making-${process.pid}`);
  const [aptFolder, packagesFolder, rootFolder] = ['apt', 'packages', 'root'].map((name) => join(making, name)) as [
    string,
    string,
    string,
  ];
  await mkdir(packagesFolder, { recursive: true });

  onProgress(`FFmpeg (Debian ${suite}): reading the lists of packages`);
  const apt = await openPrivateApt(aptFolder, suite, architecture.debian);
  const packages = (await apt.plan(WANTED)).filter(({ name }) => !LEFT_OUT.test(name));
  const totalBytes = packages.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  await refuseWithoutSpace(programsFolder, totalBytes * DISK_BYTES_PER_DOWNLOADED_BYTE);

  const total = `${toMegabytes(totalBytes)} MB in ${packages.length} packages`;
  onProgress(`FFmpeg (Debian ${suite}): downloading ${total} (${since()})`);
  await apt.download(packages, packagesFolder, (bytes) => {
    onProgress(`FFmpeg (Debian ${suite}): ${toMegabytes(bytes)} of ${toMegabytes(totalBytes)} MB (${since()})`);
  });
  onProgress(`FFmpeg (Debian ${suite}): unpacking (${since()})`);
  await unpackRoot(
    packages.map(({ fileName }) => join(packagesFolder, fileName)),
    rootFolder,
    architecture,
    enterRoot,
  );

  const ffmpegVersion = await verifyRoot(rootFolder, enterRoot);
  const manifest: FfmpegRootManifest = {
    suite,
    architecture: architecture.debian,
    ffmpegVersion,
    createdAt: new Date().toISOString(),
    packages: packages.map(({ name, version, sha256 }) => ({ name, version, sha256 })),
  };
  await writeFile(join(making, 'manifest.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
  await rm(aptFolder, { recursive: true });
  await rm(packagesFolder, { recursive: true });

  const stamp = manifest.createdAt.replaceAll(/[-:]|\.\d+/g, '');
  const name = `ffmpeg-${ffmpegVersion.split('-')[0] ?? ffmpegVersion}-${suite}-${stamp}`;
  // On disk before it has its name: a power cut must not leave a root of empty files that looks whole.
  await runProgram(['sync', '--file-system', programsFolder]);
  await rename(making, join(programsFolder, name));
  await switchCurrent(programsFolder, name);
  onProgress(`FFmpeg ${ffmpegVersion} is ready (${since()})`);
  return describeRoot(join(programsFolder, name), manifest, architecture);
}

/** Tried before anything is downloaded: without them the finished root could never be used. */
async function refuseWithoutUserNamespaces(): Promise<void> {
  const result = await runProgram(['unshare', '--user', '--', 'true']);
  if (result.code === 0) return;
  throw new ProvisionError(
    'user_namespaces_refused',
    `User namespaces are refused here (${lastLine(result.stderr)}), and no command may run without the sandbox made of them: leave the chroot, give the container the right to unshare, or set kernel.unprivileged_userns_clone=1.`,
  );
}

async function refuseWithoutSpace(folder: string, neededBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const freeBytes = bavail * bsize;
  if (freeBytes >= neededBytes) return;
  throw new ProvisionError(
    'disk_full',
    `${folder} has ${toMegabytes(freeBytes)} MB free, and FFmpeg needs ${toMegabytes(neededBytes)} MB to be unpacked: free some space, or choose another folder.`,
  );
}

/** A root counts only when its FFmpeg has really run. */
async function verifyRoot(rootFolder: string, enterRoot: EnterRoot): Promise<string> {
  const result = await runProgram([...enterRoot(rootFolder), '/usr/bin/ffmpeg', '-version']);
  const version = /^ffmpeg version (\S+)/.exec(result.stdout)?.[1];
  if (result.code === 0 && version !== undefined) return version;
  throw new ProvisionError(
    'root_unusable',
    `FFmpeg was unpacked but does not run here: ${lastLine(result.stderr) || 'it was killed'}`,
  );
}

/** A link cannot be overwritten, but a renamed one takes the other's place in one step. */
async function switchCurrent(programsFolder: string, name: string): Promise<void> {
  const next = join(programsFolder, 'making-current');
  await symlink(name, next);
  await rename(next, join(programsFolder, 'current'));
}

function startClock(): () => string {
  const startedAt = performance.now();
  return () => `${Math.round((performance.now() - startedAt) / 1000)} s`;
}

function toMegabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}
