// Both signatures, made by others: Node's own HMAC, and the public Standard Webhooks library.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { verifyWebhook, WebhookVerificationError } from './verify-webhook.ts';

const body = JSON.stringify({ data: { command_id: 'c', note: 'ü 🎬' }, timestamp: 1_700_000_000_000 });
const whsec = `whsec_${Buffer.from('thirty-two bytes of secret key!!').toString('base64')}`;
const now = new Date();

const plain = (secret: string, text = body) => ({
  'X-Webhook-Signature': createHmac('sha256', secret).update(text).digest('hex'),
});
function standard(secret: string, at = now, text = body): Record<string, string> {
  const signer = new Webhook(secret, secret.startsWith('whsec_') ? {} : { format: 'raw' });
  return {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': signer.sign('msg_1', at, text),
  };
}

test('both signatures are accepted with either kind of secret, as text or bytes, in any form of headers', async () => {
  for (const secret of ['plain secret', whsec]) {
    for (const headers of [plain(secret), standard(secret), { ...plain(secret), ...standard(secret) }]) {
      for (const form of [headers, new Headers(headers)]) {
        for (const bytes of [body, Buffer.from(body)]) {
          assert.deepEqual(await verifyWebhook(bytes, form, secret), JSON.parse(body));
        }
      }
    }
  }
});

test('one good signature among several is enough, as while a secret is changed', async () => {
  const headers = standard(whsec);
  headers['webhook-signature'] = `v1a,x v1,!! v1,AAAA ${headers['webhook-signature'] ?? ''}`;
  assert.deepEqual(await verifyWebhook(body, headers, whsec), JSON.parse(body));
});

test('anything else is refused with the reason', async () => {
  const old = new Date(now.getTime() - 301_000);
  const cases: [string, Record<string, string>, string, RegExp][] = [
    ['another body', plain('s', `${body} `), 's', /does not fit/],
    ['another secret', plain('t'), 's', /does not fit/],
    ['upper-case hex', { 'x-webhook-signature': plain('s')['X-Webhook-Signature'].toUpperCase() }, 's', /does not fit/],
    ['half a signature', { 'x-webhook-signature': plain('s')['X-Webhook-Signature'].slice(32) }, 's', /does not fit/],
    ['no signature', {}, 's', /no signature/],
    ['another standard body', standard(whsec, now, `${body} `), whsec, /does not fit/],
    ['another id', { ...standard(whsec), 'webhook-id': 'msg_2' }, whsec, /does not fit/],
    ['an old one', standard(whsec, old), whsec, /older than 5 minutes/],
    ['one from the future', standard(whsec, new Date(now.getTime() + 302_000)), whsec, /clocks differ/],
    ['no time', { ...standard(whsec), 'webhook-timestamp': '' }, whsec, /older than 5 minutes/],
    ['a bad standard one beside a good plain one', { ...plain(whsec), ...standard(whsec, old) }, whsec, /older/],
    ['a secret that is not base64', standard(whsec), 'whsec_!', /not base64/],
  ];
  for (const [name, headers, secret, message] of cases) {
    await assert.rejects(
      verifyWebhook(body, headers, secret, { nowMs: now.getTime() }),
      (error) => error instanceof WebhookVerificationError && message.test(error.message),
      name,
    );
  }
});
