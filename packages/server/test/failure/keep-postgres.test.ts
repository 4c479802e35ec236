// The embedded PostgreSQL under a server: killed it comes back, stopped it stays away, whatever it was just doing.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { keepEmbeddedPostgres } from '../../src/provision/keep-postgres.ts';
import { openPool } from '../../src/store/database.ts';
import { waitUntilNoneIsLeft } from '../support/processes.ts';
import { until } from '../support/server.ts';
import { makeInstallation } from './setting.ts';

async function readPostmaster(dataFolder: string): Promise<{ pid: number; isReady: boolean }> {
  const text = await readFile(join(dataFolder, 'postgres/cluster/postmaster.pid'), 'utf8').catch(() => '');
  const lines = text.split('\n');
  return { pid: Number.parseInt(lines[0] ?? '', 10), isReady: lines[7]?.trim() === 'ready' };
}

test('PostgreSQL that was killed comes back at the same place, and its owner hears why', async () => {
  await using installation = await makeInstallation();
  const { dataFolder } = installation;
  const restarts: string[] = [];
  const postgres = await keepEmbeddedPostgres({
    dataFolder,
    onProgress: () => undefined,
    onRestart: (why) => restarts.push(why),
  });
  const pool = openPool({ ...postgres.connection }, () => undefined);
  try {
    await pool.query('create table kept as select 1 as one');
    const { pid } = await readPostmaster(dataFolder);
    process.kill(pid, 'SIGKILL');
    await until(30_000, 'it answers again', async () =>
      (await pool.query('select one from kept').catch(() => null)) !== null &&
      (await readPostmaster(dataFolder)).pid !== pid
        ? true
        : null,
    );
    assert.equal(restarts.length, 1);
    assert.match(restarts[0] ?? '', /SIGKILL/);
  } finally {
    await pool.end();
    await postgres.stop();
  }
});

test('stopping while it is being started again stops that one too', { timeout: 60_000 }, async () => {
  await using installation = await makeInstallation();
  const { dataFolder, mark } = installation;
  const postgres = await keepEmbeddedPostgres({ dataFolder, onProgress: () => undefined, onRestart: () => undefined });
  const { pid } = await readPostmaster(dataFolder);
  process.kill(pid, 'SIGKILL');
  // The moment between its first sign of life and its being ready is short.
  let next = await readPostmaster(dataFolder);
  while (Number.isNaN(next.pid) || next.pid === pid) {
    await nextTurn();
    next = await readPostmaster(dataFolder);
  }
  await postgres.stop();
  await waitUntilNoneIsLeft(1_000, { folder: dataFolder, word: mark });
});

test('stopping before it is started again stops at once', { timeout: 60_000 }, async () => {
  await using installation = await makeInstallation();
  const { dataFolder, mark } = installation;
  const restarting = Promise.withResolvers<string>();
  const postgres = await keepEmbeddedPostgres({
    dataFolder,
    onProgress: () => undefined,
    onRestart: restarting.resolve,
  });
  process.kill((await readPostmaster(dataFolder)).pid, 'SIGKILL');
  await restarting.promise;
  await postgres.stop();
  await waitUntilNoneIsLeft(5_000, { folder: dataFolder, word: mark });
});
