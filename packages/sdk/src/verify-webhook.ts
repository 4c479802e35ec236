// Proves that a webhook came from this server: RenderIO's own signature, or Standard Webhooks (standardwebhooks.com).
import type { WebhookEvent } from '@renderio/contract';

export type WebhookHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

export class WebhookVerificationError extends Error {
  override readonly name = 'WebhookVerificationError';
}

const utf8 = new TextEncoder();
const toleranceSeconds = 300;

/**
 * The event, once its signature has been checked in constant time.
 *
 * Give the body exactly as it came, not parsed and written again. With the Standard Webhooks headers the time of
 * sending is checked too (5 minutes either way), so that an old delivery cannot be played back; `webhook-id` is the
 * same over all attempts at one event. Throws `WebhookVerificationError`.
 */
export async function verifyWebhook(
  body: string | Uint8Array,
  headers: WebhookHeaders,
  secret: string,
  { nowMs = Date.now() }: { readonly nowMs?: number } = {},
): Promise<WebhookEvent> {
  const bytes = typeof body === 'string' ? utf8.encode(body) : body;
  const isGenuine =
    headerOf(headers, 'webhook-signature') === null
      ? await matchesPlain(bytes, headers, secret)
      : await matchesStandard(bytes, headers, secret, nowMs);
  if (!isGenuine) throw new WebhookVerificationError('The signature does not fit the body: check the secret.');
  return JSON.parse(new TextDecoder().decode(bytes)) as WebhookEvent;
}

/** `X-Webhook-Signature`: HMAC-SHA256 of the body in lower-case hex, keyed by the secret as it stands. */
async function matchesPlain(body: Uint8Array, headers: WebhookHeaders, secret: string): Promise<boolean> {
  const given = headerOf(headers, 'x-webhook-signature');
  if (given === null) throw new WebhookVerificationError('There is no signature: set a secret on the webhook.');
  return /^[0-9a-f]{64}$/.test(given) && (await hmacFits(utf8.encode(secret), fromHex(given), body));
}

/** `v1,<base64>` of `id.timestamp.body`, several apart by blanks while a secret is changed. */
async function matchesStandard(
  body: Uint8Array,
  headers: WebhookHeaders,
  secret: string,
  nowMs: number,
): Promise<boolean> {
  const id = headerOf(headers, 'webhook-id') ?? '';
  const timestamp = headerOf(headers, 'webhook-timestamp') ?? '';
  if (!(Math.abs(nowMs / 1000 - Number(timestamp || Number.NaN)) <= toleranceSeconds)) {
    throw new WebhookVerificationError('The delivery is older than 5 minutes, or the clocks differ.');
  }
  const signed = new Uint8Array([...utf8.encode(`${id}.${timestamp}.`), ...body]);
  const key = secret.startsWith('whsec_') ? fromBase64(secret.slice('whsec_'.length)) : utf8.encode(secret);
  if (key === null) throw new WebhookVerificationError('The secret begins with whsec_ but is not base64 after it.');
  for (const signature of (headerOf(headers, 'webhook-signature') ?? '').split(' ')) {
    const given = signature.startsWith('v1,') ? fromBase64(signature.slice('v1,'.length)) : null;
    if (given !== null && (await hmacFits(key, given, signed))) return true;
  }
  return false;
}

async function hmacFits(
  key: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
  data: Uint8Array,
): Promise<boolean> {
  const bytes = data as Uint8Array<ArrayBuffer>;
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const hmacKey = await crypto.subtle.importKey('raw', key, algorithm, false, ['verify']);
  return await crypto.subtle.verify('HMAC', hmacKey, signature, bytes);
}

function headerOf(headers: WebhookHeaders, name: string): string | null {
  if (headers instanceof Headers) return headers.get(name);
  const [, value] = Object.entries(headers).find(([key]) => key.toLowerCase() === name) ?? [];
  return (typeof value === 'string' ? value : value?.[0]) ?? null;
}

const fromHex = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/** Null for what is not base64, or nothing. */
function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  if (text === '' || text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return null;
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}
