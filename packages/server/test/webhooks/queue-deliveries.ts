// Many deliveries at once, queued by one statement as the outbox would have written them one by one.
import type { Pool } from '../../src/store/database.ts';

/** Queues deliveries of an account and returns their ids. To `urls` by turns as commands' own, or to the account's webhook. */
export async function queueDeliveries(
  database: Pool,
  accountId: string,
  count: number,
  urls: readonly string[] | null = null,
): Promise<string[]> {
  const { rows } = await database.query<{ id: string }>(
    `with made as (
       insert into commands (id, account_id, type, request, max_run_seconds, status, queue_state, queued_at, ready_at,
                             created_at, completed_at, timeline)
       select gen_random_uuid(), $1, 'FFMPEG_COMMAND', '{}', 60, 'SUCCESS', 'done', now(), now(), now(), now(), '[]'
         from generate_series(1, $2)
       returning id
     ), numbered as (
       select id, $3::text[] as urls, row_number() over () as number from made
     ), aimed as (
       select numbered.id, urls[1 + number % cardinality(urls)] as own_url,
              coalesce(urls[1 + number % cardinality(urls)], w.url) as url
         from numbered left join webhook_configs w on w.account_id = $1
     )
     insert into deliveries (id, account_id, command_id, url, receiver, body)
     select gen_random_uuid(), $1, id, own_url, split_part(url, '/', 3),
            convert_to(json_build_object('data', json_build_object('command_id', id), 'timestamp', 1)::text, 'UTF8')
       from aimed
     returning id`,
    [accountId, count, urls],
  );
  await database.query(`select pg_notify('renderio_ready', 'deliveries')`);
  return rows.map(({ id }) => id);
}
