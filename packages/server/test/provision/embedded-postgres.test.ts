// The embedded PostgreSQL with real processes: made, stopped, killed, orphaned and refused.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import pg from 'pg';

import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/provision/embedded-postgres.ts';
import { ProvisionError } from '../../src/provision/provision-error.ts';
import { isGone, killScript, startScript, waitUntilGone } from './child-process.ts';

const OWNER_SCRIPT = join(import.meta.dirname, 'postgres-owner.ts');
const folder = await mkdtemp(join(tmpdir(), 'renderio-postgres-'));
const dataFolder = join(folder, 'data');

after(() => rm(folder, { recursive: true }));

test('a first start makes a database that the next start still has', async () => {
  const progress: string[] = [];
  const first = await start(dataFolder, (line) => progress.push(line));
  assert.match(progress.join('\n'), /Database made in/);
  assert.match(first.version, /^18\./);
  await query(first, 'CREATE TABLE kept (word text)');
  await query(first, "INSERT INTO kept VALUES ('stays')");
  await first.stop();
  assert.equal(await first.ended, 'exit code 0');
  assert.ok(await isGone(first.pid));

  const second = await start(dataFolder);
  assert.deepEqual(await query(second, 'SELECT word FROM kept'), [{ word: 'stays' }]);
  await second.stop();
});

test("nothing of the server's environment reaches it", async (t) => {
  process.env['RENDERIO_ADMIN_TOKEN'] = 'of the test';
  t.after(() => delete process.env['RENDERIO_ADMIN_TOKEN']);
  await using server = await startDisposable(dataFolder);
  await query(server, 'CREATE TABLE environment (line text)');
  await query(server, `COPY environment FROM PROGRAM 'env'`);
  const lines = await query(server, `SELECT line FROM environment WHERE line LIKE 'RENDERIO%' OR line LIKE 'HOME=%'`);
  assert.deepEqual(lines, []);
  assert.equal((await query(server, `SELECT line FROM environment WHERE line LIKE 'PATH=%'`)).length, 1);
});

test('writes are durable, the only door is a socket, and the password is for the owner alone', async () => {
  await using server = await startDisposable(dataFolder);
  assert.deepEqual(await query(server, 'SHOW fsync'), [{ fsync: 'on' }]);
  assert.deepEqual(await query(server, 'SHOW listen_addresses'), [{ listen_addresses: '' }]);
  assert.deepEqual(await query(server, 'SHOW server_encoding'), [{ server_encoding: 'UTF8' }]);
  assert.equal((await stat(join(dataFolder, 'postgres/password'))).mode & 0o777, 0o600);
  assert.equal((await stat(join(dataFolder, 'postgres'))).mode & 0o777, 0o700);
  await assert.rejects(query({ ...server, connection: { ...server.connection, password: 'wrong' } }, 'SELECT 1'), {
    code: '28P01',
  });
});

test('Ctrl-C of the terminal does not reach it, for it leads a group of its own', async () => {
  await using server = await startDisposable(dataFolder);
  const groupOf = (line: string) => line.slice(line.lastIndexOf(')')).split(' ')[3];
  assert.equal(groupOf(await readFile(`/proc/${server.pid}/stat`, 'utf8')), String(server.pid));
});

test('what was committed survives a kill -9 of PostgreSQL', async () => {
  const first = await start(dataFolder);
  await query(first, "INSERT INTO kept VALUES ('committed')");
  process.kill(first.pid, 'SIGKILL');
  assert.equal(await first.ended, 'signal SIGKILL');

  await using second = await startDisposable(dataFolder);
  assert.deepEqual(await query(second, "SELECT word FROM kept WHERE word = 'committed'"), [{ word: 'committed' }]);
});

test('a stale postmaster.pid that names a living stranger is no obstacle', async () => {
  const first = await start(dataFolder);
  process.kill(first.pid, 'SIGKILL');
  await first.ended;
  for (const path of ['cluster/postmaster.pid', '.s.PGSQL.5432.lock']) {
    const file = join(dataFolder, 'postgres', path);
    const text = await readFile(file, 'utf8');
    // PostgreSQL ignores its own parent's id but believes any other of the same user, such as this one's parent.
    await writeFile(file, text.replace(/^\d+/, String(process.ppid)));
  }
  await using second = await startDisposable(dataFolder);
  assert.deepEqual(await query(second, 'SELECT 1 AS one'), [{ one: 1 }]);
});

