// The trial of many deliveries to a receiver that fails a third of the requests in every way it can.
import assert from 'node:assert/strict';
import { startTestServer, until } from '../support/server.ts';
import { queueDeliveries } from './queue-deliveries.ts';
import { startReceiver } from './receiver.ts';
import { comeDue, putWebhook } from './setting.ts';

/** No delivery is failed more often than this, since the eighth failure ends it. */
const mostFailures = 6;

export async function tryManyDeliveries(count: number): Promise<{ seconds: number; requests: number }> {
  const [server, receiver] = await Promise.all([startTestServer(), startReceiver()]);
  try {
    const failures = new Map<string, number>();
    const accepted = new Map<string, number>();
    let requests = 0;
    receiver.answer = ({ headers }, response) => {
      const id = String(headers['webhook-id']);
      const failed = failures.get(id) ?? 0;
      requests += 1;
      if (requests % 3 !== 0 || failed === mostFailures) {
        accepted.set(id, (accepted.get(id) ?? 0) + 1);
        response.end();
        return;
      }
      failures.set(id, failed + 1);
      if (requests % 2 === 0) response.socket?.destroy();
      else response.writeHead(503, { 'retry-after': '1' }).end('not now');
    };
    await putWebhook(server, `${receiver.url}/many`, 'secret');
    const { rows: accounts } = await server.database.query<{ id: string }>('select id from accounts');
    const startedMs = performance.now();
    const ids = await queueDeliveries(server.database, accounts[0]?.id ?? '', count);
    await until(count * 10 + 20_000, `${count} deliveries are done`, async () => {
      const { rows } = await server.database.query<{ open: number; due: number }>(
        `select count(*)::int as open,
                count(*) filter (where queue_state = 'running' or ready_at <= clock_timestamp())::int as due
           from deliveries where queue_state <> 'done'`,
      );
      // All that is left waits for a later time: let it come.
      if (rows[0]?.due === 0 && rows[0].open > 0) await comeDue(server);
      return rows[0]?.open === 0 ? true : null;
    });
    const seconds = (performance.now() - startedMs) / 1000;

    const { rows } = await server.database.query<{ status: string; count: number }>(
      'select status, count(*)::int from deliveries group by 1',
    );
    assert.deepEqual(rows, [{ status: 'DELIVERED', count }]);
    assert.deepEqual([...accepted.keys()].sort(), [...ids].sort());
    assert.ok([...accepted.values()].every((times) => times === 1));
    assert.ok(failures.size > count / 4, `${failures.size} deliveries failed at first`);
    const bodies = Map.groupBy(receiver.received, ({ headers }) => String(headers['webhook-id']));
    for (const [id, tries] of bodies) {
      assert.equal(tries.length, 1 + (failures.get(id) ?? 0));
      assert.equal(new Set(tries.map(({ body }) => body.toString())).size, 1);
    }
    return { seconds, requests };
  } finally {
    await Promise.all([server.stop(), receiver.stop()]);
  }
}
