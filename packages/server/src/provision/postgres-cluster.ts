// Makes the database files once, beside their final place, so that a start that was cut short leaves nothing half made.
import { randomBytes } from 'node:crypto';
import { chown, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { PostgresBinaries } from './postgres-binaries.ts';
import type { PostgresUser } from './postgres-user.ts';
import { ProvisionError } from './provision-error.ts';
import { type CommandLine, lastLine, runProgram } from './run-program.ts';

export const OWNER_ROLE = 'renderio';
export const DATABASE = 'renderio';

export interface PostgresCluster {
  readonly folder: string;
  readonly password: string;
}

/** The cluster under `home`; made if there is none, refused if another major version made it. */
export async function openCluster(
  home: string,
  binaries: PostgresBinaries,
  user: PostgresUser,
  onProgress: (line: string) => void,
): Promise<PostgresCluster> {
  const folder = join(home, 'cluster');
  const madeBy = await readFile(join(folder, 'PG_VERSION'), 'utf8').then(
    (text) => text.trim(),
    () => undefined,
  );
  if (madeBy === undefined) await createCluster(home, binaries, user, onProgress);
  else if (madeBy !== binaries.major) {
    throw new ProvisionError(
      'postgres_version',
      `${folder} was made by PostgreSQL ${madeBy}, and this is ${binaries.major}: start the release that made it, or move the folder away.`,
    );
  }
  await ensureOwner(home, user);
  return { folder, password: (await readFile(join(home, 'password'), 'utf8')).trim() };
}

async function createCluster(
  home: string,
  binaries: PostgresBinaries,
  user: PostgresUser,
  onProgress: (line: string) => void,
): Promise<void> {
  const startedAt = performance.now();
  const partial = `${home}.partial`;
  await rm(partial, { recursive: true, force: true });
  try {
    await fillFolder(partial, binaries, user);
  } catch (error) {
    // The disk may be full of it.
    await rm(partial, { recursive: true, force: true });
    throw error;
  }
  await rename(partial, home);
  await syncFolder(dirname(home));
  onProgress(`Database made in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
}

async function fillFolder(folder: string, { initdb, postgres }: PostgresBinaries, user: PostgresUser): Promise<void> {
  await mkdir(folder, { mode: 0o700 });
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  for (const path of [folder, passwordFile]) await chown(path, user.ownerUid, user.ownerGid);

  const cluster = join(folder, 'cluster');
  const asUser = [...user.prefix, 'setpriv', '--pdeathsig', 'KILL', '--'];
  await runOrExplain([
    ...asUser,
    initdb,
    `--pgdata=${cluster}`,
    `--username=${OWNER_ROLE}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    // PostgreSQL's own order of characters: an index stays right when the machine's C library changes its mind.
    '--locale-provider=builtin',
    // Synced as a whole below, after the database has been made as well.
    '--no-sync',
  ]);
  await runOrExplain([...asUser, postgres, '--single', '-D', cluster, 'postgres'], `CREATE DATABASE ${DATABASE}\n`);
  await runOrExplain([...asUser, initdb, `--pgdata=${cluster}`, '--sync-only']);
}

async function runOrExplain(command: readonly string[], stdin?: string): Promise<void> {
  const result = await runProgram(command as CommandLine, stdin === undefined ? {} : { stdin });
  // The single-user server ends with 0 even when its statement failed.
  const complaint = /^.*\b(?:ERROR|FATAL|PANIC):.*$|^initdb: error:.*$/m.exec(result.stderr)?.[0];
  if (result.code === 0 && complaint === undefined) return;
  if (result.stderr.includes('No space left on device')) {
    throw new ProvisionError('disk_full', 'The disk is full: the database needs about 100 MB to be made.');
  }
  throw new ProvisionError(
    'postgres_failed',
    `The embedded PostgreSQL could not make its database: ${complaint ?? (lastLine(result.stderr) || 'it was killed')}. DATABASE_URL can name another PostgreSQL.`,
  );
}

/** Root may have started this folder in another way before, or copied it; anyone else can only be told. */
async function ensureOwner(home: string, user: PostgresUser): Promise<void> {
  const { uid } = await stat(home);
  if (uid === user.ownerUid) return;
  if (process.getuid?.() !== 0) {
    throw new ProvisionError(
      'folder_unusable',
      `${home} belongs to user ${uid}: start as that user, or give the folder to user ${user.ownerUid} (chown -R).`,
    );
  }
  await runProgram(['chown', '-R', `${user.ownerUid}:${user.ownerGid}`, home]);
}

async function syncFolder(folder: string): Promise<void> {
  await using handle = await open(folder, 'r');
  await handle.sync();
}
