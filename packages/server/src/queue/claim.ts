// Taking work: the oldest ready items of a queue, each with a run of its own.
import type { Database } from '../store/database.ts';

/** A queue is a table whose rows have `queue_state`, `ready_at` and `starts`. */
export type QueueName = 'commands' | 'files';

/** One attempt at one item. Its id is the fencing token: only while the run is open may it end its item. */
export interface Run {
  readonly id: string;
  readonly queue: QueueName;
  readonly itemId: string;
  /** 1-based; equal to the item's `starts`. */
  readonly attempt: number;
  /** Database time. */
  readonly startedAt: Date;
}

/** What a claim changes in the item beside its queue columns. */
const claimedColumns: Record<QueueName, string> = {
  commands: `, status = 'PROCESSING', started_at = coalesce(started_at, clock.now),
       timeline = timeline || (jsonb_build_object('phase', 'queued', 'started_at', iso(queued_at), 'seconds', extract(epoch from clock.now - queued_at))
         || case when starts > 0 then jsonb_build_object('attempt', starts + 1) else '{}' end)`,
  files: '',
};

/**
 * Claims up to `limit` items, oldest first; the partial index on ready rows keeps it one short index scan however many
 * rows the table has. SKIP LOCKED: workers that claim at once never wait for each other and never get the same item.
 */
export async function claimRuns(
  database: Database,
  queue: QueueName,
  workerId: string,
  limit: number,
  leaseSeconds: number,
): Promise<Run[]> {
  const { rows } = await database.query<{
    id: string;
    item_id: string;
    attempt: number;
    started_at: Date;
  }>(
    `with clock as materialized (
       select date_trunc('milliseconds', clock_timestamp()) as now
     ), picked as (
       select id from ${queue} where queue_state = 'ready' and ready_at <= clock_timestamp()
        order by ready_at, id limit $2 for update skip locked
     ), claimed as (
       update ${queue} item set queue_state = 'running', starts = starts + 1${claimedColumns[queue]}
         from picked, clock where item.id = picked.id
       returning item.id, item.starts, item.ready_at
     ), started as (
       insert into runs (queue, item_id, attempt, worker_id, started_at, lease_until)
       select $3, claimed.id, starts, $1, clock.now, clock.now + make_interval(secs => $4)
         from claimed, clock
       returning id, item_id, attempt, started_at
     )
     select started.* from started join claimed on claimed.id = started.item_id
      order by claimed.ready_at, claimed.id`,
    [workerId, limit, queue, leaseSeconds],
  );
  return rows.map((row) => ({
    id: row.id,
    queue,
    itemId: row.item_id,
    attempt: row.attempt,
    startedAt: row.started_at,
  }));
}
