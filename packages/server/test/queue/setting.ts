// Commands in a queue and workers at it, written by the server's own statements, and rows to look at afterwards.
import { randomBytes, randomUUID } from 'node:crypto';
import type { TimelineEntry } from '@renderio/contract';
import type { NewOutput } from '../../src/domain/file.ts';
import { createIdMaker } from '../../src/domain/id.ts';
import { describeUnreadable } from '../../src/domain/read-media-info.ts';
import type { RunEnd } from '../../src/domain/transition.ts';
import { claimRuns, type Run } from '../../src/queue/claim.ts';
import { requestCancel } from '../../src/queue/lease.ts';
import type { Wake } from '../../src/queue/wake.ts';
import { registerWorker } from '../../src/queue/worker-record.ts';
import { type CommandRunEnd, endCommandRun } from '../../src/services/end-run.ts';
import { createMediaLinks } from '../../src/services/media-links.ts';
import { reapRuns } from '../../src/services/reap-runs.ts';
import { createWebhookOutbox } from '../../src/services/webhook-outbox.ts';
import { insertAccount } from '../../src/store/accounts.ts';
import { insertCommands } from '../../src/store/commands.ts';
import type { Database, Pool } from '../../src/store/database.ts';

export const makeId = createIdMaker(Date.now, randomBytes);

/** Queues commands of a new account, one after the other by their ids, and returns these. */
export async function queueCommands(pool: Pool, count = 1): Promise<string[]> {
  const accountId = randomUUID();
  await insertAccount(pool, { id: accountId, name: 'an account' });
  const ids = Array.from({ length: count }, makeId);
  const request = {
    input_files: {},
    output_files: { out_a: 'a.mp4' },
    ffmpeg_command: '-f lavfi -i testsrc2 {{out_a}}',
  };
  await insertCommands(
    pool,
    ids.map((id) => ({
      id,
      accountId,
      type: 'FFMPEG_COMMAND',
      request,
      metadata: null,
      webhookUrl: null,
      maxRunSeconds: 60,
      acceptSeconds: 0.002,
      retryOf: null,
      batchId: null,
    })),
  );
  return ids;
}

/** Registers a worker, with a scratch folder of its own unless it takes over another's, and returns its id. */
export async function addWorker(pool: Pool, scratchId: string = randomUUID()): Promise<string> {
  const id = randomUUID();
  await registerWorker(pool, { id, host: 'host', pid: process.pid, scratchId, capacity: 1, programs: {} });
  return id;
}

/** Claims the one command that is ready. */
export async function claimOne(pool: Pool, workerId: string, leaseSeconds = 60): Promise<Run> {
  const [run] = await claimRuns(pool, 'commands', workerId, 1, leaseSeconds);
  if (run === undefined) throw new Error('No command was ready.');
  return run;
}

/** How a worker would end this run: all of its time, which is a quarter of a second, went into FFmpeg. */
export function endOf(run: Run, end: RunEnd, outputs: readonly NewOutput[] = [], seconds = 0.25): CommandRunEnd {
  return {
    runId: run.id,
    commandId: run.itemId,
    starts: run.attempt,
    end,
    timeline: [
      {
        phase: 'running',
        started_at: run.startedAt.toISOString(),
        seconds,
        ...(run.attempt > 1 ? { attempt: run.attempt } : {}),
      },
    ],
    endedAt: new Date(run.startedAt.getTime() + seconds * 1000),
    ffmpegSeconds: seconds,
    outputs,
    maxStoredBytes: Number.MAX_SAFE_INTEGER,
    logKey: null,
  };
}

export const noWake = (): void => undefined;

export const outbox = createWebhookOutbox({
  makeId,
  links: createMediaLinks({ secret: randomBytes(32), linkSeconds: 60, now: () => new Date() }),
  webhookBaseUrl: () => 'http://127.0.0.1:8080',
});

export async function endRun(pool: Pool, end: CommandRunEnd): Promise<boolean> {
  return await endCommandRun(pool, outbox, end);
}

export async function reap(pool: Pool, wake: Wake = noWake): Promise<number> {
  return await reapRuns(pool, outbox, wake);
}

/** Asks for the end of a command's run as its account does. */
export async function cancelRun(database: Database, commandId: string): Promise<void> {
  const { rows } = await database.query<{ account_id: string }>('select account_id from commands where id = $1', [
    commandId,
  ]);
  await requestCancel(database, rows[0]?.account_id ?? '', commandId);
}

/** Ends a lease as if its time had run out a second ago. */
export async function letLeaseRunOut(database: Database, runId: string): Promise<void> {
  await database.query("update runs set lease_until = clock_timestamp() - interval '1 second' where id = $1", [runId]);
}

export interface CommandState {
  readonly status: string;
  readonly queue_state: string;
  readonly starts: number;
  readonly queued_at: Date;
  readonly ready_at: Date;
  readonly created_at: Date;
  readonly started_at: Date | null;
  readonly completed_at: Date | null;
  readonly timeline: TimelineEntry[];
  readonly error_code: string | null;
  readonly error_message: string | null;
}

export async function commandState(database: Database, id: string): Promise<CommandState> {
  const { rows } = await database.query<CommandState>(
    `select status, queue_state, starts, queued_at, ready_at, created_at, started_at, completed_at, timeline, error_code, error_message
       from commands where id = $1`,
    [id],
  );
  if (rows[0] === undefined) throw new Error(`There is no command ${id}.`);
  return rows[0];
}

/** How each run of a command ended, in their order; null for the open one. */
export async function runEnds(database: Database, commandId: string): Promise<(string | null)[]> {
  const { rows } = await database.query<{ end_kind: string | null }>(
    'select end_kind from runs where item_id = $1 order by started_at, id',
    [commandId],
  );
  return rows.map((row) => row.end_kind);
}

/** A stored output of a run, as its worker would record it. */
export async function outputOf(database: Database, run: Run): Promise<NewOutput> {
  const id = makeId();
  const { rows } = await database.query<{ account_id: string }>('select account_id from commands where id = $1', [
    run.itemId,
  ]);
  return {
    id,
    accountId: rows[0]?.account_id ?? '',
    commandId: run.itemId,
    alias: 'out_a',
    filename: 'a.mp4',
    objectKey: `runs/${run.id}/${id}/content`,
    sizeBytes: 1,
    media: describeUnreadable({ filename: 'a.mp4', headBytes: Buffer.alloc(0) }),
    items: null,
    checks: [],
  };
}
