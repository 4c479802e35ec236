// What docs/no-code.md tells Make and Zapier to send, sent as it is written there.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Command } from '@renderio/contract';
import { makeVideo } from '../support/media.ts';
import { type FileHost, startFileHost } from '../support/origin.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { workflowsFolder } from './workflow.ts';

const page = await readFile(join(workflowsFolder, '../no-code.md'), 'utf8');
let server: TestServer;
let host: FileHost;
let clip: string;

before(async () => {
  [server, host] = await Promise.all([startTestServer(), startFileHost()]);
  clip = host.serve('talk.mov', await makeVideo());
});
after(async () => {
  await Promise.all([server.stop(), host.stop()]);
});

/** The table of a tool: field → what stands under each of its two requests. */
function fieldsOf(section: string): Map<string, readonly string[]> {
  const rows = [...section.matchAll(/^\| (.*) \|$/gm)].map(([, row = '']) => row.split('|').map((cell) => cell.trim()));
  return new Map(rows.map(([field = '', ...cells]) => [field, cells]));
}

const codesIn = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

for (const { tool, body: bodyField, mostSeconds, alias } of [
  { tool: 'Make', body: 'Request content', mostSeconds: 40, alias: 'out_video' },
  { tool: 'Zapier', body: 'Data', mostSeconds: 30, alias: 'out_audio' },
]) {
  test(`${tool}: both requests are as the server wants them, and end before the tool gives up`, async () => {
    const section = page.split(/^## /m).find((text) => text.startsWith(`${tool}\n`)) ?? '';
    const fields = fieldsOf(section);
    const [json = ''] = [...section.matchAll(/```json\n(.*?)```/gs)].map(([, text]) => text);

    const send = async <T>(index: 0 | 1, values: Record<string, string>): Promise<T> => {
      const cell = (name: string): string[] =>
        codesIn(fields.get(name)?.[index] ?? '').map((code) =>
          code.replaceAll(/<(\w+)>/g, (all, value: string) => values[value] ?? all),
        );
      const [url = ''] = cell('URL');
      assert.ok(Number(new URL(url).searchParams.get('wait')) <= mostSeconds - 10);
      const headers = new Headers(cell('Headers').map((line) => line.split(': ') as [string, string]));
      const hasBody = fields.get(bodyField)?.[index] === 'the body below';
      // Make's field of its own for it.
      if ((fields.get('Body type')?.[index] ?? '').includes('content type *JSON*'))
        headers.set('content-type', 'application/json');
      const response = await fetch(url, {
        method: cell('Method')[0] ?? '',
        headers,
        ...(hasBody ? { body: json.replace('https://example.com/talk.mov', clip) } : {}),
      });
      assert.equal(response.status, 200, await response.clone().text());
      return (await response.json()) as T;
    };

    const secrets = { URL: server.url, key: server.key };
    const run = await send<{ command_id: string; command: Command }>(0, secrets);
    assert.equal(run.command.status, 'SUCCESS');
    const command = await send<Command>(1, { ...secrets, command_id: run.command_id });
    for (const { output_files } of [run.command, command]) {
      const link = output_files[alias]?.storage_url ?? '';
      assert.equal((await fetch(link)).status, 200);
    }
  });
}
