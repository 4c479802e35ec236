// The headers that the server sends with an event, made here for events that this program hands on.
import { createHmac } from 'node:crypto';

export interface SignOptions {
  readonly id: string;
  readonly timestampSeconds: number;
  readonly secret: string;
}

/** RenderIO's signature and that of Standard Webhooks, keyed as docs/webhooks.md tells. */
export function signEvent(body: string, { id, timestampSeconds, secret }: SignOptions): Record<string, string> {
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : secret;
  const standard = createHmac('sha256', key).update(`${id}.${timestampSeconds}.${body}`).digest('base64');
  return {
    'content-type': 'application/json',
    'user-agent': 'RenderIO-Webhook/1.0',
    'x-webhook-signature': createHmac('sha256', secret).update(body).digest('hex'),
    'webhook-id': id,
    'webhook-timestamp': String(timestampSeconds),
    'webhook-signature': `v1,${standard}`,
  };
}
