// What examples in TypeScript take for granted, as their readers would: a client, an id, a file.
import type { Block } from './read-blocks.ts';

interface Circumstances {
  /** Stands before the example. */
  readonly before?: string;
  /** What it must print. */
  readonly prints?: RegExp;
}

const client =
  "import { createClient } from '@renderio/sdk';\nconst client = createClient({ baseUrl: 'http://127.0.0.1:8080', apiKey: 'ffsk_…' });";

/** By page and heading. */
const circumstances: Readonly<Record<string, Circumstances>> = {
  'docs/sdk.md#Run a command': { prints: /\d %[^]*talk\.mp4/ },
  'docs/sdk.md#Every endpoint': {
    before: `${client}
const { command_id: commandId } = await client.runFfmpegCommand({ body: {
  input_files: {}, output_files: { out_a: 'a.mp4' }, ffmpeg_command: '-f lavfi -i testsrc2=d=2 {{out_a}}',
} });`,
    prints: /frame=/,
  },
  'docs/sdk.md#Webhooks': {
    before: `import { createHmac } from 'node:crypto';
const secret = 'a secret';
const rawBody = '{"data":{"command_id":"x","status":"SUCCESS"},"timestamp":1}';
const signature = createHmac('sha256', secret).update(rawBody).digest('hex');
const request = new Request('https://example.com', { headers: { 'x-webhook-signature': signature } });`,
  },
  'docs/uploads.md#Resumable: tus': {
    before:
      "import { createReadStream } from 'node:fs';\nconst file = Object.assign(createReadStream('clip.mov'), { name: 'clip.mov' });",
    prints: /100 %[^]*[\da-f-]{36}/,
  },
};

export function circumstancesOf({ page, heading }: Block): Circumstances {
  return circumstances[`${page}#${heading}`] ?? {};
}
