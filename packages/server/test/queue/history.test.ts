// Random histories of a queue, by workers that claim, die, come back late, give up and are cancelled, against the real database.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import fc from 'fast-check';
import type { NewOutput } from '../../src/domain/file.ts';
import { maxStarts, type RunEnd } from '../../src/domain/transition.ts';
import { claimRuns, type Run } from '../../src/queue/claim.ts';
import type { Pool } from '../../src/store/database.ts';
import { startTestPostgres } from '../support/database.ts';
import {
  addWorker,
  type CommandState,
  cancelRun,
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

const commandCount = 2;
const workerCount = 3;

/** `run` counts through all runs there have been, the closed ones too: that is how a worker comes back late. */
type Step =
  | { readonly do: 'claim'; readonly worker: number; readonly limit: number }
  | { readonly do: 'end'; readonly run: number; readonly kind: RunEnd['kind'] }
  | { readonly do: 'end twice at once'; readonly run: number }
  | { readonly do: 'expire'; readonly run: number }
  | { readonly do: 'reap' }
  | { readonly do: 'reap while it ends'; readonly run: number; readonly kind: RunEnd['kind'] }
  | { readonly do: 'cancel'; readonly run: number }
  | { readonly do: 'take over'; readonly worker: number };

const run = fc.nat({ max: 7 });
const worker = fc.nat({ max: workerCount - 1 });
const kind = fc.constantFrom<RunEnd['kind']>('succeeded', 'failed', 'handed_back');
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('claim'), worker, limit: fc.integer({ min: 1, max: 2 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('end'), run, kind }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('end twice at once'), run }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('expire'), run }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('reap') }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('reap while it ends'), run, kind }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel'), run }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('take over'), worker }) },
);

function endOfKind(name: RunEnd['kind']): RunEnd {
  if (name !== 'failed') return { kind: name };
  return { kind: name, failure: { code: 'FFMPEG_FAILED', message: 'It failed.' } };
}

/** One history: does steps, and checks after each what must hold whatever happened. */
class History {
  readonly #pool: Pool;
  readonly #ids: readonly string[];
  readonly #workers: { id: string; readonly scratchId: string }[];
  readonly #runs: Run[] = [];
  /** Outputs of the runs that were told they had ended their command with success. */
  readonly #expected = new Map<string, NewOutput>();
  #before = new Map<string, CommandState>();

  private constructor(pool: Pool, ids: readonly string[], workers: { id: string; scratchId: string }[]) {
    this.#pool = pool;
    this.#ids = ids;
    this.#workers = workers;
  }

  static async begin(pool: Pool): Promise<History> {
    // What an earlier history left would be claimed in this one.
    await pool.query('truncate accounts, workers cascade');
    const workers = Array.from({ length: workerCount }, () => ({ id: '', scratchId: randomUUID() }));
    for (const each of workers) each.id = await addWorker(pool, each.scratchId);
    const history = new History(pool, await queueCommands(pool, commandCount), workers);
    await history.check();
    return history;
  }

