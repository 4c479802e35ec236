// Receives renderio's webhooks with the SDK: WEBHOOK_SECRET=whsec_… PORT=3000 node sdk-receiver.ts
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { verifyWebhook, type WebhookEvent, WebhookVerificationError } from '@renderio/sdk';

const secret = process.env['WEBHOOK_SECRET'] ?? '';
if (secret === '') throw new Error('Set WEBHOOK_SECRET to the secret that the webhook was set with.');

/** Events that came before. In earnest: a unique column of your database, written together with what you do. */
const seen = new Set<string>();

async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
  // The body as it came, not parsed and written again.
  const event = await verifyWebhook(await buffer(request), request.headers, secret);
  // Answered first, within the 15 seconds that there are; what takes longer comes after.
  response.writeHead(204).end();
  const id = String(request.headers['webhook-id']);
  if (seen.has(id)) return;
  seen.add(id);
  handle(event);
}

function handle({ test, data }: WebhookEvent): void {
  if (test === true) console.log('ping');
  else if (data.status === 'FAILED') console.log(data.command_id, 'FAILED', data.error_message);
  else {
    for (const [alias, { storage_url }] of Object.entries(data.output_files)) {
      console.log(data.command_id, data.status, alias, storage_url);
    }
  }
}

createServer((request, response) => {
  receive(request, response).catch((error: unknown) => {
    if (error instanceof WebhookVerificationError) response.writeHead(401).end(error.message);
    else {
      console.error(error);
      response.destroy();
    }
  });
}).listen(Number(process.env['PORT'] ?? 3000), '127.0.0.1');
