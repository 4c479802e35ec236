// What follows a failed attempt: the schedule, giving up, disabling and re-enabling, and sending again on request.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, afterEach, before, test } from 'node:test';
import { type WebhookConfig, webhookEvent } from '@renderio/contract';
import { verifyWebhook, WebhookVerificationError } from '@renderio/sdk';
import { assertAnswer, assertRefused } from '../support/answers.ts';
import { startTestServer, type TestServer, until } from '../support/server.ts';
import { queueDeliveries } from './queue-deliveries.ts';
import { answerWith, type Receiver, startReceiver } from './receiver.ts';
import {
  comeDue,
  deleteWebhook,
  deliveryIn,
  deliveryOf,
  getDelivery,
  listDeliveries,
  putWebhook,
  quickCommand,
} from './setting.ts';

let server: TestServer;
let receiver: Receiver;

before(async () => {
  [server, receiver] = await Promise.all([startTestServer(), startReceiver()]);
});
after(async () => {
  await Promise.all([server.stop(), receiver.stop()]);
});
afterEach(async () => {
  await deleteWebhook(server);
  receiver.received.length = 0;
  receiver.answer = (_received, response) => response.end();
});

/** Runs a command and returns the id of its delivery. */
async function deliver(webhookUrl?: string): Promise<string> {
  const own = webhookUrl === undefined ? {} : { webhook_url: webhookUrl };
  const { command_id } = await server.run({ ...quickCommand, ...own });
  return (await deliveryOf(server, command_id)).delivery_id;
}

async function readConfig(): Promise<Extract<WebhookConfig, { configured: true }>> {
  const config = assertAnswer('getWebhookConfig', await server.call('GET', '/webhook-config'));
  assert.ok(config.configured);
  return config;
}

/** As if the failures so far had begun that long ago. */
async function ageFailures(interval: string): Promise<void> {
  await server.database.query('update webhook_configs set failing_since = failing_since - $1::interval', [interval]);
}

const secondsUntil = (time: string | null): number => (Date.parse(time ?? '') - Date.now()) / 1000;

test('a failing receiver is asked eight times, with the same id and bytes, each later than the one before', async () => {
  receiver.answer = answerWith(500, {}, 'no');
  const id = await deliver(`${receiver.url}/failing`);
  const pauses = [5, 300, 1800, 7200, 18_000, 36_000, 36_000];
  for (const [index, pause] of pauses.entries()) {
    const { next_attempt_at } = await deliveryIn(server, id, 'PENDING', index + 1);
    const left = secondsUntil(next_attempt_at);
    assert.ok(left > pause - 3 && left < pause * 1.1 + 1, `${left} s before attempt ${index + 2}`);
    await comeDue(server);
  }
  const { attempts, error_message, next_attempt_at, ended_at } = await deliveryIn(server, id, 'FAILED', 8);
  assert.deepEqual([error_message, next_attempt_at], ['All 8 attempts failed.', null]);
  assert.ok(ended_at);
  for (const attempt of attempts) {
    assert.deepEqual([attempt.status_code, attempt.response_body], [500, 'no']);
    assert.equal(attempt.error_message, 'The receiver answered 500; only 2xx is a success.');
    assert.ok(attempt.seconds < 10);
  }
  const requests = await receiver.requests('/failing', 8);
  assert.equal(new Set(requests.map(({ headers }) => headers['webhook-id'])).size, 1);
  assert.equal(new Set(requests.map(({ body }) => body.toString())).size, 1);
  await comeDue(server);
  assert.equal((await receiver.requests('/failing', 8)).length, 8);
});

test('after a rotation both secrets verify an event for as long as was said, and then the new one alone', async () => {
  await putWebhook(server, `${receiver.url}/rotated`, 'before');
  const rotated = await server.call('POST', '/webhook-config/rotate-secret', {});
  const newest = assertAnswer('rotateWebhookSecret', rotated).secret ?? '';
  await deliver();
  const [during] = await receiver.requests('/rotated', 1);
  await server.database.query('update webhook_configs set previous_secret_until = clock_timestamp()');
  await deliver();
  const [, afterwards] = await receiver.requests('/rotated', 2);
  assert.ok(during && afterwards);
  for (const { body, headers } of [during, afterwards]) {
    assert.equal((await verifyWebhook(body, headers, newest)).data.status, 'SUCCESS');
    assert.equal(headers['x-webhook-signature'], createHmac('sha256', newest).update(body).digest('hex'));
  }
  await verifyWebhook(during.body, during.headers, 'before');
  await assert.rejects(verifyWebhook(afterwards.body, afterwards.headers, 'before'), WebhookVerificationError);
});

