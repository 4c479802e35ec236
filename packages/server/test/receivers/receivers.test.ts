// The receivers that docs/receivers hands out, each run as it stands: real events arrive, and nothing else is taken.
import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { Command } from '@renderio/contract';
import { startTestServer, type TestServer, until } from '../support/server.ts';
import { deliveryIn, deliveryOf, putWebhook, quickCommand } from '../webhooks/setting.ts';
import { lackOf, languages, type RunningReceiver, startReceiver } from './languages.ts';

let server: TestServer;
before(async () => {
  server = await startTestServer();
});
after(async () => {
  await server.stop();
});

const standardSecret = `whsec_${Buffer.from('a secret of 24 bytes !!!').toString('base64')}`;
const plainSecret = 'a secret as plain text, ünï';

/** One attempt as Standard Webhooks describes it, signed by hand. */
function sign(body: string, changes: { id?: string; sentAt?: string; key?: Buffer } = {}): Record<string, string> {
  const { id = randomUUID(), sentAt = String(Math.floor(Date.now() / 1000)), key = Buffer.from(plainSecret) } = changes;
  const signature = createHmac('sha256', key).update(`${id}.${sentAt}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': sentAt, 'webhook-signature': `v1,${signature}` };
}

async function post(receiver: RunningReceiver, body: string, headers: Record<string, string>): Promise<number> {
  const response = await fetch(receiver.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  await response.text();
  return response.status;
}

/** The lines once there are that many. */
const printed = async (receiver: RunningReceiver, count: number): Promise<readonly string[]> =>
  await until(10_000, `${count} lines are printed`, () =>
    Promise.resolve(receiver.lines().length >= count ? receiver.lines() : null),
  );

const sample = (commandId: string): string =>
  JSON.stringify({ data: { command_id: commandId, status: 'FAILED', error_message: 'Größe', output_files: {} } });

for (const language of languages) {
  const skip = await lackOf(language);

  test(`${language.name}: an ended command arrives with links that work, a failed one with its reason, a test as a ping`, {
    skip,
  }, async () => {
    for (const secret of [plainSecret, standardSecret]) {
      await using receiver = await startReceiver(language, secret);
      await putWebhook(server, receiver.url, secret);
      const command = await server.run(quickCommand);
      const { delivery_id } = await deliveryOf(server, command.command_id);
      const delivery = await deliveryIn(server, delivery_id, 'DELIVERED', 1);
      assert.equal(delivery.attempts[0]?.status_code, 204);
      const [line = ''] = await printed(receiver, 1);
      const link = (JSON.parse(delivery.body) as { data: Command }).data.output_files['out_dot']?.storage_url ?? '';
      assert.equal(line, `${command.command_id} SUCCESS out_dot ${link}`);
      assert.equal((await fetch(link)).status, 200);

      const failed = await server.run({
        ...quickCommand,
        ffmpeg_command: '-f lavfi -i color -ss 9:9 -t 0 {{out_dot}}',
      });
      assert.equal(failed.status, 'FAILED');
      const lines = (await printed(receiver, 2)).join('\n');
      assert.equal(lines, `${line}\n${failed.command_id} FAILED ${failed.error_message}`);
      await server.call('POST', '/webhook-config/test');
      assert.equal((await printed(receiver, 3)).at(-1), 'ping');
    }
  });

  test(`${language.name}: what is forged, changed, old, early or unsigned is refused, and what comes twice is not acted on twice`, {
    skip,
  }, async () => {
    await using receiver = await startReceiver(language, plainSecret);
    const body = sample('forged');
    const nowSeconds = Math.floor(Date.now() / 1000);
    const genuine = sign(body);
    const refused: Record<string, [string, Record<string, string>]> = {
      'by another secret': [body, sign(body, { key: Buffer.from('another') })],
      'by an empty secret': [body, sign(body, { key: Buffer.alloc(0) })],
      'with another body': [body.replace('forged', 'FORGED'), genuine],
      'with another id': [body, { ...genuine, 'webhook-id': randomUUID() }],
      'with another time': [body, { ...genuine, 'webhook-timestamp': String(nowSeconds - 1) }],
      'six minutes old': [body, sign(body, { sentAt: String(nowSeconds - 360) })],
      'six minutes early': [body, sign(body, { sentAt: String(nowSeconds + 360) })],
      'with a time that is no number': [body, sign(body, { sentAt: `${nowSeconds}x` })],
      'without a time': [body, sign(body, { sentAt: '' })],
      'without a signature': [body, { ...genuine, 'webhook-signature': '' }],
      'with half a signature': [
        body,
        { ...genuine, 'webhook-signature': genuine['webhook-signature']?.slice(0, 20) ?? '' },
      ],
      'of another version': [
        body,
        { ...genuine, 'webhook-signature': genuine['webhook-signature']?.replace('v1', 'v2') ?? '' },
      ],
      'without any header': [body, {}],
      empty: ['', {}],
    };
    for (const [name, [text, headers]] of Object.entries(refused)) {
      assert.equal(await post(receiver, text, headers), 401, name);
    }

    const once = sample('once');
    const headers = sign(once);
    assert.equal(await post(receiver, once, headers), 204);
    assert.equal(await post(receiver, once, headers), 204);
    const again = sign(once, { id: headers['webhook-id'] ?? '', sentAt: String(nowSeconds - 60) });
    assert.equal(await post(receiver, once, again), 204);
    const rotated = sign(sample('rotated'));
    rotated['webhook-signature'] = `v1,${'A'.repeat(43)}= ${rotated['webhook-signature']}`;
    assert.equal(await post(receiver, sample('rotated'), rotated), 204);
    const lines = await printed(receiver, 2);
    assert.deepEqual([...lines].sort(), ['once FAILED Größe', 'rotated FAILED Größe']);
  });
}
