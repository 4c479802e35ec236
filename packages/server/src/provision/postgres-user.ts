// PostgreSQL refuses to run as root or as a user without an account; this finds a user for it without making one.
import { userInfo } from 'node:os';

import { ProvisionError } from './provision-error.ts';
import { runProgram } from './run-program.ts';

export interface PostgresUser {
  /** Goes before a command line; empty when nothing has to change. */
  readonly prefix: readonly string[];
  /** Who owns PostgreSQL's files, as the host sees it. */
  readonly ownerUid: number;
  readonly ownerGid: number;
}

/** `nobody`: initdb wants a uid that has a line in /etc/passwd. */
const NOBODY = 65534;

/** `paths` are what PostgreSQL must be able to reach: its programs and the data folder. */
export async function choosePostgresUser(paths: readonly string[]): Promise<PostgresUser> {
  const self = { ownerUid: process.getuid?.() ?? NOBODY, ownerGid: process.getgid?.() ?? NOBODY };
  const isRoot = self.ownerUid === 0;
  if (!isRoot && hasAccount()) return { prefix: [], ...self };

  // Called "nobody" inside, still ourselves outside: works under a 0700 home and changes no file's owner.
  const mapped = ['unshare', '--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, '--'] as const;
  if ((await runProgram([...mapped, 'true'])).code === 0) return { prefix: mapped, ...self };

  const dropped = ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--'] as const;
  if (isRoot && (await runProgram([...dropped, 'true'])).code === 0) {
    for (const path of paths) {
      if ((await runProgram([...dropped, 'test', '-x', path])).code === 0) continue;
      throw new ProvisionError(
        'folder_unusable',
        `PostgreSQL must not run as root, this machine refuses user namespaces, and user ${NOBODY} cannot reach ${path}: use folders that others may enter (chmod o+x), start as an ordinary user, or set DATABASE_URL.`,
      );
    }
    return { prefix: dropped, ownerUid: NOBODY, ownerGid: NOBODY };
  }
  throw new ProvisionError(
    'user_namespaces_refused',
    isRoot
      ? 'PostgreSQL must not run as root, and this machine refuses user namespaces: start as an ordinary user, or set DATABASE_URL.'
      : 'This user has no account on this machine, and user namespaces are refused: start as a user of /etc/passwd, or set DATABASE_URL.',
  );
}

function hasAccount(): boolean {
  try {
    userInfo();
    return true;
  } catch {
    return false;
  }
}
