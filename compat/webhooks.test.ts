// Webhooks: the account's configuration, what a receiver gets and how it is signed, a command's own URL, and retries.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, test } from 'node:test';
import { assertRefused, call, finished, picture, submit, succeed } from './support/client.ts';
import { type Host, type Received, startHost } from './support/host.ts';
import { assertShape, type Command } from './support/wire.ts';

let host: Host;
before(async () => {
  host = await startHost();
});
after(async () => {
  await call('DELETE', '/webhook-config');
  await host.stop();
});

const secret = 'a secret of ours: ü';

interface Event {
  data: Command;
  timestamp: number;
}

function eventOf({ body }: Received): Event {
  return JSON.parse(body.toString()) as Event;
}

test('there is none at first, or what was set before', async () => {
  const config = await succeed<{ configured: boolean }>('GET', '/webhook-config');
  if (config.configured) assertShape('webhookConfig', config);
  else assert.deepEqual(config, { configured: false });
});

test('setting one answers success and the URL, and reads back without the secret', async () => {
  const url = `${host.url}/set`;
  assert.deepEqual(await succeed('PUT', '/webhook-config', { url, secret }), { success: true, url });
  const config = await succeed<Record<string, unknown>>('GET', '/webhook-config');
  assertShape('webhookConfig', config);
  const fields = { configured: true, url, is_active: true, consecutive_failures: 0, disabled_at: null };
  assert.deepEqual({ ...config, ...fields }, config);
  assert.ok(!JSON.stringify(config).includes(secret));
});

test('a bad configuration is 422', async () => {
  for (const body of [
    {},
    { url: 'x' },
    { url: 5 },
    { url: 'ftp://example.com/' },
    { url: `${host.url}/a`, secret: 5 },
  ]) {
    assertRefused(await call('PUT', '/webhook-config', body), 'VALIDATION_ERROR', JSON.stringify(body));
  }
});

test('a command that succeeds is told once, as GET gives it, signed in both ways', async () => {
  await succeed('PUT', '/webhook-config', { url: `${host.url}/success`, secret });
  const commandId = await submit({ ...picture, metadata: { order: 7 } });
  const command = await finished(commandId);
  const [received] = await host.received('/success', 1);
  assert.ok(received !== undefined);
  const { headers, body } = received;
  assert.equal(headers['content-type'], 'application/json');
  assert.equal(headers['user-agent'], 'RenderIO-Webhook/1.0');
  assert.equal(headers['x-webhook-signature'], createHmac('sha256', secret).update(body).digest('hex'));
  const id = String(headers['webhook-id']);
  const sentAt = String(headers['webhook-timestamp']);
  assert.ok(Math.abs(Number(sentAt) * 1000 - received.atMs) < 60_000);
  const signed = createHmac('sha256', secret).update(`${id}.${sentAt}.`).update(body).digest('base64');
  assert.ok(String(headers['webhook-signature']).split(' ').includes(`v1,${signed}`));

  const event = eventOf(received);
  assert.deepEqual(Object.keys(event).sort(), ['data', 'timestamp']);
  assert.ok(Math.abs(event.timestamp - received.atMs) < 60_000, 'milliseconds');
  assertShape('command', event.data);
  const withoutLinks = (value: Command): unknown =>
    JSON.parse(JSON.stringify(value, (key, item: unknown) => (key === 'storage_url' ? null : item)));
  assert.deepEqual(withoutLinks(event.data), withoutLinks(command));
  const link = event.data.output_files['out_a']?.storage_url ?? '';
  assert.equal((await fetch(link)).status, 200, 'its links can be read');
});

test('a secret that begins with whsec_ is a key in base64 for one signature and a word for the other', async () => {
  const key = Buffer.from('0123456789abcdef0123456789abcdef');
  const whsec = `whsec_${key.toString('base64')}`;
  await succeed('PUT', '/webhook-config', { url: `${host.url}/whsec`, secret: whsec });
  await submit(picture);
  const [received] = await host.received('/whsec', 1);
  const { headers = {}, body = Buffer.alloc(0) } = received ?? {};
  assert.equal(headers['x-webhook-signature'], createHmac('sha256', whsec).update(body).digest('hex'));
  const signed = createHmac('sha256', key)
    .update(`${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.`)
    .update(body);
  assert.ok(
    String(headers['webhook-signature'])
      .split(' ')
      .includes(`v1,${signed.digest('base64')}`),
  );
});

test('setting one without a secret clears it: nothing is signed', async () => {
  await succeed('PUT', '/webhook-config', { url: `${host.url}/unsigned` });
  await submit(picture);
  const [received] = await host.received('/unsigned', 1);
  assert.equal(received?.headers['x-webhook-signature'], undefined);
  assert.equal(received?.headers['webhook-signature'], undefined);
  assert.ok(received?.headers['webhook-id'] !== undefined);
});

test('a command that fails is told as well, and so is each of several', async () => {
  await succeed('PUT', '/webhook-config', { url: `${host.url}/failed` });
  const failing = { ...picture, ffmpeg_command: '-f lavfi -i nosuchsource {{out_a}}' };
  const { command_ids } = await succeed<{ command_ids: string[] }>('POST', '/run-multiple-ffmpeg-commands', {
    commands: [failing, picture],
  });
  const events = (await host.received('/failed', 2)).map(eventOf);
  assert.deepEqual(events.map(({ data }) => data.command_id).sort(), [...command_ids].sort());
  const failed = events.find(({ data }) => data.command_id === command_ids[0])?.data;
  assert.deepEqual([failed?.status, failed?.error_status], ['FAILED', 'FFMPEG_FAILED']);
});

test("a command's own URL is used in place of the account's, signed with the account's secret", async () => {
  await succeed('PUT', '/webhook-config', { url: `${host.url}/account`, secret });
  const commandId = await submit({ ...picture, webhook_url: `${host.url}/own` });
  const [received] = await host.received('/own', 1);
  assert.ok(received !== undefined);
  assert.equal(eventOf(received).data.command_id, commandId);
  assert.equal(
    received.headers['x-webhook-signature'],
    createHmac('sha256', secret).update(received.body).digest('hex'),
  );
  // A later event has come; the account's URL has had none of the earlier command's.
  const laterId = await submit(picture);
  const later = await host.received('/account', 1);
  assert.deepEqual(
    later.map((each) => eventOf(each).data.command_id),
    [laterId],
  );
});

test('what is not taken with a 2xx is sent again after 5 seconds, the same bytes under the same id', async () => {
  const url = host.answerPosts('/retried', 500);
  await succeed('PUT', '/webhook-config', { url, secret });
  await submit(picture);
  const [first, second] = await host.received('/retried', 2, 30_000);
  assert.ok(first !== undefined && second !== undefined);
  assert.deepEqual(second.body, first.body);
  assert.equal(second.headers['webhook-id'], first.headers['webhook-id']);
  const apart = (second.atMs - first.atMs) / 1000;
  assert.ok(apart > 3 && apart < 12, `${apart} s apart`);
});

test('deleting makes it inactive, and keeps it readable', async () => {
  await succeed('PUT', '/webhook-config', { url: `${host.url}/ended` });
  assert.deepEqual(await succeed('DELETE', '/webhook-config'), { success: true });
  const config = await succeed<{ is_active: boolean }>('GET', '/webhook-config');
  assertShape('webhookConfig', config);
  assert.equal(config.is_active, false);
  await finished(await submit({ ...picture, webhook_url: `${host.url}/still-own` }));
  await host.received('/still-own', 1);
  await assert.rejects(host.received('/ended', 1, 200));
});
