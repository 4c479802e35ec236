// A real PostgreSQL of our own for those who have none: started with the server, stopped with it, even when the server is killed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chown, lstat, mkdir, open, readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { lockFile, readLockHolder } from './file-lock.ts';
import { findPostgresBinaries } from './postgres-binaries.ts';
import { DATABASE, OWNER_ROLE, openCluster, type PostgresCluster } from './postgres-cluster.ts';
import { clearLeftovers } from './postgres-leftovers.ts';
import { choosePostgresUser, type PostgresUser } from './postgres-user.ts';
import { explainFileError, ProvisionError } from './provision-error.ts';

export interface EmbeddedPostgresOptions {
  /** The server's data folder; everything of the database lies in `postgres*` under it. */
  readonly dataFolder: string;
  readonly onProgress: (line: string) => void;
}

/** What `pg` takes as it is. */
export interface PostgresConnection {
  /** A folder: the only way in is a Unix socket. */
  readonly host: string;
  readonly port: number;
  /** A superuser, which no row-level security holds back: the application connects as another role. */
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

export interface EmbeddedPostgres {
  readonly connection: PostgresConnection;
  readonly version: string;
  readonly pid: number;
  /** Resolves when PostgreSQL has ended, for whatever reason, with a word on how. */
  readonly ended: Promise<string>;
  /** Fast shutdown: open transactions are rolled back, everything committed is on disk. Safe to call twice. */
  stop(): Promise<void>;
}

const PORT = 5432;
const systemPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
/** `sun_path` holds 108 bytes with the closing zero. */
const SOCKET_PATH_MAX_BYTES = 107;
/** Recovery reads at most what was written since the last checkpoint, 1 GB by PostgreSQL's defaults. */
const START_LIMIT_MS = 300_000;
const STOP_LIMIT_MS = 60_000;

export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  try {
    await mkdir(options.dataFolder, { recursive: true });
    return await start(await realpath(options.dataFolder), options.onProgress);
  } catch (error) {
    throw explainFileError(error, options.dataFolder);
  }
}

