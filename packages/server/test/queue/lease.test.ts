// Leases and fencing: a run is held, lost and ended by exactly one, and what comes late changes nothing.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { claimRuns } from '../../src/queue/claim.ts';
import { closeRun, renewLeases } from '../../src/queue/lease.ts';
import { inTransaction, type Pool } from '../../src/store/database.ts';
import { startTestPostgres } from '../support/database.ts';
import {
  addWorker,
  cancelRun,
  claimOne,
  commandState,
  endOf,
  endRun,
  letLeaseRunOut,
  outputOf,
  queueCommands,
  reap,
  runEnds,
} from './setting.ts';

const postgres = await startTestPostgres();
after(() => postgres.stop());

test('renewing prolongs the runs a worker is at and still holds, and no others', async () => {
  await using database = await postgres.clone();
  const { pool } = database;
  await queueCommands(pool, 5);
  const workerId = await addWorker(pool);
  const otherId = await addWorker(pool);
  const [held, ended, unseen] = await claimRuns(pool, 'commands', workerId, 3, 1);
  const [foreign] = await claimRuns(pool, 'commands', otherId, 1, 1);
  assert.ok(held && ended && unseen && foreign);
  await closeRun(pool, ended.id, 'handed_back');
  const renewed = await renewLeases(pool, workerId, [held.id, ended.id, foreign.id], 600);
  assert.deepEqual([...renewed], [[held.id, { isCancelled: false }]]);
  const { rows } = await pool.query<{ id: string }>(
    "select id from runs where lease_until > clock_timestamp() + interval '1 minute'",
  );
  assert.deepEqual(rows, [{ id: held.id }], 'the lease of a run that its worker lost sight of must run out');
});

test('renewing tells which runs are to be cancelled, and that the worker lives', async () => {
  await using database = await postgres.clone();
  const { pool } = database;
  await queueCommands(pool, 2);
  const workerId = await addWorker(pool);
  const [first, second] = await claimRuns(pool, 'commands', workerId, 2, 60);
  assert.ok(first && second);
  await cancelRun(pool, second.itemId);
  await pool.query("update workers set seen_at = seen_at - interval '1 hour'");
  const renewed = await renewLeases(pool, workerId, [first.id, second.id], 60);
  assert.deepEqual(renewed.get(first.id), { isCancelled: false });
  assert.deepEqual(renewed.get(second.id), { isCancelled: true });
  const { rows } = await pool.query("select 1 from workers where seen_at > clock_timestamp() - interval '1 minute'");
  assert.equal(rows.length, 1);
});

test('a run is closed once, however many try at the same time', async () => {
  await using database = await postgres.clone();
  const { pool } = database;
  await queueCommands(pool);
  const run = await claimOne(pool, await addWorker(pool));
  const closings = await Promise.all(Array.from({ length: 8 }, () => closeRun(pool, run.id, 'succeeded')));
  assert.deepEqual(closings.toSorted(), ['closed', ...Array.from({ length: 7 }, () => 'closed_before')]);
});

test('a worker whose run was reaped cannot end its command, neither as success nor as failure', async () => {
  await using database = await postgres.clone();
  const { pool } = database;
  const [id = ''] = await queueCommands(pool);
  const run = await claimOne(pool, await addWorker(pool));
  await letLeaseRunOut(pool, run.id);
  assert.equal(await reap(pool), 1);
  const before = await everything(pool);

  assert.equal(await endRun(pool, endOf(run, { kind: 'succeeded' }, [await outputOf(pool, run)])), false);
  const failure = { code: 'FFMPEG_FAILED', message: 'It failed.' } as const;
  assert.equal(await endRun(pool, endOf(run, { kind: 'failed', failure })), false);
  assert.equal(await endRun(pool, endOf(run, { kind: 'handed_back' })), false);
  assert.deepEqual(await everything(pool), before);

  // Nor while another worker is at it, nor after that one has ended it.
  const next = await claimOne(pool, await addWorker(pool));
  assert.equal(await endRun(pool, endOf(run, { kind: 'succeeded' }, [await outputOf(pool, run)])), false);
  const output = await outputOf(pool, next);
  assert.equal(await endRun(pool, endOf(next, { kind: 'succeeded' }, [output])), true);
  const done = await everything(pool);
  assert.equal(await endRun(pool, endOf(run, { kind: 'failed', failure })), false);
  assert.deepEqual(await everything(pool), done);
  assert.deepEqual(
    done.files.map((file) => file['id']),
    [output.id],
  );
  assert.deepEqual(await runEnds(pool, id), ['lost', 'succeeded']);
});

