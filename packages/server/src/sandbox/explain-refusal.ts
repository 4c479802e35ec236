// Turns the first words of a sandbox that did not start into a sentence for the operator, and what to do about it.
import { existsSync, readFileSync, statSync } from 'node:fs';

/** The host cannot run the sandbox at all. The message says why, and the remedy. */
export class SandboxUnavailableError extends Error {
  override readonly name = 'SandboxUnavailableError';
}

/** What on this host is known to refuse user namespaces. */
export interface HostFacts {
  readonly isChroot: boolean;
  readonly isContainer: boolean;
  /** Settings of the kernel; null where this kernel has no such setting. */
  readonly unprivilegedUserNamespaces: number | null;
  readonly maxUserNamespaces: number | null;
  readonly apparmorRestrictsUserNamespaces: number | null;
}

export function readHostFacts(): HostFacts {
  return {
    isChroot: isChroot(),
    isContainer: ['/.dockerenv', '/run/.containerenv'].some((path) => existsSync(path)),
    unprivilegedUserNamespaces: readNumber('/proc/sys/kernel/unprivileged_userns_clone'),
    maxUserNamespaces: readNumber('/proc/sys/user/max_user_namespaces'),
    apparmorRestrictsUserNamespaces: readNumber('/proc/sys/kernel/apparmor_restrict_unprivileged_userns'),
  };
}

const missingTool =
  /(?:spawn|execute|\d+:(?: exec:)?) (setpriv|unshare|prlimit|mount|sh)\b.*(?:ENOENT|EACCES|not found|No such file|Permission denied)/;
const namespacesRefused =
  /unshare failed|new namespace|RTM_NEWADDR|uid[_ ]map|max_user_namespaces|Operation not permitted/;

/** `said` is what the chain of programs wrote to its error stream, or the error of starting it. */
export function explainRefusal(said: string, facts: HostFacts): string {
  const tool = missingTool.exec(said)?.[1];
  if (tool !== undefined) {
    return `The sandbox needs the program ${tool}, which this host does not have. Install util-linux (Debian and Ubuntu: \`apt-get install util-linux mount\`).`;
  }
  if (/mount \/?proc/.test(said)) {
    return 'The sandbox may not mount a /proc of its own, because this container hides parts of its /proc. Start the container with `--security-opt systempaths=unconfined` (Docker) or `--security-opt unmask=ALL` (Podman).';
  }
  if (said.includes('execvp')) {
    return `The program to run is not in the sandbox (${firstLine(said)}). Make the folder of programs again, or correct FFMPEG_PATH.`;
  }
  if (namespacesRefused.test(said)) {
    return `The sandbox needs user namespaces, and this host refuses them. ${allowNamespaces(facts)}`;
  }
  return `The sandbox did not start (${firstLine(said) || 'its programs said nothing'}). See whether \`bwrap --unshare-all --ro-bind / / true\` works on this host.`;
}

function allowNamespaces(facts: HostFacts): string {
  if (facts.isChroot) {
    return 'The kernel always does so inside a chroot: start outside of it, or enter the folder by pivot_root (systemd-nspawn, a container).';
  }
  if (facts.unprivilegedUserNamespaces === 0) return 'Allow them with `sysctl -w kernel.unprivileged_userns_clone=1`.';
  if (facts.maxUserNamespaces === 0) return 'Allow them with `sysctl -w user.max_user_namespaces=10000`.';
  if (facts.apparmorRestrictsUserNamespaces === 1) {
    return 'AppArmor does so (Ubuntu 24.04 and newer): `sysctl -w kernel.apparmor_restrict_unprivileged_userns=0`, or give unshare and bwrap a profile with `userns,`.';
  }
  if (facts.isContainer) {
    return "A container's own filter does so: start it with `--security-opt seccomp=unconfined --security-opt apparmor=unconfined`.";
  }
  return 'Start the server where `unshare --user --map-root-user true` works: not in a chroot, nor in a container that filters it.';
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0]?.slice(0, 300) ?? '';
}

/** A process's mount table lists only what lies under its root: a chroot's has no `/`, unless a mount point became the new root. */
function isChroot(): boolean {
  const mounts = readText('/proc/self/mountinfo')?.trim().split('\n');
  if (mounts && !mounts.some((line) => line.split(' ')[4] === '/')) return true;
  try {
    const [own, first] = [statSync('/'), statSync('/proc/1/root/')];
    return own.dev !== first.dev || own.ino !== first.ino;
  } catch {
    return false; // only root may look at the first process's root
  }
}

function readNumber(path: string): number | null {
  const text = readText(path);
  return text === null ? null : Number(text);
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
