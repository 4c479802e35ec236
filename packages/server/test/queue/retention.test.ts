// What has been kept for long enough goes, with all that is about it, in bounded looks; everything else stays.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { after, test } from 'node:test';
import { firstIdAt } from '../../src/domain/id.ts';
import type { Retention } from '../../src/domain/retention.ts';
import { createRetentionSweep } from '../../src/services/retention.ts';
import { createDiskStore } from '../../src/storage/disk-store.ts';
import type { ObjectStore } from '../../src/storage/object-store.ts';
import type { Pool } from '../../src/store/database.ts';
import { startTestPostgres } from '../support/database.ts';
import { addWorker, claimOne, endOf, endRun, makeId, outputOf, queueCommands } from './setting.ts';

const postgres = await startTestPostgres();
const dataFolder = await mkdtemp(join(tmpdir(), 'renderio-retention-'));
const storage = await createDiskStore({ folder: join(dataFolder, 'objects') });
after(async () => {
  await postgres.stop();
  await rm(dataFolder, { recursive: true });
});

const forEver: Retention = { deliveriesDays: 0, logsDays: 0, commandsDays: 0 };
const nothing = { deliveries: 0, logs: 0, commands: 0 };
const tables = ['commands', 'files', 'runs', 'deliveries', 'delivery_attempts'] as const;

interface Made {
  readonly commandId: string;
  readonly logKey: string;
  readonly deliveryId: string;
}

/** A command of so many days ago that succeeded with an output, a log, and a delivery that was tried once. */
async function makeEnded(pool: Pool, daysAgo: number, deliveryState: 'done' | 'ready' = 'done'): Promise<Made> {
  const workerId = await addWorker(pool);
  await queueCommands(pool);
  const run = await claimOne(pool, workerId);
  const logKey = `logs/${run.id}/ffmpeg.log`;
  await storage.put(logKey, Readable.from([Buffer.from('a log')]));
  await endRun(pool, { ...endOf(run, { kind: 'succeeded' }, [await outputOf(pool, run)]), logKey });
  const deliveryId = makeId();
  await pool.query(
    `insert into deliveries (id, account_id, command_id, url, receiver, body)
     select $1, account_id, id, 'http://example.com/', 'example.com', 'x' from commands where id = $2`,
    [deliveryId, run.itemId],
  );
  await pool.query(
    `with run as (
       insert into runs (queue, item_id, attempt, worker_id, lease_until, ended_at, end_kind, account_id)
       select 'deliveries', id, 1, $2, now(), now(), 'succeeded', account_id from deliveries where id = $1 returning id)
     insert into delivery_attempts (run_id, delivery_id, started_at, seconds) select id, $1, now(), 1 from run`,
    [deliveryId, workerId],
  );
  if (deliveryState === 'done') {
    await pool.query(
      `update deliveries set status = 'DELIVERED', queue_state = 'done', ended_at = now() - make_interval(days => $2) where id = $1`,
      [deliveryId, daysAgo],
    );
  }
  return await age(pool, { commandId: run.itemId, logKey, deliveryId }, daysAgo);
}

/** Gives rows the ids and times that they would have had. */
async function age(pool: Pool, made: Made, daysAgo: number): Promise<Made> {
  const idOf = (id: string): string => firstIdAt(Date.now() - daysAgo * 86_400_000).slice(0, 14) + id.slice(14);
  const commandId = idOf(made.commandId);
  const deliveryId = idOf(made.deliveryId);
  const client = await pool.connect();
  try {
    // Replication's way of changing rows: without the triggers that hold references.
    await client.query(`set session_replication_role = 'replica'`);
    await client.query(
      'update commands set id = $2, completed_at = completed_at - make_interval(days => $3) where id = $1',
      [made.commandId, commandId, daysAgo],
    );
    await client.query('update files set command_id = $2 where command_id = $1', [made.commandId, commandId]);
    await client.query('update deliveries set command_id = $2, id = $4 where command_id = $1 and id = $3', [
      made.commandId,
      commandId,
      made.deliveryId,
      deliveryId,
    ]);
    await client.query('update delivery_attempts set delivery_id = $2 where delivery_id = $1', [
      made.deliveryId,
      deliveryId,
    ]);
    for (const [from, to] of [
      [made.commandId, commandId],
      [made.deliveryId, deliveryId],
    ]) {
      await client.query('update runs set item_id = $2 where item_id = $1', [from, to]);
    }
    await client.query('reset session_replication_role');
  } finally {
    client.release();
  }
  return { ...made, commandId, deliveryId };
}

