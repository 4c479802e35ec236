// Claiming: each ready command goes to one worker, oldest first, and its row says what happened.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { timelineEntry } from '@renderio/contract';
import { claimRuns } from '../../src/queue/claim.ts';
import { startTestPostgres } from '../support/database.ts';
import {
  addWorker,
  claimOne,
  commandState,
  endOf,
  endRun,
  letLeaseRunOut,
  outputOf,
  queueCommands,
  reap,
} from './setting.ts';
import { assertContiguous } from './timeline.ts';

const postgres = await startTestPostgres();
after(() => postgres.stop());

test('eight workers that claim at once get each of 1,000 commands exactly once', async () => {
  await using database = await postgres.clone();
  const ids = await queueCommands(database.pool, 1000);
  const workers = await Promise.all(
    Array.from({ length: 8 }, async () => {
      const pool = database.openPool({ max: 1 });
      return { pool, id: await addWorker(pool) };
    }),
  );
  const claimed = await Promise.all(
    workers.map(async ({ pool, id }) => {
      const mine: string[] = [];
      for (let size = 1; ; size = (size % 7) + 1) {
        const runs = await claimRuns(pool, 'commands', id, size, 60);
        if (runs.length === 0) return mine;
        mine.push(...runs.map((run) => run.itemId));
      }
    }),
  );
  assert.deepEqual(claimed.flat().sort(), ids);
  for (const mine of claimed)
    assert.deepEqual(mine, mine.toSorted(), 'a worker got a later command before an earlier one');
  assert.ok(claimed.filter((mine) => mine.length > 0).length > 1, 'one worker took them all: nothing was at once');
  const { rows } = await database.pool.query(
    'select count(*)::int as runs, count(distinct item_id)::int as items from runs where ended_at is null',
  );
  assert.deepEqual(rows, [{ runs: 1000, items: 1000 }]);
});

test('the oldest come first, those ready at the same moment by their ids, and never more than were asked for', async () => {
  await using database = await postgres.clone();
  const { pool } = database;
  const [a = '', b = '', c = '', d = ''] = await queueCommands(pool, 4);
  await pool.query("update commands set ready_at = ready_at - interval '1 minute' where id = any($1)", [[c, b]]);
  const workerId = await addWorker(pool);
  const first = await claimRuns(pool, 'commands', workerId, 3, 60);
  assert.deepEqual(
    first.map((run) => run.itemId),
    [b, c, a],
  );
  const rest = await claimRuns(pool, 'commands', workerId, 3, 60);
  assert.deepEqual(
    rest.map((run) => run.itemId),
    [d],
  );
});

test('eight workers that claim at once never take more of an account than it may have running', async () => {
  await using database = await postgres.clone();
  const { pool } = database;
  const limited = await queueCommands(pool, 40);
  const free = await queueCommands(pool, 40);
  await pool.query(
    `update accounts set own_limits = '{"running_commands": 3}' where id = (select account_id from commands where id = $1)`,
    [limited[0]],
  );
  const workers = await Promise.all(Array.from({ length: 8 }, () => addWorker(pool)));
  const claimed = (await Promise.all(workers.map((id) => claimRuns(pool, 'commands', id, 6, 60, 20)))).flat();
  const taken = (ids: readonly string[]): number => claimed.filter((run) => ids.includes(run.itemId)).length;
  assert.deepEqual([taken(limited), taken(free)], [3, 20], 'its own limit, and that of all others');
  // What ends makes room for the next, and for no more.
  const [ended] = claimed.filter((run) => limited.includes(run.itemId));
  assert.ok(ended);
  await endRun(pool, endOf(ended, { kind: 'succeeded' }));
  const next = await claimRuns(pool, 'commands', workers[0] ?? '', 6, 60, 20);
  assert.deepEqual(
    next.map((run) => limited.includes(run.itemId)),
    [true],
  );
});

test('an account with few commands does not wait for one with many', async () => {
  await using database = await postgres.clone();
  const { pool } = database;
  await queueCommands(pool, 100);
  const [few = ''] = await queueCommands(pool, 1);
  const runs = await claimRuns(pool, 'commands', await addWorker(pool), 2, 60);
  assert.ok(runs.some((run) => run.itemId === few));
});

test('a command that is to wait is not claimed before its time', async () => {
  await using database = await postgres.clone();
  const { pool } = database;
  const [id] = await queueCommands(pool);
  const workerId = await addWorker(pool);
  await pool.query("update commands set ready_at = clock_timestamp() + interval '1 hour'");
  assert.deepEqual(await claimRuns(pool, 'commands', workerId, 5, 60), []);
  await pool.query('update commands set ready_at = clock_timestamp()');
  assert.equal((await claimOne(pool, workerId)).itemId, id);
});

test('a claim is written into the command and its run', async () => {
  await using database = await postgres.clone();
  const { pool } = database;
  const [id = ''] = await queueCommands(pool);
  const workerId = await addWorker(pool);
  const run = await claimOne(pool, workerId, 30);
  assert.deepEqual(
    { queue: run.queue, itemId: run.itemId, attempt: run.attempt },
    { queue: 'commands', itemId: id, attempt: 1 },
  );

  const command = await commandState(pool, id);
  assert.equal(command.status, 'PROCESSING');
  assert.equal(command.queue_state, 'running');
  assert.equal(command.starts, 1);
  assert.deepEqual(command.started_at, run.startedAt);
  assert.deepEqual(
    command.timeline.map(({ phase }) => phase),
    ['accepted', 'queued'],
  );
  for (const entry of command.timeline) assert.deepEqual(timelineEntry.strict().parse(entry), entry);
  assertContiguous(command.created_at, command.timeline, run.startedAt);

  const { rows } = await pool.query(
    'select id, worker_id, attempt, ended_at, extract(epoch from lease_until - started_at)::int as lease from runs',
  );
  assert.deepEqual(rows, [{ id: run.id, worker_id: workerId, attempt: 1, ended_at: null, lease: 30 }]);
});

test('the phases of a command that was started three times name their attempt, leave no gap and add up', async () => {
  await using database = await postgres.clone();
  const { pool } = database;
  const [id = ''] = await queueCommands(pool);
  const workerId = await addWorker(pool);

  const first = await claimOne(pool, workerId);
  await letLeaseRunOut(pool, first.id);
  assert.equal(await reap(pool), 1);
  const second = await claimOne(pool, workerId);
  await letLeaseRunOut(pool, second.id);
  assert.equal(await reap(pool), 1);
  // After the second loss it waits a while, which is not what is tested here.
  await pool.query('update commands set ready_at = queued_at');
  const third = await claimOne(pool, workerId);
  assert.deepEqual([first.attempt, second.attempt, third.attempt], [1, 2, 3]);
  const { startedAt } = third;
  const end = endOf(third, { kind: 'succeeded' }, [await outputOf(pool, third)]);
  assert.equal(await endRun(pool, end), true);

  const command = await commandState(pool, id);
  assert.equal(command.status, 'SUCCESS');
  assert.deepEqual(command.started_at, first.startedAt, 'started_at is that of the first start');
  assert.deepEqual(
    command.timeline.map(({ phase, attempt }) => [phase, attempt]),
    [
      ['accepted', undefined],
      ['queued', undefined],
      ['running', undefined],
      ['queued', 2],
      ['running', 2],
      ['queued', 3],
      ['running', 3],
    ],
  );
  for (const entry of command.timeline) assert.deepEqual(timelineEntry.strict().parse(entry), entry);
  assert.deepEqual(command.completed_at, new Date(startedAt.getTime() + 250));
  assertContiguous(command.created_at, command.timeline, command.completed_at);
});