async function start(dataFolder: string, onProgress: (line: string) => void): Promise<EmbeddedPostgres> {
  const binaries = await findPostgresBinaries();
  const user = await choosePostgresUser([binaries.initdb, dataFolder]);
  const lockPath = join(dataFolder, 'postgres.lock');
  const lock = await lockFile(lockPath, { wait: false });
  if (!lock) {
    throw new ProvisionError(
      'already_running',
      `The database in ${dataFolder} is in use by process ${readLockHolder(lockPath) ?? 'unknown'}: stop it, or choose another data folder.`,
    );
  }
  try {
    const home = join(dataFolder, 'postgres');
    const cluster = await openCluster(home, binaries, user, onProgress);
    const socketFolder = await ensureSocketFolder(home, user);
    await clearLeftovers(cluster.folder, socketFolder, onProgress);
    const server = await spawnPostgres(
      binaries.postgres,
      cluster,
      socketFolder,
      user,
      join(dataFolder, 'postgres.log'),
    );
    void server.ended.then(() => {
      lock.release();
    });
    await waitUntilReady(server, cluster, join(dataFolder, 'postgres.log'), onProgress);
    return {
      connection: { host: socketFolder, port: PORT, user: OWNER_ROLE, password: cluster.password, database: DATABASE },
      version: binaries.version,
      ...server,
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Beside the cluster where the path is short enough for a socket, else under /tmp by a name made of the path. */
async function ensureSocketFolder(home: string, user: PostgresUser): Promise<string> {
  if (Buffer.byteLength(join(home, `.s.PGSQL.${PORT}`)) <= SOCKET_PATH_MAX_BYTES) return home;
  const folder = `/tmp/renderio-${createHash('sha256').update(home).digest('hex').slice(0, 16)}`;
  await mkdir(folder, { mode: 0o700 }).catch(() => undefined);
  // /tmp is everybody's: the folder may have been put there by somebody else.
  const { uid, mode } = await lstat(folder);
  if (uid === process.getuid?.() && uid !== user.ownerUid) await chown(folder, user.ownerUid, user.ownerGid);
  else if (uid !== user.ownerUid || (mode & 0o170777) !== 0o040700) {
    throw new ProvisionError(
      'folder_unusable',
      `${folder} must be a folder of user ${user.ownerUid} with mode 0700: remove it.`,
    );
  }
  return folder;
}

type PostgresProcess = Pick<EmbeddedPostgres, 'pid' | 'ended' | 'stop'>;

async function spawnPostgres(
  postgres: string,
  cluster: PostgresCluster,
  socketFolder: string,
  user: PostgresUser,
  logPath: string,
): Promise<PostgresProcess> {
  const command = [
    ...user.prefix,
    // The kernel sends it when the thread that starts it ends, which is our main thread: a clean shutdown even after
    // our own kill -9. Last before postgres, because a change of user or namespace forgets it.
    ...['setpriv', '--pdeathsig', 'INT', '--'],
    ...[postgres, '-D', cluster.folder, '-k', socketFolder, '-p', String(PORT)],
    ...['-c', 'listen_addresses=', '-c', 'unix_socket_permissions=0700', '-c', 'max_connections=100'],
    ...['-c', 'shared_buffers=128MB', '-c', 'logging_collector=off', '-c', 'log_checkpoints=off'],
    // Its details quote whole rows, and with them what callers keep secret.
    ...['-c', 'log_error_verbosity=terse'],
    ...['-c', 'timezone=UTC', '-c', 'log_timezone=UTC'],
  ] as [string, ...string[]];
  await using log = await open(logPath, 'w', 0o600);
  // Its own session: Ctrl-C reaches every process of the terminal's group, and the database must outlive the draining server.
  const child = spawn(command[0], command.slice(1), {
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
    cwd: '/',
    // Not the server's own, which may hold the first key and the admin token.
    env: { PATH: systemPath },
  });
  const ended = once(child, 'exit').then(
    ([code, signal]) => (signal === null ? `exit code ${String(code)}` : `signal ${String(signal)}`),
    (error: unknown) => String(error),
  );
  const pid = child.pid;
  if (pid === undefined) throw new ProvisionError('postgres_failed', `PostgreSQL cannot be started: ${await ended}.`);
  let stopping: Promise<void> | undefined;
  return {
    pid,
    ended,
    stop() {
      stopping ??= stopProcess((signal) => child.kill(signal), ended);
      return stopping;
    },
  };
}

async function stopProcess(send: (signal: NodeJS.Signals) => void, ended: Promise<unknown>): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    send(signal);
    const patience = new AbortController();
    const limit = signal === 'SIGINT' ? STOP_LIMIT_MS : 5_000;
    const hasEnded = await Promise.race([
      ended.then(() => true),
      delay(limit, false, { signal: patience.signal }).catch(() => false),
    ]);
    patience.abort();
    if (hasEnded) return;
  }
}

/** PostgreSQL writes its state into the eighth line of postmaster.pid; pg_ctl waits in the same way. */
async function waitUntilReady(
  server: PostgresProcess,
  cluster: PostgresCluster,
  logPath: string,
  onProgress: (line: string) => void,
): Promise<void> {
  const startedAt = performance.now();
  let end: string | undefined;
  void server.ended.then((how) => (end = how));
  let reportedSeconds = 0;
  for (;;) {
    const state = await readFile(join(cluster.folder, 'postmaster.pid'), 'utf8').catch(() => '');
    const lines = state.split('\n');
    if (lines[0] === String(server.pid) && lines[7]?.trim() === 'ready') return;
    const seconds = Math.floor((performance.now() - startedAt) / 1000);
    if (end !== undefined || seconds * 1000 >= START_LIMIT_MS) {
      if (end === undefined) await server.stop();
      throw new ProvisionError(
        'postgres_failed',
        `The embedded PostgreSQL did not start (${end ?? `not ready after ${seconds} s`}): ${await readComplaint(logPath)}`,
      );
    }
    if (seconds >= reportedSeconds + 5) {
      reportedSeconds = seconds;
      onProgress(`PostgreSQL is getting ready, perhaps after a crash … ${seconds} s`);
    }
    await delay(5);
  }
}

async function readComplaint(logPath: string): Promise<string> {
  const lines = (await readFile(logPath, 'utf8')).trim().split('\n');
  const complaint = lines.findLast((line) => /FATAL|PANIC|ERROR|error|failed/.test(line)) ?? lines.at(-1) ?? '';
  return `${complaint} (all of it in ${logPath})`;
}
