// Statements on how much waits and runs in the whole installation, whoever it belongs to; each reads a partial index.
import type { Database } from './database.ts';

export interface QueueDepths {
  readonly ready: number;
  /** Queue → runs that are under way. */
  readonly running: Readonly<Record<string, number>>;
  /** Worker processes that have not stopped and whose heartbeat is less than a minute old. */
  readonly workers: number;
}

export async function countQueues(database: Database): Promise<QueueDepths> {
  const { rows } = await database.query<{ ready: number; running: Record<string, number>; workers: number }>(
    `select (select count(*)::int from commands where queue_state = 'ready') as ready,
            (select coalesce(jsonb_object_agg(queue, count), '{}')
               from (select queue, count(*) from runs where ended_at is null group by queue) open) as running,
            (select count(*)::int from workers
              where stopped_at is null and seen_at > clock_timestamp() - interval '1 minute') as workers`,
  );
  return rows[0] ?? { ready: 0, running: {}, workers: 0 };
}
