// One slow receiver, or a whole account of them, delays nobody else's deliveries.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { makeKey, type TestKey } from '../support/accounts.ts';
import { assertAnswer } from '../support/answers.ts';
import { startTestServer, type TestServer, until } from '../support/server.ts';
import { queueDeliveries } from './queue-deliveries.ts';
import { type Receiver, startReceiver } from './receiver.ts';

let server: TestServer;
let quick: Receiver;
let slow: Receiver;

before(async () => {
  [server, quick, slow] = await Promise.all([startTestServer(), startReceiver(), startReceiver()]);
  // Never answers: each attempt takes its 15 seconds.
  slow.answer = () => undefined;
});
after(async () => {
  await slow.stop();
  await Promise.all([server.stop(), quick.stop()]);
});

async function startSlowDeliveries(urls: readonly string[], expected: number): Promise<TestKey> {
  const account = await makeKey(server.database);
  const before = slow.received.length;
  await queueDeliveries(server.database, account.accountId, 200, urls);
  await until(10_000, 'the slow receiver holds all that it gets', () =>
    Promise.resolve(slow.received.length - before >= expected ? true : null),
  );
  return account;
}

/** Milliseconds from asking for a ping until it arrives. */
async function pingMs({ key }: TestKey, path: string): Promise<number> {
  const headers = { 'x-api-key': key };
  assertAnswer('putWebhookConfig', await server.call('PUT', '/webhook-config', { url: quick.url + path }, headers));
  const startedMs = performance.now();
  assertAnswer('testWebhook', await server.call('POST', '/webhook-config/test', undefined, headers));
  const [request] = await quick.requests(path, 1);
  return (request?.atMs ?? Number.NaN) - startedMs;
}

test('200 deliveries to a receiver that hangs leave others at their pace, those of the same account too', async (t) => {
  const account = await startSlowDeliveries([`${slow.url}/slow`], 8);
  const other = await pingMs(await makeKey(server.database), '/other');
  const same = await pingMs(account, '/same');
  t.diagnostic(`another account's delivery took ${other.toFixed(0)} ms, one of the same account ${same.toFixed(0)} ms`);
  assert.ok(other < 1_000 && same < 1_000);
  // Its bound is 8 at once: nothing more has been sent to it meanwhile.
  assert.equal(slow.received.length, 8);
});

test('an account whose 100 receivers all hang leaves the others at their pace', async (t) => {
  const hosts = Array.from({ length: 100 }, (_, index) => slow.url.replace('127.0.0.1', `127.0.1.${index + 1}`));
  await startSlowDeliveries(hosts, 32);
  const ms = await pingMs(await makeKey(server.database), '/beside-many');
  t.diagnostic(`another account's delivery took ${ms.toFixed(0)} ms`);
  assert.ok(ms < 1_000);
});
