// The page of docs/receivers: every receiver as its file stands, so that what is read is what the tests run.
import { readFileSync } from 'node:fs';

const receivers = [
  { title: 'TypeScript', file: 'receiver.ts', fence: 'ts', needs: 'Node 24 alone' },
  { title: 'TypeScript with the SDK', file: 'sdk-receiver.ts', fence: 'ts', needs: 'Node 24 and the [SDK](../sdk.md)' },
  { title: 'Python', file: 'receiver.py', fence: 'python', needs: 'Python 3.10 alone' },
  { title: 'PHP', file: 'receiver.php', fence: 'php', needs: 'PHP 8.0 alone' },
  { title: 'Go', file: 'receiver.go', fence: 'go', needs: 'Go 1.19 alone' },
] as const;

export function receiversPage(note: string): string {
  const sections = receivers.map(({ title, file, fence, needs }) => {
    const code = readFileSync(new URL(`../docs/receivers/${file}`, import.meta.url), 'utf8').trimEnd();
    return `## ${title}\n\n[\`${file}\`](${file}), with ${needs}.\n\n\`\`\`${fence}\n${code}\n\`\`\`\n`;
  });
  return `# Receivers

Whole programs that receive [webhooks](../webhooks.md), each one file to save and run. ${note}

They do what a receiver has to do:

- The signature is checked over the bytes that came, in constant time, by [Standard Webhooks](https://www.standardwebhooks.com): \`webhook-id\`, \`webhook-timestamp\`, \`webhook-signature\`.
- What was sent more than 5 minutes ago is refused with 401, so that an old delivery cannot be played back. The server's and the receiver's clock must be right.
- An event that comes again, by a retry or a replay, has the same \`webhook-id\`, is answered 2xx and not acted on twice.
- The answer goes out before the work: the server waits for 15 seconds.

Each prints the links of a command's results, or why it failed. They listen on loopback; put your web server before them, or on a machine without a public address run \`renderio listen --forward-to http://localhost:3000/hook\` ([command line](../cli.md)) with the same \`WEBHOOK_SECRET\`. The tests run all of them against a real server, with events that are genuine, forged, changed, old and repeated.

${sections.join('\n')}`;
}
