// The shared budget of an account's running minute, from which processes take slices.
import type { Database } from './database.ts';

export type RateKind = 'submits' | 'requests';

/**
 * Takes up to `ask` of what is left, possibly nothing, and begins a new window when the last one is over. One row a
 * budget: askers of all processes queue at it, some 100 times a minute together, and never more than `limit` is given.
 */
export async function takeSlice(
  database: Database,
  budget: { accountId: string; kind: RateKind; limit: number; windowSeconds: number },
  ask: number,
): Promise<{ window: string; granted: number; ungranted: number; secondsLeft: number }> {
  const { rows } = await database.query<{ started: string; granted: number; taken: number; seconds_left: number }>({
    name: 'take-slice',
    text: `insert into rate_windows as held (account_id, kind, started_at, taken, granted)
           values ($1, $2, clock_timestamp(), least($3::int, $4::int), least($3::int, $4::int))
           on conflict (account_id, kind) do update set (started_at, taken, granted) = (
             select case when is_over then excluded.started_at else held.started_at end,
                    case when is_over then excluded.taken else held.taken + more end,
                    case when is_over then excluded.taken else more end
               from (select held.started_at <= excluded.started_at - make_interval(secs => $5) as is_over,
                            least($3::int, greatest($4::int - held.taken, 0)) as more) as step)
           returning started_at::text as started, granted, taken,
                     extract(epoch from started_at + make_interval(secs => $5) - clock_timestamp())::float8 as seconds_left`,
    values: [budget.accountId, budget.kind, ask, budget.limit, budget.windowSeconds],
  });
  const row = rows[0];
  if (row === undefined) throw new Error('The budget row vanished while it was asked.');
  return {
    window: row.started,
    granted: row.granted,
    ungranted: Math.max(0, budget.limit - row.taken),
    secondsLeft: row.seconds_left,
  };
}
