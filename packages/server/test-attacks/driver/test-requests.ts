// Makes a test of each vector that is no command: requests, bytes on a socket, receivers of webhooks.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, test } from 'node:test';
import { apiErrors, type DeliveryWithAttempts, type ErrorBody } from '@renderio/contract';
import { until } from '../../test/support/server.ts';
import type { BytesVector, Family, HoldVector, ReceiverVector, RequestVector, UploadVector } from '../vector.ts';
import type { Battlefield, Client } from './battlefield.ts';
import { bringBelongings, viewOfVictim } from './belongings.ts';
import { gatherEvidence } from './send-command.ts';

export function testRequests(families: readonly Family<RequestVector>[], field: () => Battlefield): void {
  for (const { name, vectors } of families) {
    describe(name, { concurrency: 3 }, () => {
      for (const vector of vectors) test(vector.name, () => request(field(), vector));
    });
  }
}

async function request(field: Battlefield, vector: RequestVector): Promise<void> {
  const { attacker, canaries, url } = field;
  const { method, body } = vector;
  const text = body === undefined ? null : canaries.fill(typeof body === 'string' ? body : JSON.stringify(body));
  const headers = Object.entries(vector.headers ?? {}).map(([name, value]) => [name, canaries.fill(value)]);
  const response = await fetch(url + canaries.fill(vector.path), {
    method,
    headers: {
      'x-api-key': attacker.key,
      ...(text === null ? {} : { 'content-type': 'application/json' }),
      ...(Object.fromEntries(headers) as Record<string, string>),
    },
    body: text,
    redirect: 'manual',
  });
  const answer = Buffer.from(await response.arrayBuffer()).toString('latin1');
  const shown = `${response.status} ${answer.slice(0, 1000)}`;
  const evidence = [answer, ...[...response.headers].flat(), await whatBecomes(attacker, field, answer)].join('\n');
  assert.deepEqual(canaries.findIn(evidence), [], `this leaked into ${evidence.slice(0, 2000)}`);
  for (const word of vector.never ?? []) assert.ok(!answer.includes(canaries.fill(word)), `${word} is in ${shown}`);
  assert.ok(
    vector.answers.some((code) => response.status === (typeof code === 'number' ? code : apiErrors[code].status)),
    shown,
  );
  if (response.status >= 400 && method !== 'HEAD') {
    const { error } = JSON.parse(answer) as ErrorBody;
    assert.ok(
      vector.answers.some((foreseen) => foreseen === error),
      shown,
    );
  }
  assert.deepEqual(await canaries.touched(), []);
}

/** What an answer's id stands for once it is done: the attack may be in what follows. */
async function whatBecomes(attacker: Client, field: Battlefield, answer: string): Promise<string> {
  const { command_id: commandId, file_id: fileId } = readIds(answer);
  if (commandId !== undefined) return await gatherEvidence(field, await attacker.finished(commandId));
  return fileId === undefined ? '' : JSON.stringify(await attacker.stored(fileId));
}

function readIds(answer: string): { command_id?: string; file_id?: string } {
  try {
    const body = JSON.parse(answer) as { command_id?: string; file_id?: string; status?: string } | null;
    // Of an object that is shown itself there is nothing more to come.
    return body?.status === undefined ? (body ?? {}) : {};
  } catch {
    return {};
  }
}

/** The victim gets its belongings first, and has them unchanged in the end. */
export function testTenancy(families: readonly Family<RequestVector>[], field: () => Battlefield): void {
  describe('another account', () => {
    let before: unknown;
    test('has belongings', async () => {
      await bringBelongings(field());
      before = await viewOfVictim(field());
    });
    testRequests(families, field);
    test('has its belongings as they were', async () => {
      assert.deepEqual(await viewOfVictim(field()), before);
    });
  });
}

const answerLimitMs = 10_000;

export function testBytes(families: readonly Family<BytesVector>[], field: () => Battlefield): void {
  for (const { name, vectors } of families) {
    describe(name, { concurrency: 3 }, () => {
      for (const vector of vectors) {
        test(vector.name, async () => {
          const { attacker, canaries, url } = field();
          const answered = await exchange(url, vector.bytes(attacker.key));
          assert.deepEqual(canaries.findIn(answered), []);
          const statuses = [...answered.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) => Number(status));
          assert.deepEqual(statuses, vector.answers, answered.slice(0, 2000));
          const { status } = await attacker.call('GET', '/commands?limit=1');
          assert.equal(status, 200, 'the next request is served');
        });
      }
    });
  }
}