test('Retry-After is honoured, 410 ends a delivery, a redirect is not followed', async () => {
  receiver.answer = answerWith(429, { 'retry-after': '900' });
  const asked = await deliveryIn(server, await deliver(`${receiver.url}/later`), 'PENDING', 1);
  const left = secondsUntil(asked.next_attempt_at);
  assert.ok(left > 890 && left < 901, String(left));

  receiver.answer = answerWith(410);
  const gone = await deliveryIn(server, await deliver(`${receiver.url}/gone`), 'FAILED', 1);
  assert.match(gone.error_message ?? '', /410/);

  receiver.answer = answerWith(302, { location: `${receiver.url}/elsewhere` });
  const moved = await deliveryIn(server, await deliver(`${receiver.url}/moved`), 'PENDING', 1);
  assert.match(moved.attempts[0]?.error_message ?? '', /302; redirects are not followed/);
  assert.equal(receiver.received.filter(({ path }) => path === '/elsewhere').length, 0);
});

test('what a receiver repeats of the secrets in its own URL is not kept', async () => {
  receiver.answer = ({ path, headers }, response) => response.end(JSON.stringify({ path, headers }));
  const url = receiver.url.replace('//', '//someone:pass%20word@');
  const { attempts } = await deliveryIn(server, await deliver(`${url}/echo?token=abc%2Fdef`), 'DELIVERED', 1);
  const echo = attempts[0]?.response_body ?? '';
  const { path, headers } = JSON.parse(echo) as { path: string; headers: Record<string, string> };
  assert.deepEqual([path, headers['authorization']], ['/echo?***', 'Basic ***']);
  assert.equal(receiver.received.at(-1)?.path, '/echo?token=abc%2Fdef');
});

test('whatever a receiver does on the wire is told in a sentence, and its answer is kept to 64 KiB', async () => {
  receiver.answer = ({ path }, response) => {
    if (path === '/cut') response.socket?.destroy();
    else if (path === '/garbage') response.socket?.end('nonsense\r\n\r\n');
    else if (path === '/endless') {
      response.writeHead(200);
      const pour = (): boolean => response.write('x'.repeat(32_768));
      response.on('drain', pour);
      while (pour());
    } else if (path === '/binary') response.end(Buffer.from([0x61, 0, 0xff, 0x62]));
  };
  const cases = [
    ['/cut', /cut the connection\.$/],
    ['/garbage', /not HTTP\.$/],
  ] as const;
  for (const [path, says] of cases) {
    const { attempts } = await deliveryIn(server, await deliver(receiver.url + path), 'PENDING', 1);
    assert.match(attempts[0]?.error_message ?? '', says);
    assert.deepEqual([attempts[0]?.status_code, attempts[0]?.response_body], [null, null]);
  }
  const endless = await deliveryIn(server, await deliver(`${receiver.url}/endless`), 'DELIVERED', 1);
  assert.equal(endless.attempts[0]?.response_body, 'x'.repeat(65_536));
  const binary = await deliveryIn(server, await deliver(`${receiver.url}/binary`), 'DELIVERED', 1);
  assert.equal(binary.attempts[0]?.response_body, 'a\uFFFD\uFFFDb');
  // Submitting refuses both; what was queued while it did not is refused when it is sent.
  const { rows } = await server.database.query<{ id: string }>('select id from accounts');
  const queued = await queueDeliveries(server.database, rows[0]?.id ?? '', 2, [
    'http://127.0.0.1:1/',
    'http://10.0.0.1/',
  ]);
  const said = [];
  for (const id of queued) said.push((await deliveryIn(server, id, 'PENDING', 1)).attempts[0]?.error_message ?? '');
  said.sort();
  assert.match(said[0] ?? '', /private or reserved address.*RENDERIO_ALLOW_CIDRS/);
  assert.match(said[1] ?? '', /port 1 belongs to a service that is no web server/);
});

