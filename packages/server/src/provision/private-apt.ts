// Debian's packages without touching the host: apt-get with a configuration, lists and a package database of its own, as any user.
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { ProvisionError } from './provision-error.ts';
import { type CommandLine, lastLine, type ProgramResult, runProgram } from './run-program.ts';

export interface DebianPackage {
  readonly name: string;
  readonly version: string;
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

export interface PrivateApt {
  /** Fetches the lists of packages, whose signatures apt checks, and names `wanted` with all that it depends on. */
  plan(wanted: readonly string[]): Promise<DebianPackage[]>;
  /** `onBytes` is told every half second how much has come. */
  download(packages: readonly DebianPackage[], folder: string, onBytes: (bytes: number) => void): Promise<void>;
}

/** What apt may take over from the host: how to reach a mirror. Nothing that loosens its checks of signatures. */
const TAKEN_FROM_HOST = /^Acquire::(?:https?|ftp|ForceIPv[46]|Retries|Check-Date|Check-Valid-Until)\b/i;
const DEBIAN_RELEASES = 'bullseye|bookworm|trixie|forky|duke|sid|oldoldstable|oldstable|stable|testing|unstable';
/** Without security and update archives of their own. */
const ROLLING = new Set(['sid', 'unstable']);

/** `folder` takes everything that apt writes and may be removed afterwards. `architecture` is Debian's word for it. */
export async function openPrivateApt(folder: string, suite: string, architecture: string): Promise<PrivateApt> {
  const inFolder = (path: string) => join(folder, path);
  await mkdir(inFolder('state/lists/partial'), { recursive: true });
  await mkdir(inFolder('cache/archives/partial'), { recursive: true });
  // An empty package database: the whole closure is fetched, whatever the host has.
  await writeFile(inFolder('status'), '');

  const mirrors = await findMirrors(inFolder('state/lists'));
  await writeFile(inFolder('sources.list'), writeSources(mirrors, await findKeyring(), suite));
  const acquisition = (await runApt(['apt-config', 'dump'])).stdout
    .split('\n')
    .filter((line) => TAKEN_FROM_HOST.test(line));
  const configuration = inFolder('apt.conf');
  await writeFile(
    configuration,
    `Dir::Etc::main "/dev/null"; Dir::Etc::parts "/dev/null";
Dir::Etc::sourcelist "${inFolder('sources.list')}"; Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferences "/dev/null"; Dir::Etc::preferencesparts "/dev/null";
Dir::State "${inFolder('state')}"; Dir::State::status "${inFolder('status')}"; Dir::Cache "${inFolder('cache')}";
APT::Architecture "${architecture}"; APT::Architectures { "${architecture}"; };
APT::Install-Recommends "false"; APT::Sandbox::User ""; APT::Update::Error-Mode "any";
Acquire::Languages "none"; Acquire::ForceHash "SHA256"; Debug::NoLocking "true";
${acquisition.join('\n')}
`,
  );
  // Read before the host's own files, which it switches off.
  const apt = ['env', `APT_CONFIG=${configuration}`, 'LC_ALL=C', 'apt-get', '-q'] as const;

  return {
    async plan(wanted) {
      await runApt([...apt, 'update']);
      const { stdout } = await runApt([...apt, '-y', '--print-uris', 'install', ...wanted]);
      return parsePlan(stdout);
    },
    async download(packages, target, onBytes) {
      const timer = setInterval(() => {
        void measureFolder(target).then(onBytes);
      }, 500);
      try {
        const exact = packages.map(({ name, version }) => `${name}=${version}`);
        await runApt([...apt, 'download', ...exact], target);
      } finally {
        clearInterval(timer);
      }
    },
  };
}

/** Lines such as `'http://…/libc6_2.41-12_amd64.deb' libc6_2.41-12_amd64.deb 2850108 SHA256:…`. */
export function parsePlan(uris: string): DebianPackage[] {
  return Array.from(
    uris.matchAll(/^'[^']+' (?<fileName>[^_ ]+_[^_ ]+_[^_ ]+\.deb) (?<size>\d+) SHA256:(?<sha256>[0-9a-f]{64})$/gm),
    ({ groups }) => {
      const { fileName = '', size = '', sha256 = '' } = groups ?? {};
      const [name = '', version = ''] = fileName.split('_').map(decodeURIComponent);
      return { name, version, fileName, sizeBytes: Number(size), sha256 };
    },
  );
}

export interface Mirrors {
  readonly main: string;
  readonly security: string | undefined;
}

/** Lines such as `'http://…/debian/dists/bookworm/InRelease' …`: apt has read every form of source that it knows. */
export function parseMirrors(uris: string): Mirrors | undefined {
  const main = new RegExp(`^'([^']+?)/dists/(?:${DEBIAN_RELEASES})/InRelease' `, 'm').exec(uris)?.[1];
  const security = new RegExp(`^'([^']+?)/dists/(?:${DEBIAN_RELEASES})(?:-security|/updates)/InRelease' `, 'm').exec(
    uris,
  )?.[1];
  return main === undefined ? undefined : { main, security };
}

async function findMirrors(emptyLists: string): Promise<Mirrors> {
  // Asked with empty lists, because an ordinary user may not lock the host's, and a container often has none.
  const { stdout } = await runApt([
    ...['env', 'LC_ALL=C', 'apt-get', '-o', `Dir::State::lists=${emptyLists}`],
    ...['-o', 'Debug::NoLocking=true', 'update', '--print-uris'],
  ] as const);
  const mirrors = parseMirrors(stdout);
  if (mirrors) return mirrors;
  throw new ProvisionError(
    'mirror_missing',
    "This machine's apt sources name no Debian mirror: set FFMPEG_PATH and FFPROBE_PATH to an FFmpeg of your own, or use the container image.",
  );
}

async function findKeyring(): Promise<string> {
  for (const ending of ['gpg', 'pgp']) {
    const path = `/usr/share/keyrings/debian-archive-keyring.${ending}`;
    if (await isThere(path)) return path;
  }
  throw new ProvisionError(
    'keyring_missing',
    "Debian's signing keys are missing, so its packages cannot be trusted: install the package debian-archive-keyring, or set FFMPEG_PATH and FFPROBE_PATH.",
  );
}

function writeSources({ main, security }: Mirrors, keyring: string, suite: string): string {
  const lines = [`${main} ${suite}`];
  if (!ROLLING.has(suite)) {
    lines.push(`${main} ${suite}-updates`);
    if (security !== undefined) lines.push(`${security} ${suite}-security`);
  }
  return lines.map((line) => `deb [signed-by=${keyring}] ${line} main\n`).join('');
}

async function runApt(command: CommandLine, cwd?: string): Promise<ProgramResult> {
  const result = await runProgram(command, cwd === undefined ? {} : { cwd });
  if (result.code === 0) return result;
  throw explainApt(result);
}

export function explainApt({ code, stderr }: ProgramResult): ProvisionError {
  if (code === 127) {
    return new ProvisionError(
      'apt_missing',
      'FFmpeg comes from Debian packages, and there is no apt-get here: set FFMPEG_PATH and FFPROBE_PATH to an FFmpeg of your own, or use the container image.',
    );
  }
  if (/No space left on device|enough free space/.test(stderr)) {
    return new ProvisionError(
      'disk_full',
      'The disk is full: FFmpeg and its libraries need about 500 MB while they are unpacked.',
    );
  }
  if (
    /Could(?: not|n't) (?:resolve|connect)|failure resolving|Unable to connect|Connection (?:timed out|refused|failed|reset)|unreachable/i.test(
      stderr,
    )
  ) {
    return new ProvisionError(
      'no_network',
      `The Debian mirror cannot be reached (${firstError(stderr)}): FFmpeg is downloaded once, so connect this machine, set apt's proxy, or set FFMPEG_PATH and FFPROBE_PATH.`,
    );
  }
  if (/NO_PUBKEY|EXPKEYSIG|is not signed|signatures? (?:were|was|couldn't)/i.test(stderr)) {
    return new ProvisionError(
      'keyring_missing',
      `The Debian mirror's signature cannot be checked (${firstError(stderr)}): update the package debian-archive-keyring.`,
    );
  }
  return new ProvisionError('apt_failed', `FFmpeg's packages could not be fetched by apt: ${firstError(stderr)}`);
}

function firstError(stderr: string): string {
  return /^E: (.+)$/m.exec(stderr)?.[1]?.trim() ?? lastLine(stderr);
}

async function measureFolder(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const sizes = names.map((name) =>
    stat(join(folder, name)).then(
      (entry) => (entry.isFile() ? entry.size : 0),
      () => 0,
    ),
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