test('ending a run a second time, as after a lost acknowledgement, changes nothing', async () => {
  await using database = await postgres.clone();
  const { pool } = database;
  await queueCommands(pool);
  const run = await claimOne(pool, await addWorker(pool));
  const end = endOf(run, { kind: 'succeeded' }, [await outputOf(pool, run)]);
  const answers = await Promise.all([endRun(pool, end), endRun(pool, end)]);
  assert.deepEqual(answers.toSorted(), [false, true]);
  const done = await everything(pool);
  assert.equal(await endRun(pool, end), false);
  assert.deepEqual(await everything(pool), done);
  assert.equal(done.files.length, 1);
});

test('reapers that look at once end each lost run once', async () => {
  await using database = await postgres.clone();
  const { pool } = database;
  const ids = await queueCommands(pool, 30);
  await claimRuns(pool, 'commands', await addWorker(pool), 30, 60);
  await pool.query("update runs set lease_until = clock_timestamp() - interval '1 second'");
  const reapers = [database.openPool({ max: 1 }), database.openPool({ max: 1 }), database.openPool({ max: 1 })];
  const reaped = await Promise.all(reapers.map((reaper) => reap(reaper)));
  assert.equal(
    reaped.reduce((sum, count) => sum + count),
    30,
  );
  for (const id of ids) {
    const { queue_state, starts, timeline } = await commandState(pool, id);
    assert.deepEqual([queue_state, starts, timeline.length], ['ready', 1, 3]);
  }
});

test('a run whose reaper is at work cannot be ended by its late worker in between', async () => {
  await using database = await postgres.clone();
  const { pool } = database;
  const [id = ''] = await queueCommands(pool);
  const run = await claimOne(pool, await addWorker(pool));
  const late = await inTransaction(pool, async (transaction) => {
    assert.equal(await closeRun(transaction, run.id, 'lost'), 'closed');
    // It waits for this transaction to end, and then finds the run closed.
    return { end: endRun(pool, endOf(run, { kind: 'succeeded' }, [await outputOf(pool, run)])) };
  });
  assert.equal(await late.end, false);
  assert.equal((await commandState(pool, id)).queue_state, 'running');
});

test('a lease that still holds is not reaped', async () => {
  await using database = await postgres.clone();
  const { pool } = database;
  await queueCommands(pool);
  await claimOne(pool, await addWorker(pool));
  assert.equal(await reap(pool), 0);
});

test('a command that lost its worker stays PROCESSING outside and waits longer each time', async () => {
  await using database = await postgres.clone();
  const { pool } = database;
  const [id = ''] = await queueCommands(pool);
  const workerId = await addWorker(pool);
  for (const [starts, delaySeconds] of [
    [1, 0],
    [2, 5],
  ] as const) {
    await letLeaseRunOut(pool, (await claimOne(pool, workerId)).id);
    const woken: string[] = [];
    assert.equal(await reap(pool, (subject) => woken.push(subject)), 1);
    assert.ok(woken.includes('commands'));
    const command = await commandState(pool, id);
    assert.deepEqual([command.status, command.queue_state, command.starts], ['PROCESSING', 'ready', starts]);
    assert.equal(command.ready_at.getTime() - command.queued_at.getTime(), delaySeconds * 1000);
    assert.equal(command.completed_at, null);
    await pool.query('update commands set ready_at = queued_at');
  }
});