test("eight failures over an hour disable the account's webhook; what is due waits, and PUT sends it on", async () => {
  receiver.answer = answerWith(503);
  await putWebhook(server, `${receiver.url}/account`);
  const first = await deliver();
  for (let failures = 1; failures <= 7; failures += 1) {
    await deliveryIn(server, first, 'PENDING', failures);
    assert.equal((await readConfig()).consecutive_failures, failures);
    if (failures < 7) await comeDue(server);
  }
  // Eight within seconds are a short outage.
  const second = await deliver();
  await deliveryIn(server, second, 'PENDING', 1);
  assert.deepEqual((await readConfig()).is_active, true);
  assert.equal((await readConfig()).consecutive_failures, 8);

  await ageFailures('1 hour');
  const third = await deliver();
  await deliveryIn(server, third, 'HELD', 1);
  const { is_active, disabled_at, consecutive_failures } = await readConfig();
  assert.deepEqual([is_active, consecutive_failures], [false, 9]);
  assert.ok(Math.abs(secondsUntil(disabled_at)) < 10);
  for (const id of [first, second]) await deliveryIn(server, id, 'HELD');

  // What comes about meanwhile waits as well, without an attempt.
  const fourth = await deliver();
  await deliveryIn(server, fourth, 'HELD', 0);
  assertRefused(await server.call('POST', `/webhook-deliveries/${fourth}/replay`), 'INVALID_REQUEST');

  receiver.answer = (_received, response) => response.end();
  await putWebhook(server, `${receiver.url}/mended`);
  for (const id of [first, second, third, fourth]) await deliveryIn(server, id, 'DELIVERED');
  const ids = (await receiver.requests('/mended', 4)).map(({ headers }) => headers['webhook-id']);
  assert.deepEqual(ids.sort(), [first, second, third, fourth].sort());
  const mended = await readConfig();
  assert.deepEqual([mended.is_active, mended.consecutive_failures, mended.disabled_at], [true, 0, null]);
});

test('deliveries wait for 7 days, then they are given up', async () => {
  receiver.answer = answerWith(503);
  await putWebhook(server, `${receiver.url}/hold`);
  await server.database.query(`update webhook_configs set disabled_at = clock_timestamp()`);
  const id = await deliver();
  await deliveryIn(server, id, 'HELD', 0);
  const { rows } = await server.database.query<{ days: number }>(
    `select extract(epoch from ready_at - held_since) / 86400 as days from deliveries where id = $1`,
    [id],
  );
  assert.equal(Number(rows[0]?.days).toFixed(3), '7.000');
  await comeDue(server);
  const { error_message } = await deliveryIn(server, id, 'FAILED', 0);
  assert.equal(error_message, 'The webhook stayed disabled for 7 days.');
});

test("a success zeroes the count; failures of commands' own URLs and of pings do not count", async () => {
  await putWebhook(server, `${receiver.url}/count`);
  receiver.answer = answerWith(500);
  const failing = await deliver();
  await deliveryIn(server, failing, 'PENDING', 1);
  await deliveryIn(server, await deliver(`${receiver.url}/own`), 'PENDING', 1);
  const { delivery_id } = assertAnswer('testWebhook', await server.call('POST', '/webhook-config/test'));
  await deliveryIn(server, delivery_id, 'FAILED', 1);
  assert.equal((await readConfig()).consecutive_failures, 1);
  receiver.answer = answerWith(204);
  await comeDue(server);
  await deliveryIn(server, failing, 'DELIVERED', 2);
  assert.equal((await readConfig()).consecutive_failures, 0);
});

test('DELETE cancels what waits for the account, and leaves what has a URL of its own', async () => {
  await putWebhook(server, `${receiver.url}/gone-soon`);
  receiver.answer = answerWith(500);
  const account = await deliver();
  const own = await deliver(`${receiver.url}/own`);
  for (const id of [account, own]) await deliveryIn(server, id, 'PENDING', 1);
  await deleteWebhook(server);
  const { error_message } = await deliveryIn(server, account, 'CANCELLED', 1);
  assert.match(error_message ?? '', /deleted/);
  receiver.answer = answerWith(200);
  await comeDue(server);
  await deliveryIn(server, own, 'DELIVERED', 2);
  const config = await readConfig();
  assert.deepEqual([config.is_active, config.disabled_at, config.url], [false, null, `${receiver.url}/gone-soon`]);
});

