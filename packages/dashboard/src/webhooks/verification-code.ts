// How a receiver proves that an event comes from this server, ready to be pasted.

export interface Sample {
  readonly language: string;
  readonly code: string;
}

export const verificationSamples: readonly Sample[] = [
  {
    language: 'TypeScript',
    code: `import { verifyWebhook } from '@renderio/sdk';

// The body as it came, not parsed and written again.
const event = await verifyWebhook(rawBody, request.headers, process.env.WEBHOOK_SECRET);
console.log(event.data.command_id, event.data.status);`,
  },
  {
    language: 'Node',
    code: `import { createHmac, timingSafeEqual } from 'node:crypto';

const sent = Buffer.from(request.headers['x-webhook-signature'] ?? '', 'hex');
const made = createHmac('sha256', process.env.WEBHOOK_SECRET).update(rawBody).digest();
if (sent.length !== made.length || !timingSafeEqual(sent, made)) throw new Error('not from renderio');`,
  },
  {
    language: 'Python',
    code: `import hashlib, hmac, os

made = hmac.new(os.environ["WEBHOOK_SECRET"].encode(), raw_body, hashlib.sha256).hexdigest()
if not hmac.compare_digest(made, request.headers.get("X-Webhook-Signature", "")):
    raise PermissionError("not from renderio")`,
  },
  {
    language: 'PHP',
    code: `$body = file_get_contents('php://input');
$made = hash_hmac('sha256', $body, getenv('WEBHOOK_SECRET'));
if (!hash_equals($made, $_SERVER['HTTP_X_WEBHOOK_SIGNATURE'] ?? '')) {
    http_response_code(401);
    exit;
}`,
  },
];
