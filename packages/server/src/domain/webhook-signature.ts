// The signatures of a webhook: RenderIO's own header, and those of Standard Webhooks (standardwebhooks.com, version 1.0.0).
import { createHmac } from 'node:crypto';

const prefix = 'whsec_';

/**
 * The headers that identify and sign one attempt; without a secret there are no signatures.
 *
 * `body` is exactly what is sent. A secret that begins with `whsec_` is base64 after the prefix for `webhook-signature`,
 * and the text as it stands for `X-Webhook-Signature`; any other secret is its UTF-8 bytes for both.
 */
export function signWebhook(
  body: Uint8Array,
  attempt: { readonly id: string; readonly sentAt: Date; readonly secret: string | null },
): Record<string, string> {
  const { id, sentAt, secret } = attempt;
  const timestamp = String(Math.floor(sentAt.getTime() / 1000));
  const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp };
  if (secret === null) return headers;
  const key = secret.startsWith(prefix) ? Buffer.from(secret.slice(prefix.length), 'base64') : Buffer.from(secret);
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
  return {
    ...headers,
    'webhook-signature': `v1,${signature}`,
    'x-webhook-signature': createHmac('sha256', secret).update(body).digest('hex'),
  };
}
