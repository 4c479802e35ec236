// Taking work: what is ready in a queue and may start now, each with a run of its own.
import { type Database, inTransaction, type Pool } from '../store/database.ts';

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

/**
 * Commands are picked fairly between accounts: of those that have fewest running the oldest come first, and no account
 * has more running than it may. One account's come in order. They are locked one by one, by a lateral: as a join the
 * planner, which cannot know how few are due, hashes all that wait (340 ms of a million).
 */
const pickWithinLimits = `lanes as (
       (select account_id from commands where queue_state = 'ready' order by account_id limit 1)
       union all
       select next.account_id from lanes cross join lateral (
         select account_id from commands where queue_state = 'ready' and account_id > lanes.account_id
          order by account_id limit 1
       ) next
     ), running as (
       select account_id, count(*) as count from commands where queue_state = 'running' group by 1
     ), due as (
       select item.id, item.ready_at,
              coalesce(running.count, 0)
                + row_number() over (partition by lanes.account_id order by item.ready_at, item.id) as turn
         from lanes join accounts on accounts.id = lanes.account_id left join running using (account_id)
        cross join lateral (
          select id, ready_at from commands where account_id = lanes.account_id and ${isDue}
           order by ready_at, id
           limit least($2, greatest(0, coalesce((own_limits ->> 'running_commands')::bigint, $5) - coalesce(running.count, 0)))
        ) item
     ), picked as (
       select item.id from (select id from due order by turn, ready_at, id) next cross join lateral (
         select id from commands where id = next.id and queue_state = 'ready' for update skip locked
       ) item limit $2
     )`;

const picking: Record<QueueName, string> = {
  commands: pickWithinLimits,
  files: pickOldest('files'),
  deliveries: pickFairly,
};

/**
 * Claims up to `limit` items. Partial indexes on ready and running rows keep it a few short index scans however many
 * rows the table has. `runningCommands` is how many an account may have running that has no limit of its own.
 */
export async function claimRuns(
  pool: Pool,
  queue: QueueName,
  workerId: string,
  limit: number,
  leaseSeconds: number,
  runningCommands: number = Number.MAX_SAFE_INTEGER,
): Promise<Run[]> {
  const values = [workerId, limit, queue, leaseSeconds];
  if (queue !== 'commands') return await claim(pool, queue, values);
  // One claim of commands at a time, over all processes: two at once would not count what the other takes, and an
  // account would have more running than it may. Its lock ends with its commit, so the next one sees it whole.
  return await inTransaction(pool, async (transaction) => {
    await transaction.query('select pg_advisory_xact_lock($1, $2)', claimLock);
    return await claim(transaction, queue, [...values, runningCommands]);
  });
}

/** Any two numbers that no other lock of ours has. */
const claimLock = [1, 1];

/** A worker that is drained has no clock here, and gets nothing. SKIP LOCKED: claims never wait for what else is done with an item, and never get the same one. */
async function claim(database: Database, queue: QueueName, values: readonly unknown[]): Promise<Run[]> {
  const { rows } = await database.query<{
    id: string;
    item_id: string;
    attempt: number;
    started_at: Date;
  }>(
    `with recursive clock as materialized (
       select date_trunc('milliseconds', clock_timestamp()) as now
         from workers where id = $1 and drained_at is null
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
    [...values],
  );
  return rows.map((row) => ({
    id: row.id,
    queue,
    itemId: row.item_id,
    attempt: row.attempt,
    startedAt: row.started_at,
  }));
}
