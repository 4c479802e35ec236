// The signatures of a webhook: RenderIO's own header, and those of Standard Webhooks (standardwebhooks.com, version 1.0.0).
import { createHmac } from 'node:crypto';

const prefix = 'whsec_';

export interface SignedAttempt {
  readonly id: string;
  readonly sentAt: Date;
  readonly secret: string | null;
  /** For a while after the secret was rotated. */
  readonly previousSecret?: string | null;
}

/**
 * The headers that identify and sign one attempt; without a secret there are no signatures. `webhook-signature` is a
 * list that has one signature by each secret, `X-Webhook-Signature` one by the newest alone.
 *
 * `body` is exactly what is sent. A secret that begins with `whsec_` is base64 after the prefix for `webhook-signature`,
 * and the text as it stands for `X-Webhook-Signature`; any other secret is its UTF-8 bytes for both.
 */
export function signWebhook(
  body: Uint8Array,
  { id, sentAt, secret, previousSecret = null }: SignedAttempt,
): Record<string, string> {
  const timestamp = String(Math.floor(sentAt.getTime() / 1000));
  const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp };
  if (secret === null) return headers;
  const sign = (by: string): string => {
    const key = by.startsWith(prefix) ? Buffer.from(by.slice(prefix.length), 'base64') : Buffer.from(by);
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')}`;
  };
  const secrets = previousSecret === null ? [secret] : [secret, previousSecret];
  return {
    ...headers,
    'webhook-signature': secrets.map(sign).join(' '),
    'x-webhook-signature': createHmac('sha256', secret).update(body).digest('hex'),
  };
}