test('a command that lost three workers ends with WORKER_LOST', async () => {
  await using database = await postgres.clone();
  const { pool } = database;
  const [id = ''] = await queueCommands(pool);
  const workerId = await addWorker(pool);
  for (let start = 1; start <= 3; start += 1) {
    await letLeaseRunOut(pool, (await claimOne(pool, workerId)).id);
    assert.equal(await reap(pool), 1);
    await pool.query("update commands set ready_at = queued_at where queue_state = 'ready'");
  }
  const command = await commandState(pool, id);
  assert.deepEqual([command.status, command.queue_state, command.error_code], ['FAILED', 'done', 'WORKER_LOST']);
  assert.match(command.error_message ?? '', /started 3 times/);
  assert.ok(command.completed_at);
  assert.deepEqual(await runEnds(pool, id), ['lost', 'lost', 'lost']);
  assert.deepEqual(await claimRuns(pool, 'commands', workerId, 1, 60), []);
});

test('a command that is handed back is ready at once, with its start given back', async () => {
  await using database = await postgres.clone();
  const { pool } = database;
  const [id = ''] = await queueCommands(pool);
  const workerId = await addWorker(pool);
  for (let turn = 1; turn <= 5; turn += 1) {
    const run = await claimOne(pool, workerId);
    assert.equal(run.attempt, 1);
    const end = { ...endOf(run, { kind: 'handed_back' }), endedAt: run.startedAt };
    assert.equal(await endRun(pool, end), true);
    const { status, queue_state, starts } = await commandState(pool, id);
    assert.deepEqual([status, queue_state, starts], ['PROCESSING', 'ready', 0]);
  }
});

test('a wish to cancel outlives the worker that was to hear of it', async () => {
  await using database = await postgres.clone();
  const { pool } = database;
  const workerId = await addWorker(pool);
  for (const lose of ['lost', 'handed_back'] as const) {
    const [id = ''] = await queueCommands(pool);
    const run = await claimOne(pool, workerId);
    await cancelRun(pool, id);
    if (lose === 'lost') {
      await letLeaseRunOut(pool, run.id);
      assert.equal(await reap(pool), 1);
    } else {
      assert.equal(await endRun(pool, endOf(run, { kind: lose })), true);
    }
    const { status, error_code } = await commandState(pool, id);
    assert.deepEqual([lose, status, error_code], [lose, 'FAILED', 'CANCELLED']);
    assert.deepEqual(await runEnds(pool, id), ['failed']);
  }
});

test('a worker that takes over a scratch folder frees what its predecessors held, at once and nothing else', async () => {
  await using database = await postgres.clone();
  const { pool } = database;
  await queueCommands(pool, 3);
  const scratchId = randomUUID();
  const dead = await addWorker(pool, scratchId);
  const neighbour = await addWorker(pool);
  const lost = await claimOne(pool, dead, 3600);
  const kept = await claimOne(pool, neighbour, 3600);
  const successor = await addWorker(pool, scratchId);
  const own = await claimOne(pool, successor, 3600);
  assert.equal(await reap(pool), 1);
  const { rows } = await pool.query<{ id: string }>(
    'select id from runs where ended_at is null order by started_at, id',
  );
  assert.deepEqual(
    rows.map(({ id }) => id),
    [kept.id, own.id],
  );
  assert.deepEqual(await runEnds(pool, lost.itemId), ['lost']);
  const { rows: stopped } = await pool.query('select id from workers where stopped_at is not null');
  assert.deepEqual(stopped, [{ id: dead }]);
});

/** Every row that ending a run could touch. */
async function everything(pool: Pool): Promise<Record<'commands' | 'runs' | 'files', Record<string, unknown>[]>> {
  const read = async (table: string): Promise<Record<string, unknown>[]> =>
    (await pool.query<Record<string, unknown>>(`select * from ${table} order by id`)).rows;
  return { commands: await read('commands'), runs: await read('runs'), files: await read('files') };
}