test('after a kill -9 of the server its PostgreSQL ends by itself, and cleanly', async () => {
  await using owner = await startScript(OWNER_SCRIPT, dataFolder);
  await killScript(owner);
  assert.ok(await waitUntilGone(Number(owner.firstLine), 20_000));
  assert.match(await readFile(join(dataFolder, 'postgres.log'), 'utf8'), /database system is shut down\n$/);
});

test('the next start comes at once after a kill -9 and never runs beside the old PostgreSQL', async () => {
  await using owner = await startScript(OWNER_SCRIPT, dataFolder);
  const orphanPid = Number(owner.firstLine);
  await killScript(owner);

  // At once, while the orphan may still be shutting down.
  await using server = await startDisposable(dataFolder);
  assert.ok(await isGone(orphanPid), 'two of them would have run on the same files');
  assert.deepEqual(await query(server, 'SELECT 1 AS one'), [{ one: 1 }]);
});

test('an orphan that the death of its server did not reach is stopped by the next start', async (t) => {
  await using owner = await startScript(OWNER_SCRIPT, dataFolder);
  const orphanPid = Number(owner.firstLine);
  // A stopped process cannot act on the signal that its parent's death sends; it does when it is continued.
  process.kill(orphanPid, 'SIGSTOP');
  t.after(async () => {
    if (!(await isGone(orphanPid))) process.kill(orphanPid, 'SIGCONT');
  });
  await killScript(owner);
  const progress: string[] = [];
  await using server = await startDisposable(dataFolder, (line) => {
    progress.push(line);
    if (line.includes(String(orphanPid))) process.kill(orphanPid, 'SIGCONT');
  });
  assert.match(progress.join('\n'), new RegExp(`Waiting for the PostgreSQL .*${orphanPid}`));
  assert.ok(await isGone(orphanPid));
  assert.deepEqual(await query(server, 'SELECT 1 AS one'), [{ one: 1 }]);
});

test('a second server on the same data is refused and told who has it', async () => {
  await using server = await startDisposable(dataFolder);
  await assert.rejects(
    start(dataFolder),
    (error: unknown) =>
      error instanceof ProvisionError &&
      error.problem === 'already_running' &&
      error.message.includes(`process ${process.pid}`),
  );
  assert.deepEqual(await query(server, 'SELECT 1 AS one'), [{ one: 1 }]);
});

test('a data folder whose path is too long for a socket works all the same', async () => {
  const longFolder = join(folder, 'long'.repeat(20), 'long'.repeat(20));
  await using server = await startDisposable(longFolder);
  assert.ok(server.connection.host.startsWith('/tmp/renderio-'));
  assert.equal((await stat(server.connection.host)).mode & 0o777, 0o700);
  assert.deepEqual(await query(server, 'SELECT 1 AS one'), [{ one: 1 }]);
  await server.stop();
  await rm(server.connection.host, { recursive: true });
});

test('a first start that was cut short leaves nothing in the way', async () => {
  const cutFolder = join(folder, 'cut');
  await mkdir(join(cutFolder, 'postgres.partial/cluster'), { recursive: true });
  await writeFile(join(cutFolder, 'postgres.partial/cluster/PG_VERSION'), '18\n');
  await using server = await startDisposable(cutFolder);
  assert.deepEqual(await query(server, 'SELECT 1 AS one'), [{ one: 1 }]);
});

test('a database made by another major version is refused, not touched', async () => {
  const versionFile = join(dataFolder, 'postgres/cluster/PG_VERSION');
  await writeFile(versionFile, '17\n');
  await assert.rejects(start(dataFolder), { problem: 'postgres_version', message: /made by PostgreSQL 17/ });
  await writeFile(versionFile, '18\n');
});

test('a start that fails says why and lets go of the folder', async () => {
  const controlFile = join(dataFolder, 'postgres/cluster/global/pg_control');
  const control = await readFile(controlFile);
  await writeFile(controlFile, control.subarray(0, 100));
  await assert.rejects(start(dataFolder), { problem: 'postgres_failed', message: /pg_control/ });
  await writeFile(controlFile, control);
  const server = await start(dataFolder);
  await server.stop();
});

function start(path: string, onProgress: (line: string) => void = () => undefined): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgres({ dataFolder: path, onProgress });
}

async function startDisposable(
  path: string,
  onProgress?: (line: string) => void,
): Promise<EmbeddedPostgres & AsyncDisposable> {
  const server = await start(path, onProgress);
  return { ...server, [Symbol.asyncDispose]: () => server.stop() };
}

async function query({ connection }: Pick<EmbeddedPostgres, 'connection'>, statement: string): Promise<unknown[]> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}
