// The consuming loop and its heartbeat: as much at once as there is room for, noticed at once, and stopped in good order.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, test } from 'node:test';
import { pino } from 'pino';
import type { Run } from '../../src/queue/claim.ts';
import { type Consumer, RunStopped, startConsumer } from '../../src/queue/consume.ts';
import { startHeartbeat } from '../../src/queue/heartbeat.ts';
import { createWake, startWakeListener } from '../../src/queue/wake.ts';
import { startTestPostgres, type TestDatabase } from '../support/database.ts';
import { until } from '../support/server.ts';
import {
  addWorker,
  cancelRun,
  claimOne,
  commandState,
  endOf,
  endRun,
  letLeaseRunOut,
  queueCommands,
  reap,
  runEnds,
} from './setting.ts';

const postgres = await startTestPostgres();
after(() => postgres.stop());

const limitMs = 10_000;
const log = pino({ level: 'silent' });
/** So long that a test would fail before it is over. */
const never = 3600;

/** A worker at the queue until the database is closed. */
async function startWorking(
  database: TestDatabase,
  options: {
    readonly capacity?: number;
    readonly pollMs?: number;
    readonly leaseSeconds?: number;
    readonly handle: (run: Run, signal: AbortSignal) => Promise<void>;
  },
): Promise<{ workerId: string; consumer: Consumer }> {
  const { capacity = 1, pollMs = never * 1000, leaseSeconds = never, handle } = options;
  const pool = database.openPool();
  const workerId = await addWorker(pool);
  const listener = await startWakeListener(database.connection, () => undefined);
  const heartbeat = startHeartbeat({ database: pool, workerId, leaseSeconds, log });
  const shared = { database: pool, workerId, leaseSeconds, pollMs, listener, heartbeat, log };
  const consumer = startConsumer({ ...shared, queue: 'commands', capacity, handle });
  database.closeFirst(async () => {
    await consumer.stop();
    heartbeat.stop();
    await listener.stop();
  });
  return { workerId, consumer };
}

/** A handler that holds its runs until they are stopped, and tells why they were. */
function holdRuns(): {
  readonly handle: (run: Run, signal: AbortSignal) => Promise<void>;
  readonly held: Run[];
  readonly stopped: Map<string, unknown>;
} {
  const held: Run[] = [];
  const stopped = new Map<string, unknown>();
  const handle = async (run: Run, signal: AbortSignal): Promise<void> => {
    held.push(run);
    if (!signal.aborted) await once(signal, 'abort');
    stopped.set(run.id, signal.reason);
  };
  return { handle, held, stopped };
}

async function untilHeld(held: readonly Run[], count = 1): Promise<Run> {
  return await until(limitMs, `${count} runs are held`, () =>
    Promise.resolve(held.length >= count ? (held.at(-1) ?? null) : null),
  );
}

function reasonOf(reason: unknown): string {
  return reason instanceof RunStopped ? reason.reason : String(reason);
}

test('as many run at once as there is room for, never more, until all are done', async () => {
  await using database = await postgres.clone();
  const ids = await queueCommands(database.pool, 20);
  let active = 0;
  const loads: number[] = [];
  const done: string[] = [];
  await startWorking(database, {
    capacity: 3,
    async handle(run) {
      active += 1;
      loads.push(active);
      // Each round trip of this one lets the others go on.
      await endRun(database.pool, endOf(run, { kind: 'succeeded' }));
      done.push(run.itemId);
      active -= 1;
    },
  });
  await until(limitMs, 'all are done', () => Promise.resolve(done.length === ids.length ? true : null));
  assert.deepEqual(done.toSorted(), ids);
  assert.equal(Math.max(...loads), 3);
});

test('a wake is heard long before the next poll', async () => {
  await using database = await postgres.clone();
  const { handle, held } = holdRuns();
  await startWorking(database, { handle });
  const [id] = await queueCommands(database.pool);
  createWake(database.pool)('commands');
  assert.equal((await untilHeld(held)).itemId, id);
});

test('what no wake told of is found by polling', async () => {
  await using database = await postgres.clone();
  const { handle, held } = holdRuns();
  await startWorking(database, { handle, pollMs: 50 });
  const [id] = await queueCommands(database.pool);
  assert.equal((await untilHeld(held)).itemId, id);
});

test('a place that becomes free is taken at once, without wake or poll', async () => {
  await using database = await postgres.clone();
  await queueCommands(database.pool, 5);
  const done: string[] = [];
  await startWorking(database, {
    async handle(run) {
      await endRun(database.pool, endOf(run, { kind: 'succeeded' }));
      done.push(run.id);
    },
  });
  await until(limitMs, 'all are done', () => Promise.resolve(done.length === 5 ? true : null));
});

test('stopping claims nothing more and hands back what runs', async () => {
  await using database = await postgres.clone();
  const { pool } = database;
  const [first = '', second = '', third = ''] = await queueCommands(pool, 3);
  const held: Run[] = [];
  const working = await startWorking(database, {
    capacity: 2,
    async handle(run, signal) {
      held.push(run);
      if (!signal.aborted) await once(signal, 'abort');
      assert.equal(reasonOf(signal.reason), 'draining');
      await endRun(pool, { ...endOf(run, { kind: 'handed_back' }), endedAt: run.startedAt });
    },
  });
  await untilHeld(held, 2);
  await working.consumer.stop();
  assert.equal(held.length, 2, 'a place that became free while it stopped was taken again');
  for (const id of [first, second, third]) {
    const { queue_state, starts } = await commandState(pool, id);
    assert.deepEqual([queue_state, starts], ['ready', 0]);
  }
  assert.deepEqual([await runEnds(pool, first), await runEnds(pool, third)], [['handed_back'], []]);
});