  async do(next: Step): Promise<void> {
    switch (next.do) {
      case 'claim':
        await this.#claim(next.worker, next.limit);
        break;
      case 'reap':
        await reap(this.#pool);
        break;
      case 'take over': {
        const place = this.#workers[next.worker];
        if (place) place.id = await addWorker(this.#pool, place.scratchId);
        break;
      }
      default: {
        const target = this.#runs[next.run];
        if (target) await this.#doTo(target, next);
      }
    }
    await this.check();
  }

  async #doTo(target: Run, next: Exclude<Step, { do: 'claim' | 'reap' | 'take over' }>): Promise<void> {
    switch (next.do) {
      case 'end':
        await this.#end(target, next.kind);
        break;
      case 'end twice at once':
        await Promise.all([this.#end(target, 'succeeded'), this.#end(target, 'succeeded')]);
        break;
      case 'expire':
        await letLeaseRunOut(this.#pool, target.id);
        break;
      case 'reap while it ends':
        await letLeaseRunOut(this.#pool, target.id);
        await Promise.all([reap(this.#pool), this.#end(target, next.kind), reap(this.#pool)]);
        break;
      case 'cancel':
        await cancelRun(this.#pool, target.itemId);
        break;
    }
  }

  async #claim(workerNumber: number, limit: number): Promise<void> {
    // Waiting after a loss is not what is tested here.
    await this.#pool.query("update commands set ready_at = queued_at where queue_state = 'ready'");
    const workerId = this.#workers[workerNumber]?.id ?? '';
    this.#runs.push(...(await claimRuns(this.#pool, 'commands', workerId, limit, 60)));
  }

  async #end(target: Run, name: RunEnd['kind']): Promise<void> {
    const output = await outputOf(this.#pool, target);
    const hasEnded = await endRun(this.#pool, endOf(target, endOfKind(name), [output], 0));
    if (!hasEnded || name !== 'succeeded') return;
    assert.ok(!this.#expected.has(target.itemId), 'two runs were told that they had ended the same command');
    this.#expected.set(target.itemId, output);
  }

  /** Starts what is left until it is done; what was begun by earlier steps is lost first. */
  async finish(): Promise<void> {
    for (let turn = 0; turn <= maxStarts; turn += 1) {
      await this.#pool.query(
        "update runs set lease_until = clock_timestamp() - interval '1 second' where ended_at is null",
      );
      await reap(this.#pool);
      const first = this.#runs.length;
      await this.#claim(0, commandCount);
      for (const claimed of this.#runs.slice(first)) await this.#end(claimed, 'succeeded');
    }
    await this.check();
    for (const [id, { queue_state }] of this.#before) assert.equal(queue_state, 'done', `command ${id} never ended`);
  }

  async check(): Promise<void> {
    const now = new Map<string, CommandState>();
    for (const id of this.#ids) {
      const command = await commandState(this.#pool, id);
      this.#checkCommand(id, command);
      await this.#checkRuns(id, command);
      now.set(id, command);
    }
    this.#before = now;
  }

  #checkCommand(id: string, command: CommandState): void {
    const order = ['QUEUED', 'PROCESSING', 'SUCCESS', 'FAILED'];
    const before = this.#before.get(id);
    if (before?.queue_state === 'done') assert.deepEqual(command, before, 'a command that was done has changed');
    else if (before) {
      assert.ok(order.indexOf(command.status) >= order.indexOf(before.status), `${before.status} → ${command.status}`);
      assert.deepEqual(command.timeline.slice(0, before.timeline.length), before.timeline, 'the past has changed');
    }
    assert.ok(command.starts >= 0 && command.starts <= maxStarts);
    assert.equal(command.status === 'SUCCESS', this.#expected.has(id));
    if (command.error_code === 'WORKER_LOST') assert.equal(command.starts, maxStarts);
    const last = command.timeline.at(-1);
    const end = last === undefined ? null : new Date(Date.parse(last.started_at) + last.seconds * 1000);
    assertContiguous(command.created_at, command.timeline, command.completed_at ?? end);
  }

  async #checkRuns(id: string, command: CommandState): Promise<void> {
    const { rows: runs } = await this.#pool.query<{ end_kind: string | null; ended: boolean }>(
      'select end_kind, ended_at is not null as ended from runs where item_id = $1',
      [id],
    );
    assert.equal(runs.filter(({ ended }) => !ended).length, command.queue_state === 'running' ? 1 : 0);
    const final = runs.filter(({ end_kind }) => end_kind === 'succeeded' || end_kind === 'failed');
    assert.ok(final.length <= 1, 'a command ended twice');
    const { rows: files } = await this.#pool.query<{ id: string }>('select id from files where command_id = $1', [id]);
    const expected = this.#expected.get(id);
    assert.deepEqual(
      files.map((file) => file.id),
      expected ? [expected.id] : [],
      'outputs of exactly the run that ended the command are there',
    );
  }
}

test('whatever workers do, a command ends once, goes forward only, and shows the outputs of the run that ended it', async () => {
  await using database = await postgres.clone();
  // Nothing is pulled out here: waiting for the disk would only make the histories fewer.
  const pool = database.openPool({ options: '-c synchronous_commit=off' });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 24 }), async (steps) => {
      const history = await History.begin(pool);
      for (const next of steps) await history.do(next);
      await history.finish();
    }),
    { numRuns: 50, interruptAfterTimeLimit: 15_000, endOnFailure: true },
  );
});