/** All that the server answers until it closes the connection, or says nothing more. */
async function exchange(url: string, bytes: string | Buffer): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  // A server that refuses early may reset the connection while we still send.
  socket.on('error', () => undefined);
  let answered = '';
  socket.on('data', (chunk) => {
    answered += chunk.toString('latin1');
  });
  socket.setTimeout(answerLimitMs, () => socket.destroy(new Error('no end')));
  await once(socket, 'connect');
  socket.write(bytes);
  await once(socket, 'close');
  return answered;
}

export function testReceivers(families: readonly Family<ReceiverVector>[], field: () => Battlefield): void {
  for (const { name, vectors } of families) {
    describe(name, { concurrency: 4 }, () => {
      for (const vector of vectors) test(vector.name, () => notify(field(), vector));
    });
  }
}

async function notify(field: Battlefield, { url, secret, comesTo }: ReceiverVector): Promise<void> {
  const { canaries } = field;
  const account = await field.openAccount();
  const put = await account.call('PUT', '/webhook-config', {
    url: canaries.fill(url),
    ...(secret === undefined ? {} : { secret }),
  });
  if (comesTo === 'refused') {
    assert.equal(put.status, 422, JSON.stringify(put.body));
  } else {
    assert.equal(put.status, 200, JSON.stringify(put.body));
    const { body } = await account.call<{ delivery_id: string }>('POST', '/webhook-config/test', {});
    const delivery = await until(30_000, 'the test is sent', async () => {
      const answer = await account.call<DeliveryWithAttempts>('GET', `/webhook-deliveries/${body.delivery_id}`);
      return answer.body.attempts.length > 0 ? answer.body : null;
    });
    const [attempt] = delivery.attempts;
    assert.equal(delivery.status === 'DELIVERED', comesTo === 'delivered', JSON.stringify(delivery).slice(0, 2000));
    assert.ok((attempt?.response_body ?? '').length <= 65_536, 'what is kept of an answer is bounded');
    assert.deepEqual(canaries.findIn(JSON.stringify(delivery)), []);
  }
  assert.deepEqual(await canaries.touched(), []);
}

/** What a browser runs in the origin that it came from. */
const activeTypes = /html|svg|xml|script|wasm|flash|pdf/;

export function testUploads(families: readonly Family<UploadVector>[], field: () => Battlefield): void {
  for (const { name, vectors } of families) {
    describe(name, { concurrency: 3 }, () => {
      for (const { name: vector, filename, bytes } of vectors) {
        test(vector, async () => {
          const { attacker, canaries } = field();
          const fileId = await attacker.upload(filename, Buffer.from(canaries.fill(bytes), 'latin1'));
          const { storage_url: link } = await attacker.stored(fileId);
          assert.ok(link !== null);
          const { headers, status } = await fetch(link);
          assert.equal(status, 200);
          const type = headers.get('content-type') ?? '';
          const disposition = headers.get('content-disposition') ?? '';
          assert.ok(!activeTypes.test(type) || disposition.startsWith('attachment'), `${type} ${disposition}`);
          assert.doesNotMatch(type, /^(text\/html|image\/svg|application\/xhtml|text\/javascript)/);
          assert.equal(headers.get('x-content-type-options'), 'nosniff');
          assert.match(headers.get('content-security-policy') ?? '', /\bsandbox\b/);
          assert.equal(headers.get('set-cookie'), null);
        });
      }
    });
  }
}

const ordinaryLimitMs = 5_000;

export function testHolds(families: readonly Family<HoldVector>[], field: () => Battlefield): void {
  for (const { name, vectors } of families) {
    describe(name, () => {
      for (const vector of vectors) {
        test(vector.name, async () => {
          const { attacker, neighbour, url } = field();
          await using held = await holdConnections(
            url,
            vector.connections,
            vector.bytes.replace('@KEY@', attacker.key),
          );
          const before = performance.now();
          const { status } = await neighbour.call('GET', '/commands?limit=1');
          const tookMs = performance.now() - before;
          assert.equal(status, 200);
          assert.ok(tookMs < ordinaryLimitMs, `it took ${tookMs} ms beside ${held.count} connections`);
        });
      }
    });
  }
}

async function holdConnections(
  url: string,
  count: number,
  bytes: string,
): Promise<AsyncDisposable & { count: number }> {
  const { hostname, port } = new URL(url);
  const sockets = await Promise.all(
    Array.from({ length: count }, async () => {
      const socket = connect({ host: hostname, port: Number(port) });
      socket.on('error', () => undefined);
      await once(socket, 'connect');
      // Nothing is read: what the server answers stays in its hands.
      socket.write(bytes);
      return socket;
    }),
  );
  return {
    count,
    async [Symbol.asyncDispose]() {
      const closed = sockets.filter((socket) => !socket.closed).map((socket) => once(socket, 'close'));
      for (const socket of sockets) socket.destroy();
      await Promise.all(closed);
    },
  };
}