test('a heartbeat keeps a lease for much longer than it is', async () => {
  await using database = await postgres.clone();
  await queueCommands(database.pool);
  const { handle, held, stopped } = holdRuns();
  await startWorking(database, { handle, leaseSeconds: 0.6 });
  const run = await untilHeld(held);
  await until(limitMs, 'three leases have passed', async () => {
    assert.equal(await reap(database.pool), 0);
    const { rows } = await database.pool.query(
      "select 1 from runs where id = $1 and clock_timestamp() > started_at + interval '1.8 s'",
      [run.id],
    );
    return rows.length > 0 ? true : null;
  });
  assert.equal(stopped.size, 0);
});

test('a run whose lease is lost is told so, and its neighbour is not', async () => {
  await using database = await postgres.clone();
  await queueCommands(database.pool, 2);
  const { handle, held, stopped } = holdRuns();
  await startWorking(database, { handle, capacity: 2, leaseSeconds: 3 });
  await untilHeld(held, 2);
  const [lost, kept] = held;
  assert.ok(lost && kept);
  await until(limitMs, 'the run is reaped', async () => {
    // A heartbeat that comes in between is as good as if it had not been late.
    await letLeaseRunOut(database.pool, lost.id);
    return (await reap(database.pool)) > 0 ? true : null;
  });
  await until(limitMs, 'the run is stopped', () => Promise.resolve(stopped.has(lost.id) ? true : null));
  assert.equal(reasonOf(stopped.get(lost.id)), 'lease_lost');
  assert.ok(!stopped.has(kept.id));
});

test('a run that is to be cancelled hears of it by a wake, between two beats', async () => {
  await using database = await postgres.clone();
  const [id = ''] = await queueCommands(database.pool);
  const { handle, held, stopped } = holdRuns();
  await startWorking(database, { handle });
  const run = await untilHeld(held);
  await cancelRun(database.pool, id);
  createWake(database.pool)(`item:${id}`);
  await until(limitMs, 'the run is stopped', () => Promise.resolve(stopped.has(run.id) ? true : null));
  assert.equal(reasonOf(stopped.get(run.id)), 'cancelled');
});

test('a run that its worker could not end is started again when its lease is over, although the worker lives', async () => {
  await using database = await postgres.clone();
  const [id = ''] = await queueCommands(database.pool);
  const attempts: number[] = [];
  const working = await startWorking(database, {
    leaseSeconds: 0.5,
    pollMs: 50,
    async handle(run) {
      attempts.push(run.attempt);
      if (run.attempt === 1) throw new Error('Its end could not be written.');
      await endRun(database.pool, endOf(run, { kind: 'succeeded' }));
    },
  });
  await until(limitMs, 'the run is reaped', async () => ((await reap(database.pool)) > 0 ? true : null));
  await until(limitMs, 'it has succeeded', async () =>
    (await commandState(database.pool, id)).status === 'SUCCESS' ? true : null,
  );
  assert.deepEqual(attempts, [1, 2]);

  // The same for a claim whose answer never came: the database has the run, the worker does not know of it.
  await working.consumer.stop();
  const [unheard = ''] = await queueCommands(database.pool);
  await claimOne(database.pool, working.workerId, 0.5);
  await until(limitMs, 'the run is reaped', async () => ((await reap(database.pool)) > 0 ? true : null));
  assert.deepEqual(await runEnds(database.pool, unheard), ['lost']);
});

test('while the database is away claiming goes on trying, and what was queued before and after is done', async () => {
  await using database = await postgres.clone();
  const done: string[] = [];
  await startWorking(database, {
    pollMs: 50,
    async handle(run) {
      await endRun(database.pool, endOf(run, { kind: 'succeeded' }));
      done.push(run.itemId);
    },
  });
  const [before = ''] = await queueCommands(database.pool);
  await until(limitMs, 'the first is done', () => Promise.resolve(done.includes(before) ? true : null));
  await postgres.kill();
  await assert.rejects(database.pool.query('select 1'));
  await postgres.start();
  const [afterwards = ''] = await queueCommands(database.pool);
  await until(limitMs, 'the second is done', () => Promise.resolve(done.includes(afterwards) ? true : null));
  assert.deepEqual(done, [before, afterwards]);
});

test('a worker that cannot reach the database for a whole lease gives its runs up', async () => {
  await using database = await postgres.clone();
  await queueCommands(database.pool);
  const { handle, held, stopped } = holdRuns();
  await startWorking(database, { handle, leaseSeconds: 1 });
  const run = await untilHeld(held);
  await postgres.kill();
  try {
    await until(limitMs, 'the run is stopped', () => Promise.resolve(stopped.has(run.id) ? true : null));
    assert.equal(reasonOf(stopped.get(run.id)), 'lease_lost');
  } finally {
    await postgres.start();
  }
});
