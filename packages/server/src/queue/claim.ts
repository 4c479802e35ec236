// Taking work: the oldest ready items of a queue, each with a run of its own.
import type { Database } from '../store/database.ts';

/** A queue is a table whose rows have `account_id`, `queue_state`, `ready_at` and `starts`. */
export type QueueName = 'commands' | 'files' | 'deliveries';

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
       timeline = timeline || (jsonb_build_object('phase', 'queued', 'started_at', iso(queued_at), 'seconds', greatest(0, extract(epoch from clock.now - queued_at)))
         || case when starts > 0 then jsonb_build_object('attempt', starts + 1) else '{}' end)`,
  files: '',
  deliveries: '',
};

// As a subquery it is one value for the whole scan, which then ends at the first row that is not due: otherwise
// each claim would walk over all that waits for a later time.
const isDue = `queue_state = 'ready' and ready_at <= (select clock_timestamp())`;

/** The ready items that a claim takes, locked; `$2` is how many at most. */
const pickOldest = (queue: QueueName): string => `picked as (
       select id from ${queue} where ${isDue}
        order by ready_at, id limit $2 for update skip locked
     )`;

/** Of all processes together: a receiver that answers late holds so many places, an account with many such so many. */
const deliveriesAtOnce = { perReceiver: 8, perAccount: 32 };

/**
 * Deliveries are picked fairly: first of the accounts, then of the receivers within an account, those with the fewest
 * under way come first, and none has more than its bound. A lane is an account's deliveries to one receiver; lanes are
 * walked along the index, one probe each, however many rows they have, and only what is picked is locked.
 */
const pickFairly = `lanes as (
       (select account_id, receiver from deliveries where queue_state = 'ready' order by account_id, receiver limit 1)
       union all
       select next.account_id, next.receiver from lanes cross join lateral (
         select account_id, receiver from deliveries
          where queue_state = 'ready' and (account_id, receiver) > (lanes.account_id, lanes.receiver)
          order by account_id, receiver limit 1
       ) next
     ), running as (
       select account_id, receiver, count(*) as count from deliveries where queue_state = 'running' group by 1, 2
     ), due as (
       select item.id, item.ready_at, lanes.account_id,
              coalesce(running.count, 0)
                + row_number() over (partition by lanes.account_id, lanes.receiver order by item.ready_at, item.id) as turn
         from lanes left join running using (account_id, receiver)
        cross join lateral (
          select id, ready_at from deliveries
           where account_id = lanes.account_id and receiver = lanes.receiver and ${isDue}
           order by ready_at, id limit greatest(0, ${deliveriesAtOnce.perReceiver} - coalesce(running.count, 0))
        ) item
     ), ranked as (
       select id, ready_at,
              coalesce((select sum(count) from running where running.account_id = due.account_id), 0)
                + row_number() over (partition by account_id order by turn, ready_at, id) as turn
         from due
     ), picked as (
       select item.id from ranked join deliveries item using (id)
        where turn <= ${deliveriesAtOnce.perAccount} and item.queue_state = 'ready'
        order by turn, ranked.ready_at, id limit $2 for update of item skip locked
     )`;

const picking: Record<QueueName, string> = {
  commands: pickOldest('commands'),
  files: pickOldest('files'),
  deliveries: pickFairly,
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
    `with recursive clock as materialized (
       select date_trunc('milliseconds', clock_timestamp()) as now
     ), ${picking[queue]}, claimed as (
       update ${queue} item set queue_state = 'running', starts = starts + 1${claimedColumns[queue]}
         from picked, clock where item.id = picked.id
       returning item.id, item.account_id, item.starts, item.ready_at
     ), started as (
       insert into runs (queue, item_id, account_id, attempt, worker_id, started_at, lease_until)
       select $3, claimed.id, account_id, starts, $1, clock.now, clock.now + make_interval(secs => $4)
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
