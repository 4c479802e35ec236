// Whose rights the sandboxed program has on the host: never root's.
import { readFileSync } from 'node:fs';
import { SandboxUnavailableError } from './explain-refusal.ts';

export interface Identity {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Not `nobody` (65534): file systems show files of unmapped owners under that id, and other services run as it.
 * systemd's notes on ids leave 65520–65533 unused.
 */
const sandboxIdentity: Identity = { uid: 65533, gid: 65533 };

/**
 * CAP_CHOWN, CAP_KILL, CAP_SETGID, CAP_SETUID and CAP_SYS_ADMIN: to hand over the workspace, to end what runs there, to
 * become another, to mount.
 */
const neededCapabilities = [0, 5, 6, 7, 21];

/**
 * The identity to drop to, or null when the server's own will do: an ordinary user, or the root of a user namespace
 * that maps no other id (that root is an ordinary user on the host). Throws SandboxUnavailableError for a root that
 * cannot become anyone else.
 */
export function chooseIdentity(): Identity | null {
  if (process.getuid?.() !== 0) return null;
  const maps = [
    { path: '/proc/self/uid_map', id: sandboxIdentity.uid },
    { path: '/proc/self/gid_map', id: sandboxIdentity.gid },
  ];
  if (!maps.every(({ path, id }) => holdsId(readFileSync(path, 'utf8'), id))) return null;
  if (!holdsCapabilities(readFileSync('/proc/self/status', 'utf8'), neededCapabilities)) {
    throw new SandboxUnavailableError(
      'The server runs as root without the capabilities to make a sandbox for another user. Run it as an ordinary user (Docker: `--user 1000`), or give it CAP_SYS_ADMIN, CAP_SETUID, CAP_SETGID, CAP_CHOWN and CAP_KILL.',
    );
  }
  return sandboxIdentity;
}

/** Whether a `uid_map` (lines of first id inside, first id outside, count) knows an id. */
export function holdsId(idMap: string, id: number): boolean {
  return idMap
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .some(([first = 0, , count = 0]) => id >= first && id < first + count);
}

/** Whether the effective set in a `/proc/…/status` has them all. */
export function holdsCapabilities(status: string, capabilities: readonly number[]): boolean {
  const effective = BigInt(`0x${/^CapEff:\s+([0-9a-f]+)$/m.exec(status)?.[1] ?? '0'}`);
  return capabilities.every((capability) => (effective & (1n << BigInt(capability))) !== 0n);
}