test('a replay sends the same id and bytes again, to where the webhook points now', async () => {
  await putWebhook(server, `${receiver.url}/before`);
  const id = await deliver();
  await deliveryIn(server, id, 'DELIVERED', 1);
  await putWebhook(server, `${receiver.url}/after`);
  const replayed = assertAnswer('replayWebhookDelivery', await server.call('POST', `/webhook-deliveries/${id}/replay`));
  assert.deepEqual([replayed.delivery_id, replayed.status, replayed.ended_at], [id, 'PENDING', null]);
  const { attempts } = await deliveryIn(server, id, 'DELIVERED', 2);
  assert.deepEqual(
    attempts.map(({ url }) => url),
    [`${receiver.url}/before`, `${receiver.url}/after`],
  );
  const [first] = await receiver.requests('/before', 1);
  const [second] = await receiver.requests('/after', 1);
  assert.deepEqual(second?.body, first?.body);
  assert.equal(second?.headers['webhook-id'], first?.headers['webhook-id']);
});

test('a replay of one that was given up begins a whole schedule anew', async () => {
  receiver.answer = answerWith(500);
  const id = await deliver(`${receiver.url}/again`);
  await deliveryIn(server, id, 'PENDING', 1);
  receiver.answer = answerWith(410);
  await comeDue(server);
  await deliveryIn(server, id, 'FAILED', 2);
  receiver.answer = answerWith(500);
  await server.call('POST', `/webhook-deliveries/${id}/replay`);
  const { next_attempt_at, error_message } = await deliveryIn(server, id, 'PENDING', 3);
  assert.equal(error_message, null);
  assert.ok(secondsUntil(next_attempt_at) < 6);
});

test('a replay while an attempt is under way changes nothing', async () => {
  const { promise: hold, resolve: letGo } = Promise.withResolvers<undefined>();
  receiver.answer = (_received, response) => void hold.then(() => response.end());
  const id = await deliver(`${receiver.url}/held`);
  await receiver.requests('/held', 1);
  assertAnswer('replayWebhookDelivery', await server.call('POST', `/webhook-deliveries/${id}/replay`));
  letGo(undefined);
  await deliveryIn(server, id, 'DELIVERED', 1);
  assert.equal(receiver.received.length, 1);
});

test('a ping is a sample event, marked as a test, also while the webhook is disabled', async () => {
  await putWebhook(server, `${receiver.url}/ping`, 'secret');
  await server.database.query(`update webhook_configs set disabled_at = clock_timestamp()`);
  const { delivery_id } = assertAnswer('testWebhook', await server.call('POST', '/webhook-config/test'));
  const { is_test, command_id, body } = await deliveryIn(server, delivery_id, 'DELIVERED', 1);
  assert.deepEqual([is_test, command_id], [true, null]);
  const [request] = await receiver.requests('/ping', 1);
  assert.ok(request !== undefined);
  assert.equal(request.body.toString(), body);
  assert.equal(webhookEvent.parse(JSON.parse(body)).test, true);
  assert.match(String(request.headers['x-webhook-signature']), /^[0-9a-f]{64}$/);
});

test('the wire shows the deliveries of an account in pages, by status and by command', async () => {
  const { rows } = await server.database.query('select 1 from deliveries');
  const all = await listDeliveries(server, '?limit=100');
  assert.equal(all.length, rows.length);
  assert.deepEqual(
    all.map(({ delivery_id }) => delivery_id),
    all
      .map(({ delivery_id }) => delivery_id)
      .sort()
      .reverse(),
  );
  const failed = await listDeliveries(server, '?status=FAILED');
  assert.ok(failed.length > 0);
  assert.deepEqual(
    failed,
    all.filter(({ status }) => status === 'FAILED'),
  );
  const seen: string[] = [];
  let query = '?limit=3';
  await until(10_000, 'the last page', async () => {
    const page = assertAnswer('listWebhookDeliveries', await server.call('GET', `/webhook-deliveries${query}`));
    seen.push(...page.deliveries.map(({ delivery_id }) => delivery_id));
    query = `?limit=3&cursor=${page.next_cursor ?? ''}`;
    return page.next_cursor === null ? true : null;
  });
  assert.deepEqual(
    seen,
    all.map(({ delivery_id }) => delivery_id),
  );
  assert.deepEqual(await listDeliveries(server, '?command_id=nonsense'), []);
  assert.equal((await getDelivery(server, seen[0] ?? '')).delivery_id, seen[0]);
});
