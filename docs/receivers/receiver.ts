// Receives renderio's webhooks with Node alone: WEBHOOK_SECRET=whsec_… PORT=3000 node receiver.ts
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

interface Event {
  test?: boolean;
  data: {
    command_id: string;
    status: string;
    error_message: string | null;
    output_files: Record<string, { storage_url: string | null }>;
  };
}

const secret = process.env['WEBHOOK_SECRET'] ?? '';
if (secret === '') throw new Error('Set WEBHOOK_SECRET to the secret that the webhook was set with.');
/** A secret that begins with whsec_ is base64 behind it, any other is text. */
const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret);
const toleranceSeconds = 300;
const maxBodyBytes = 32 * 1024 * 1024;

/** Events that came before. In earnest: a unique column of your database, written together with what you do. */
const seen = new Set<string>();

/** What is wrong with a request, or null when it is genuine. The body as it came, not parsed and written again. */
function objectionTo(body: Buffer, headers: IncomingMessage['headers']): string | null {
  const header = (name: string): string => (typeof headers[name] === 'string' ? headers[name] : '');
  const id = header('webhook-id');
  const sentAt = header('webhook-timestamp');
  const ageSeconds = Date.now() / 1000 - (/^\d+$/.test(sentAt) ? Number(sentAt) : Number.NaN);
  if (!(Math.abs(ageSeconds) <= toleranceSeconds)) return 'It was not sent within the last 5 minutes.';
  const digest = createHmac('sha256', key).update(`${id}.${sentAt}.`).update(body).digest('base64');
  const expected = Buffer.from(`v1,${digest}`);
  // Several, apart by blanks, while a secret is being changed.
  const isGenuine = header('webhook-signature')
    .split(' ')
    .some((signature) => {
      const given = Buffer.from(signature);
      return given.length === expected.length && timingSafeEqual(given, expected);
    });
  return isGenuine ? null : 'The signature does not fit: check WEBHOOK_SECRET.';
}

async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBodyBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function handle({ test, data }: Event): void {
  if (test === true) console.log('ping');
  else if (data.status === 'FAILED') console.log(data.command_id, 'FAILED', data.error_message);
  else {
    for (const [alias, { storage_url }] of Object.entries(data.output_files)) {
      console.log(data.command_id, data.status, alias, storage_url);
    }
  }
}

async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBody(request);
  const objection = body === null ? 'It is too large.' : objectionTo(body, request.headers);
  if (body === null || objection !== null) {
    response.writeHead(body === null ? 413 : 401, { connection: 'close' }).end(objection);
    return;
  }
  // Answered first, within the 15 seconds that there are; what takes longer comes after.
  response.writeHead(204).end();
  const id = String(request.headers['webhook-id']);
  if (seen.has(id)) return;
  seen.add(id);
  handle(JSON.parse(body.toString()) as Event);
}

createServer((request, response) => {
  receive(request, response).catch((error: unknown) => {
    console.error(error);
    response.destroy();
  });
}).listen(Number(process.env['PORT'] ?? 3000), '127.0.0.1');
