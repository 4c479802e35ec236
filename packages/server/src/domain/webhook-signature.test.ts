// The signatures against the test vector that the libraries of Standard Webhooks share, and against RFC 4231's HMAC.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signWebhook } from './webhook-signature.ts';

const sentAt = new Date(1_614_265_330_999);

test('the vector of the Standard Webhooks libraries', () => {
  const headers = signWebhook(Buffer.from('{"test": 2432232314}'), {
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    sentAt,
    secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  });
  assert.equal(headers['webhook-id'], 'msg_p5jXN8AQM9LWM0D4loKWxJek');
  assert.equal(headers['webhook-timestamp'], '1614265330');
  assert.equal(headers['webhook-signature'], 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
});

test('the plain signature is the HMAC of the body alone (RFC 4231, test case 2), in lower-case hex', () => {
  const body = Buffer.from('what do ya want for nothing?');
  assert.equal(
    signWebhook(body, { id: 'a', sentAt, secret: 'Jefe' })['x-webhook-signature'],
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  );
});

test('a whsec_ secret signs the plain signature as the text it is, and other secrets count as UTF-8', () => {
  const body = Buffer.from('{}');
  const attempt = { id: 'a', sentAt };
  const whsec = `whsec_${Buffer.from('Jefe').toString('base64')}`;
  const [plain, coded] = ['Jefe', whsec].map((secret) => signWebhook(body, { ...attempt, secret }));
  assert.equal(plain?.['webhook-signature'], coded?.['webhook-signature']);
  assert.notEqual(plain?.['x-webhook-signature'], coded?.['x-webhook-signature']);
  const umlaut = signWebhook(body, { ...attempt, secret: 'ü' });
  const bytes = signWebhook(body, { ...attempt, secret: `whsec_${Buffer.from('ü').toString('base64')}` });
  assert.equal(umlaut['webhook-signature'], bytes['webhook-signature']);
});

test('while two secrets count, the list has a signature by each, the newest first, and the plain one is by the newest', () => {
  const body = Buffer.from('{}');
  const attempt = { id: 'a', sentAt };
  const [newest, before] = ['new', 'old'].map((secret) => signWebhook(body, { ...attempt, secret }));
  const both = signWebhook(body, { ...attempt, secret: 'new', previousSecret: 'old' });
  assert.equal(both['webhook-signature'], `${newest?.['webhook-signature']} ${before?.['webhook-signature']}`);
  assert.equal(both['x-webhook-signature'], newest?.['x-webhook-signature']);
});

test('without a secret there is an id and a time, and no signature', () => {
  const headers = signWebhook(Buffer.from('{}'), { id: 'a', sentAt, secret: null });
  assert.deepEqual(headers, { 'webhook-id': 'a', 'webhook-timestamp': '1614265330' });
});
