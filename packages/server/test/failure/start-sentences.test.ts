// What an operator reads when the server cannot start: one clear sentence with the remedy, an exit code, and no stack.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { migrate } from '../../src/store/migrate.ts';
import { startTestPostgres } from '../support/database.ts';
import { spawnServer, startServerProcess } from '../support/server-process.ts';
import { makeInstallation } from './setting.ts';

const postgres = await startTestPostgres();
const dataFolder = await mkdtemp(join(tmpdir(), 'renderio-sentences-'));
after(async () => {
  await postgres.stop();
  await rm(dataFolder, { recursive: true });
});

interface Refusal {
  readonly settings: Readonly<Record<string, string>>;
  readonly prefix?: readonly string[];
  /** The thing that is wrong, and what to do about it. */
  readonly says: readonly RegExp[];
}

async function assertRefuses({ settings, prefix = [], says }: Refusal): Promise<void> {
  await using server = spawnServer({ RENDERIO_DATA: dataFolder, RENDERIO_PORT: '0', ...settings }, { prefix });
  const code = await server.ended;
  const said = server.said();
  assert.equal(code, 1, said);
  for (const sentence of says) assert.match(said, sentence);
  assert.doesNotMatch(said, /^\s+at /m, 'a stack trace is for bugs');
  assert.doesNotMatch(said, /renderio is up/);
}

test('settings that are unknown or wrong are all named at once', async () => {
  await assertRefuses({
    settings: { RENDERIO_PROT: '1', RENDERIO_PORT: 'eighty', RENDERIO_ROLE: 'boss', FFMPEG_PATH: '/bin/ffmpeg' },
    says: [
      /RENDERIO_PROT is not a setting/,
      /RENDERIO_PORT is a whole number/,
      /RENDERIO_ROLE is one of all, api, worker, migrate/,
      /FFMPEG_PATH and FFPROBE_PATH go together/,
    ],
  });
});

test('a port that is taken is named, before anything is started', async () => {
  const stranger = createServer().listen(0, '127.0.0.1');
  await once(stranger, 'listening');
  const port = String((stranger.address() as AddressInfo).port);
  try {
    await assertRefuses({
      settings: { RENDERIO_PORT: port },
      says: [new RegExp(`Port ${port} on 127\\.0\\.0\\.1 is taken`), /RENDERIO_PORT=/],
    });
  } finally {
    stranger.close();
    await once(stranger, 'close');
  }
});

test('an address that is not of this machine is named', async () => {
  await assertRefuses({
    settings: { RENDERIO_HOST: '192.0.2.1', RENDERIO_PORT: '8080' },
    says: [/192\.0\.2\.1 is not an address of this machine: correct RENDERIO_HOST/],
  });
});

test('a PostgreSQL that does not answer is told from one that refuses the password', async () => {
  await assertRefuses({
    settings: { DATABASE_URL: 'postgres://someone:secret@127.0.0.1:1/renderio' },
    says: [/The PostgreSQL of DATABASE_URL cannot be used \(.*ECONNREFUSED/, /check that it runs/],
  });
  await using database = await postgres.clone();
  await assertRefuses({
    settings: { DATABASE_URL: database.url.replace(/:[^:@/]+@/, ':wrong@') },
    says: [/The PostgreSQL of DATABASE_URL cannot be used \(.*password/],
  });
});

test('a database of a newer version is left to that version', async () => {
  await using database = await postgres.clone();
  await database.pool.query("insert into migrations (name) values ('9999-of-tomorrow.sql')");
  await assertRefuses({
    settings: { DATABASE_URL: database.url },
    says: [/made by a newer renderio \(it has 9999-of-tomorrow\.sql\); start that version/],
  });
});

test('an FFmpeg that cannot be run is named', async () => {
  await using database = await postgres.clone();
  const path = join(dataFolder, 'no-ffmpeg');
  await writeFile(path, '#!/bin/sh\nexit 3\n');
  await chmod(path, 0o755);
  for (const wrong of [path, '/nowhere/ffmpeg']) {
    await assertRefuses({
      settings: { DATABASE_URL: database.url, FFMPEG_PATH: wrong, FFPROBE_PATH: wrong },
      says: [new RegExp(`${wrong} .*correct FFMPEG_PATH`)],
    });
  }
});

test('a data folder that cannot be written to is named', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'renderio-read-only-'));
  try {
    // Root may write everywhere, but not to a disk that is mounted read-only.
    const mount = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"';
    await assertRefuses({
      settings: { RENDERIO_DATA: join(folder, 'data') },
      prefix: ['unshare', '--user', '--map-root-user', '--mount', 'sh', '-c', mount, folder],
      says: [new RegExp(`${folder}.*read-only`), /another folder/],
    });
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a data folder that is a file is named', async () => {
  const file = join(dataFolder, 'a-file');
  await writeFile(file, '');
  await assertRefuses({ settings: { RENDERIO_DATA: file }, says: [/a-file is not a folder/] });
});

test('a second server on the same folder is told who has it, and the first goes on', async () => {
  await using installation = await makeInstallation();
  await using first = await startServerProcess({ RENDERIO_DATA: installation.dataFolder });
  await assertRefuses({
    settings: { RENDERIO_DATA: installation.dataFolder },
    says: [new RegExp(`A server is already running on ${installation.dataFolder} \\(process ${first.pid}\\)`)],
  });
  const url = /^ {2}URL +(\S+)$/m.exec(first.said())?.[1] ?? '';
  assert.equal((await fetch(`${url}/ready`)).status, 200);
});

test('--help names every setting and starts nothing', async () => {
  await using server = spawnServer({}, { args: ['--help'] });
  assert.equal(await server.ended, 0);
  for (const name of ['RENDERIO_PORT', 'RENDERIO_DATA', 'DATABASE_URL', 'FFMPEG_PATH']) {
    assert.match(server.said(), new RegExp(`^ {2}${name} +\\S`, 'm'));
  }
});

test('the role migrate brings the database up to date and ends, as often as it is asked', async () => {
  await using database = await postgres.createEmpty();
  const settings = { DATABASE_URL: database.url, RENDERIO_ROLE: 'migrate', RENDERIO_DATA: dataFolder };
  for (let turn = 1; turn <= 2; turn += 1) {
    await using server = spawnServer(settings);
    assert.equal(await server.ended, 0, server.said());
    assert.match(server.said(), /The database is up to date\.\n$/);
  }
  assert.deepEqual(await migrate(database.pool), { applied: [], wallMissing: null });
});