async function countRows(pool: Pool): Promise<Record<(typeof tables)[number], number>> {
  const counts = await Promise.all(
    tables.map(async (table) => {
      const { rows } = await pool.query<{ count: number }>(`select count(*)::int as count from ${table}`);
      return [table, rows[0]?.count ?? 0] as const;
    }),
  );
  return Object.fromEntries(counts) as Record<(typeof tables)[number], number>;
}

async function isThere(store: ObjectStore, key: string): Promise<boolean> {
  return (await store.stat(key)) !== null;
}

test('without an age nothing is ever deleted', async () => {
  await using database = await postgres.clone();
  const { pool } = database;
  await makeEnded(pool, 4000);
  const before = await countRows(pool);
  assert.deepEqual(await createRetentionSweep({ database: pool, storage }, forEver)(), nothing);
  assert.deepEqual(await countRows(pool), before);
});

test('deliveries of long ago go with their attempts and runs, and their commands stay', async () => {
  await using database = await postgres.clone();
  const { pool } = database;
  const old = await makeEnded(pool, 31);
  const young = await makeEnded(pool, 29);
  const waiting = await makeEnded(pool, 31, 'ready');
  const sweep = createRetentionSweep({ database: pool, storage }, { ...forEver, deliveriesDays: 30 });
  assert.deepEqual(await sweep(), { ...nothing, deliveries: 1 });
  assert.deepEqual(await sweep(), nothing);
  assert.deepEqual(await countRows(pool), { commands: 3, files: 3, runs: 5, deliveries: 2, delivery_attempts: 2 });
  const { rows } = await pool.query<{ id: string }>('select id from deliveries order by id');
  assert.deepEqual(rows.map(({ id }) => id).sort(), [young.deliveryId, waiting.deliveryId].sort());
  assert.equal(await isThere(storage, old.logKey), true);
});

test('logs of long ago go, and their commands stay', async () => {
  await using database = await postgres.clone();
  const { pool } = database;
  const old = await makeEnded(pool, 31);
  const young = await makeEnded(pool, 29);
  const sweep = createRetentionSweep({ database: pool, storage }, { ...forEver, logsDays: 30 });
  assert.deepEqual(await sweep(), { ...nothing, logs: 1 });
  assert.deepEqual(await sweep(), nothing);
  assert.deepEqual([await isThere(storage, old.logKey), await isThere(storage, young.logKey)], [false, true]);
  const { rows } = await pool.query<{ id: string }>('select id from commands where log_key is not null');
  assert.deepEqual(rows, [{ id: young.commandId }]);
});

test('commands of long ago go with log, runs and deliveries, their outputs stay, and who is still to be told keeps them', async () => {
  await using database = await postgres.clone();
  const { pool } = database;
  const old = await makeEnded(pool, 31);
  const retried = await makeEnded(pool, 29);
  const waiting = await makeEnded(pool, 31, 'ready');
  await pool.query('update commands set retry_of = $2 where id = $1', [retried.commandId, old.commandId]);
  const sweep = createRetentionSweep({ database: pool, storage }, { ...forEver, commandsDays: 30 });
  assert.deepEqual(await sweep(), { ...nothing, commands: 1 });
  assert.deepEqual(await sweep(), nothing);
  assert.deepEqual(await countRows(pool), { commands: 2, files: 3, runs: 4, deliveries: 2, delivery_attempts: 2 });
  assert.equal(await isThere(storage, old.logKey), false);
  const { rows } = await pool.query<{ id: string; retry_of: string | null }>('select id, retry_of from commands');
  assert.deepEqual(rows.map(({ id }) => id).sort(), [retried.commandId, waiting.commandId].sort());
  assert.ok(rows.every(({ retry_of }) => retry_of === null));
});

test('however much is due, a look takes a bounded part of it, and several workers share it out', async () => {
  await using database = await postgres.clone();
  const { pool } = database;
  const { commandId } = await makeEnded(pool, 31);
  await pool.query(
    `insert into deliveries (id, account_id, command_id, receiver, body, status, queue_state, ended_at)
     select overlay(gen_random_uuid()::text placing left(c.id::text, 14) from 1 for 14)::uuid, c.account_id, c.id, 'x', 'x',
            'DELIVERED', 'done', now() - interval '31 days'
       from commands c, generate_series(1, 1200) where c.id = $1`,
    [commandId],
  );
  const sweeps = [1, 2].map(() =>
    createRetentionSweep({ database: pool, storage }, { ...forEver, deliveriesDays: 30 }),
  );
  const first = await Promise.all(sweeps.map((sweep) => sweep()));
  assert.deepEqual(
    first.map(({ deliveries }) => deliveries),
    [500, 500],
  );
  assert.deepEqual(await sweeps[0]?.(), { ...nothing, deliveries: 201 });
});
