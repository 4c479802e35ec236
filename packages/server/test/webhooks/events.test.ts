// What a receiver is sent, and when: the frozen event of each ended command, signed, to the URL that counts.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, afterEach, before, test } from 'node:test';
import { type Command, webhookEvent } from '@renderio/contract';
import { verifyWebhook } from '@renderio/sdk';
import { Webhook } from 'standardwebhooks';
import { startTestServer, type TestServer, until } from '../support/server.ts';
import { type Received, type Receiver, startReceiver } from './receiver.ts';
import { deleteWebhook, deliveryIn, deliveryOf, listDeliveries, putWebhook, quickCommand } from './setting.ts';

let server: TestServer;
let receiver: Receiver;

before(async () => {
  [server, receiver] = await Promise.all([startTestServer({ RENDERIO_CONCURRENCY: '1' }), startReceiver()]);
});
after(async () => {
  await Promise.all([server.stop(), receiver.stop()]);
});
afterEach(async () => {
  await deleteWebhook(server);
  receiver.received.length = 0;
});

async function oneRequest(path: string): Promise<Received> {
  const [request] = await receiver.requests(path, 1);
  assert.ok(request);
  return request;
}

const eventOf = ({ body }: Received) => webhookEvent.parse(JSON.parse(body.toString()));

test('a command that succeeds is told as GET shows it, with links that work and the time it ended', async () => {
  await putWebhook(server, `${receiver.url}/success`);
  const command = await server.run({ ...quickCommand, metadata: { order: 7 } });
  const request = await oneRequest('/success');
  const { data, timestamp } = eventOf(request);
  const link = data.output_files['out_dot']?.storage_url ?? '';
  assert.ok(link.startsWith(`${server.url}/api/media/`), link);
  assert.equal((await fetch(link)).status, 200);

  const withoutLinks = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === 'storage_url' ? null : inner)));
  assert.deepEqual(withoutLinks(data), withoutLinks(command));
  assert.equal(new Date(timestamp).toISOString(), command.completed_at);
  assert.equal(request.headers['content-type'], 'application/json');
  assert.equal(request.headers['user-agent'], 'RenderIO-Webhook/1.0');

  const delivery = await deliveryIn(server, (await deliveryOf(server, command.command_id)).delivery_id, 'DELIVERED');
  assert.equal(request.headers['webhook-id'], delivery.delivery_id);
  assert.equal(delivery.body, request.body.toString());
});

test('a command that fails is told too, and one that is cancelled while it waits', async () => {
  await putWebhook(server, `${receiver.url}/failure`);
  const failed = await server.run({ ...quickCommand, ffmpeg_command: '-f lavfi -i nonsense {{out_dot}}' });
  const { data } = eventOf(await oneRequest('/failure'));
  assert.deepEqual([data.command_id, data.status, data.error_status], [failed.command_id, 'FAILED', 'FFMPEG_FAILED']);

  // With room for one at a time the second waits behind the first.
  const endless = '-re -f lavfi -i color=s=16x16:d=60 {{out_clip}}';
  const long = { input_files: {}, output_files: { out_clip: 'a.mp4' }, ffmpeg_command: endless };
  const [running, waiting] = [await server.submit(long), await server.submit(long)];
  await until(20_000, 'the first runs', async () => {
    const { body } = await server.call<Command>('GET', `/commands/${running}`);
    return body.status === 'PROCESSING' ? body : null;
  });
  receiver.received.length = 0;
  for (const id of [waiting, running]) {
    await server.call('POST', `/commands/${id}/cancel`);
    const told = eventOf((await receiver.requests('/failure', id === waiting ? 1 : 2)).at(-1) ?? assert.fail()).data;
    assert.deepEqual([told.command_id, told.error_status], [id, 'CANCELLED']);
  }
});

test('both signatures fit, by the public library, our own SDK and plain HMAC, with either kind of secret', async () => {
  const whsec = `whsec_${Buffer.from('a secret of thirty-two bytes, ok').toString('base64')}`;
  for (const secret of ['pläin secret 🎬', whsec]) {
    await putWebhook(server, `${receiver.url}/signed`, secret);
    await server.run(quickCommand);
    const { headers, body } = await oneRequest('/signed');
    receiver.received.length = 0;

    assert.equal(headers['x-webhook-signature'], createHmac('sha256', secret).update(body).digest('hex'));
    const library = secret === whsec ? new Webhook(secret) : new Webhook(Buffer.from(secret), { format: 'raw' });
    assert.deepEqual(library.verify(body, headers as Record<string, string>), JSON.parse(body.toString()));
    assert.deepEqual(await verifyWebhook(body, headers, secret), JSON.parse(body.toString()));
    const forged = Buffer.from(body.toString().replace('SUCCESS', 'FAILURE'));
    assert.throws(() => library.verify(forged, headers as Record<string, string>));
  }
});

test('without a secret nothing is signed, and a PUT without one clears it', async () => {
  await putWebhook(server, `${receiver.url}/unsigned`, 'secret');
  await putWebhook(server, `${receiver.url}/unsigned`);
  await server.run(quickCommand);
  const { headers } = await oneRequest('/unsigned');
  assert.equal(headers['x-webhook-signature'], undefined);
  assert.equal(headers['webhook-signature'], undefined);
  assert.ok(headers['webhook-id']);
  assert.match(String(headers['webhook-timestamp']), /^\d{10}$/);
});

test("a command's own URL replaces the account's, signed with the account's secret, user info as credentials", async () => {
  await putWebhook(server, `${receiver.url}/account`, 'secret');
  const own = `${receiver.url.replace('//', '//user:pa%20ss@')}/own`;
  const { command_id } = await server.run({ ...quickCommand, webhook_url: own });
  const { headers, body } = await oneRequest('/own');
  assert.equal(headers['x-webhook-signature'], createHmac('sha256', 'secret').update(body).digest('hex'));
  assert.equal(headers.authorization, `Basic ${Buffer.from('user:pa ss').toString('base64')}`);
  assert.equal((await deliveryOf(server, command_id)).url, own.replace('user:pa%20ss', '***'));
  assert.equal(receiver.received.filter(({ path }) => path === '/account').length, 0);
});

test("passwords in the URLs of inputs are not told; a command's own URL needs no configuration", async () => {
  const url = `${receiver.url.replace('//', '//me:secret@')}/nothing-here.mp4`;
  receiver.answer = ({ path }, response) => response.writeHead(path.endsWith('.mp4') ? 404 : 200).end();
  await server.run({
    input_files: { in_film: url },
    output_files: { out_film: 'b.mp4' },
    ffmpeg_command: '-i {{in_film}} {{out_film}}',
    webhook_url: `${receiver.url}/masked`,
  });
  const request = await oneRequest('/masked');
  receiver.answer = (_received, response) => response.end();
  assert.equal(eventOf(request).data.original_request.input_files['in_film'], url.replace('me:secret', '***'));
  assert.doesNotMatch(request.body.toString(), /secret/);
});

test('with no webhook, or a deleted one, nothing is written', async () => {
  const never = await server.run(quickCommand);
  await putWebhook(server, `${receiver.url}/deleted`);
  await deleteWebhook(server);
  const deleted = await server.run(quickCommand);
  for (const { command_id } of [never, deleted]) {
    assert.deepEqual(await listDeliveries(server, `?command_id=${command_id}`), []);
  }
});
