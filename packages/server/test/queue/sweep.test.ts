// Sweeping: what runs stored without success is deleted, and nothing that anybody can see.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { after, test } from 'node:test';
import type { RunEnd } from '../../src/domain/transition.ts';
import type { Run } from '../../src/queue/claim.ts';
import { sweepRunAgain } from '../../src/queue/reap.ts';
import { createCommandRuns } from '../../src/services/command-runs.ts';
import { sweepRuns } from '../../src/services/reap-runs.ts';
import { createDiskStore } from '../../src/storage/disk-store.ts';
import type { ObjectStore } from '../../src/storage/object-store.ts';
import type { Pool } from '../../src/store/database.ts';
import { defaultLimits } from '../support/accounts.ts';
import { startTestPostgres } from '../support/database.ts';
import { storedFiles } from '../support/stored-files.ts';
import { addWorker, claimOne, endOf, endRun, letLeaseRunOut, noWake, outbox, queueCommands, reap } from './setting.ts';

const postgres = await startTestPostgres();
const dataFolder = await mkdtemp(join(tmpdir(), 'renderio-sweep-'));
after(async () => {
  await postgres.stop();
  await rm(dataFolder, { recursive: true });
});

const failed: RunEnd = { kind: 'failed', failure: { code: 'FFMPEG_FAILED', message: 'It failed.' } };

/** A worker's run that stored an output and a log and did not end yet. */
async function storeInRun(pool: Pool, storage: ObjectStore): Promise<Run> {
  await queueCommands(pool);
  const run = await claimOne(pool, await addWorker(pool));
  await storage.put(outputKeyOf(run), Readable.from([Buffer.from('an output')]));
  await storage.put(logKeyOf(run), Readable.from([Buffer.from('a log')]));
  return run;
}

const outputKeyOf = (run: Run): string => `runs/${run.id}/some-output/content`;
const logKeyOf = (run: Run): string => `logs/${run.id}/ffmpeg.log`;

async function isThere(storage: ObjectStore, key: string): Promise<boolean> {
  return (await storage.stat(key)) !== null;
}

test('objects of lost, failed and handed back runs go, those of open and finished ones stay', async () => {
  await using database = await postgres.clone();
  const { pool } = database;
  const storage = await createDiskStore({ folder: join(dataFolder, 'objects') });
  const succeeded = await storeInRun(pool, storage);
  await endRun(pool, endOf(succeeded, { kind: 'succeeded' }));
  const failing = await storeInRun(pool, storage);
  await endRun(pool, endOf(failing, failed));
  const handedBack = await storeInRun(pool, storage);
  await endRun(pool, endOf(handedBack, { kind: 'handed_back' }));
  const lost = await storeInRun(pool, storage);
  await letLeaseRunOut(pool, lost.id);
  await reap(pool);
  const open = await storeInRun(pool, storage);

  assert.equal(await sweepRuns(pool, storage), 3);
  const left = async (run: Run): Promise<boolean[]> => [
    await isThere(storage, outputKeyOf(run)),
    await isThere(storage, logKeyOf(run)),
  ];
  assert.deepEqual(await left(succeeded), [true, true]);
  assert.deepEqual(await left(failing), [false, true], 'the log of a failed command is kept for its owner');
  assert.deepEqual(await left(handedBack), [false, false]);
  assert.deepEqual(await left(lost), [false, false]);
  assert.deepEqual(await left(open), [true, true]);
  assert.equal(await sweepRuns(pool, storage), 0, 'a swept run is not swept again');
});

test('what a lost worker stores after its run was swept is swept when it gives up', async () => {
  await using database = await postgres.clone();
  const { pool } = database;
  const storage = await createDiskStore({ folder: join(dataFolder, 'late/objects') });
  const runs = createCommandRuns({ database: pool, storage, wake: noWake, outbox, defaultLimits });
  for (const giveUp of ['end', 'abandon'] as const) {
    const run = await storeInRun(pool, storage);
    await letLeaseRunOut(pool, run.id);
    await reap(pool);
    await sweepRuns(pool, storage);
    assert.deepEqual(await storedFiles(join(dataFolder, 'late')), []);

    await storage.put(outputKeyOf(run), Readable.from([Buffer.from('late')]));
    if (giveUp === 'end') await runs.end(endOf(run, { kind: 'succeeded' }));
    else await runs.abandon(run);
    assert.equal(await sweepRuns(pool, storage), 1);
    assert.deepEqual(await storedFiles(join(dataFolder, 'late')), []);
    await pool.query("update commands set ready_at = ready_at + interval '1 hour'");
  }
});

test('a run that succeeded is never swept, also when its worker did not hear of it', async () => {
  await using database = await postgres.clone();
  const { pool } = database;
  const storage = await createDiskStore({ folder: join(dataFolder, 'unheard/objects') });
  const runs = createCommandRuns({ database: pool, storage, wake: noWake, outbox, defaultLimits });
  const run = await storeInRun(pool, storage);
  const end = endOf(run, { kind: 'succeeded' });
  await runs.end(end);
  await runs.end(end);
  await sweepRunAgain(pool, run.id);
  assert.equal(await sweepRuns(pool, storage), 0);
  assert.ok(await isThere(storage, outputKeyOf(run)));
});
