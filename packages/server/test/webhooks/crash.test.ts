// kill -9 of the server around an attempt: what was told is told again under the same id, and nothing is lost.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DeliveryWithAttempts } from '@renderio/contract';
import { makeInstallation } from '../failure/setting.ts';
import { until } from '../support/server.ts';
import { connectTo, startServerProcess } from '../support/server-process.ts';
import { startReceiver } from './receiver.ts';
import { quickCommand } from './setting.ts';

test('an attempt that a killed server had under way is made again, with the same id and bytes', async () => {
  await using installation = await makeInstallation();
  const receiver = await startReceiver();
  try {
    const settings = { RENDERIO_DATA: installation.dataFolder, RENDERIO_ALLOW_CIDRS: '127.0.0.0/8' };
    // The first request has come whole and gets no answer: for the sender it is neither delivered nor lost.
    receiver.answer = () => undefined;
    let commandId: string;
    {
      await using first = await startServerProcess(settings);
      const client = await connectTo(first);
      commandId = await client.submit({ ...quickCommand, webhook_url: `${receiver.url}/crash` });
      await receiver.requests('/crash', 1, 30_000);
      first.kill('SIGKILL');
      await first.ended;
    }
    receiver.answer = (_received, response) => response.end();

    await using second = await startServerProcess(settings);
    const client = await connectTo(second);
    const [before, again] = await receiver.requests('/crash', 2, 20_000);
    assert.equal(again?.headers['webhook-id'], before?.headers['webhook-id']);
    assert.deepEqual(again?.body, before?.body);
    assert.equal((await client.finished(commandId)).status, 'SUCCESS');

    const id = String(before?.headers['webhook-id']);
    const delivery = await until(10_000, 'it is delivered', async () => {
      const { body } = await client.call<DeliveryWithAttempts>('GET', `/webhook-deliveries/${id}`);
      return body.status === 'DELIVERED' ? body : null;
    });
    const [lost, good] = delivery.attempts;
    assert.equal(delivery.attempts.length, 2);
    assert.match(lost?.error_message ?? '', /server stopped during this attempt/);
    assert.deepEqual([good?.status_code, good?.error_message], [200, null]);
    assert.equal(receiver.received.length, 2);
  } finally {
    await receiver.stop();
  }
});

test('a server that stops in order hands back what it could not finish sending', async () => {
  await using installation = await makeInstallation();
  const receiver = await startReceiver();
  try {
    const settings = { RENDERIO_DATA: installation.dataFolder, RENDERIO_ALLOW_CIDRS: '127.0.0.0/8' };
    receiver.answer = () => undefined;
    {
      await using first = await startServerProcess(settings);
      const client = await connectTo(first);
      await client.submit({ ...quickCommand, webhook_url: `${receiver.url}/stop` });
      await receiver.requests('/stop', 1, 30_000);
      first.kill('SIGTERM');
      assert.equal(await first.ended, 0);
    }
    receiver.answer = (_received, response) => response.end();
    await using second = await startServerProcess(settings);
    await connectTo(second);
    const [before, again] = await receiver.requests('/stop', 2, 20_000);
    assert.equal(again?.headers['webhook-id'], before?.headers['webhook-id']);
  } finally {
    await receiver.stop();
  }
});
