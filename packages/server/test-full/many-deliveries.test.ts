// The same trial as among the ordinary tests, with the number that the project promises.
import { test } from 'node:test';
import { tryManyDeliveries } from '../test/webhooks/many-deliveries.ts';

test('10,000 deliveries to a receiver that fails a third of the requests all end delivered', async (t) => {
  const { seconds, requests } = await tryManyDeliveries(10_000);
  t.diagnostic(`${requests} requests in ${seconds.toFixed(1)} s`);
});
