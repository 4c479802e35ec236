// What every workflow of docs/n8n has to do, whoever runs it: our own reader in `npm test`, n8n itself in `test:full`.
import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Command } from '@renderio/contract';
import { type ApiCall, writeCode } from '../../../dashboard/src/compose/request-code.ts';
import { makeVideo } from '../support/media.ts';
import { type FileHost, startFileHost } from '../support/origin.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { type Receiver, startReceiver } from '../webhooks/receiver.ts';
import { deliveryIn, deliveryOf, putWebhook } from '../webhooks/setting.ts';
import type { Credentials, Execution, ListeningWorkflow } from './replay.ts';
import { append, fillIn, nodeOf, readWorkflow, type Workflow } from './workflow.ts';

export interface WorkflowRunner extends AsyncDisposable {
  /** Runs it to its end. */
  execute(workflow: Workflow, credentials: Credentials): Promise<Execution>;
  /** Has its webhook taken until the end of the scope. */
  listen(workflow: Workflow, credentials: Credentials): Promise<ListeningWorkflow>;
}

/** As the notes in the files ask for: no `whsec_`, which n8n could not decode. */
const secret = 'a secret that is plain text';

/** @param startRunner gets a folder whose files workflows may read */
export function testWorkflows(startRunner: (filesFolder: string) => Promise<WorkflowRunner>): void {
  let folder: string;
  let server: TestServer;
  let host: FileHost;
  let next: Receiver;
  let runner: WorkflowRunner;
  let video: Buffer;
  let clip: string;
  let credentials: Credentials;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'renderio-workflows-'));
    [server, host, next, video] = await Promise.all([startTestServer(), startFileHost(), startReceiver(), makeVideo()]);
    clip = host.serve('talk.mov', video);
    credentials = {
      headers: { renderio: { name: 'X-API-KEY', value: server.key } },
      secrets: { 'renderio webhook': secret },
    };
    runner = await startRunner(folder);
  });
  after(async () => {
    await runner[Symbol.asyncDispose]();
    await Promise.all([server.stop(), host.stop(), next.stop(), rm(folder, { recursive: true })]);
  });

  const read = async (file: string, settings: Record<string, unknown>): Promise<Workflow> =>
    fillIn(await readWorkflow(file), { base_url: server.url, ...settings });
  const execute = async (workflow: Workflow): Promise<Execution> => await runner.execute(workflow, credentials);
  const results = ({ items }: Execution, node = 'Result'): readonly Record<string, unknown>[] =>
    items.get(node)?.map(({ json }) => json) ?? [];
  const sizeOf = async (link: unknown): Promise<number> => {
    const response = await fetch(link as string);
    assert.equal(response.status, 200);
    return (await response.arrayBuffer()).byteLength;
  };

  test('run-and-wait.json runs a command and gives its link', async () => {
    const execution = await execute(await read('run-and-wait.json', { input_url: clip }));
    assert.equal(execution.error, null);
    const [{ url, duration, size_mbytes } = {}, ...others] = results(execution);
    assert.equal(others.length, 0);
    assert.ok(Math.abs((duration as number) - 2) < 0.1);
    assert.equal(await sizeOf(url), (size_mbytes as number) * 2 ** 20);
  });

  test('run-and-wait.json asks again while the command runs', async () => {
    const workflow = await read('run-and-wait.json', {
      input_url: clip,
      ffmpeg_command: '-re -i <<in_video>> -c copy <<out_video>>',
    });
    const wait = nodeOf(workflow, 'Wait until done').parameters.queryParameters?.parameters[0];
    assert.ok(wait !== undefined && wait.name === 'wait' && wait.value === '60');
    wait.value = '1';
    const execution = await execute(workflow);
    assert.equal(execution.error, null);
    const states = results(execution, 'Wait until done').map(({ status }) => status);
    assert.ok(states.length > 1 && states[0] !== 'SUCCESS' && states.at(-1) === 'SUCCESS', states.join());
    assert.equal(results(execution).length, 1);
  });

  test('run-and-wait.json ends with the reason when the command fails, and when it is refused', async () => {
    const broken = { input_url: clip, ffmpeg_command: '-i <<in_video>> -ss 0:99 -c copy <<out_video>>' };
    const failed = await execute(await read('run-and-wait.json', broken));
    assert.equal(failed.error, 'FFMPEG_FAILED: Invalid duration for option ss: 0:99');
    const refused = await execute(await read('run-and-wait.json', { ...broken, ffmpeg_command: '-i /etc/passwd' }));
    assert.equal(results(refused, 'Wait until done').length, 0);
    assert.match(refused.error ?? '', /400|Bad request/);
  });

  test('run-a-preset.json executes a preset of the system', async () => {
    const execution = await execute(await read('run-a-preset.json', { input_url: clip }));
    assert.equal(execution.error, null);
    assert.ok((await sizeOf(results(execution)[0]?.['url'])) > 1000);
  });

  test('upload-and-run.json uploads a file, runs a command on it and fetches the result', async () => {
    const path = join(folder, 'my talk.mov');
    await writeFile(path, video);
    const execution = await execute(await read('upload-and-run.json', { path }));
    assert.equal(execution.error, null);
    const [uploaded] = results(execution, 'Upload');
    const file = await server.probed(uploaded?.['file_id'] as string);
    assert.deepEqual([file.filename, file.rendi_store_type], ['my talk.mov', 'UPLOAD']);
    const [downloaded] = execution.items.get('Download') ?? [];
    assert.equal(downloaded?.binary?.['data']?.mimeType, 'video/mp4');
  });

  test('batch.json gives one result a URL, and makes nothing twice when it is run again', async () => {
    const urls = [clip, `${clip}?2`, host.serve('page.html', Buffer.from('<html>'))];
    const name = `batch of ${randomUUID()}`;
    const first = await execute(await read('batch.json', { batch: name, urls: JSON.stringify(urls) }));
    assert.equal(first.error, null);
    const byInput = new Map(results(first).map((result) => [result['input'], result]));
    assert.deepEqual(
      urls.map((url) => byInput.get(url)?.['status']),
      ['SUCCESS', 'SUCCESS', 'FAILED'],
    );
    assert.ok((await sizeOf(byInput.get(clip)?.['url'])) > 1000);
    assert.match(byInput.get(urls[2])?.['error'] as string, /web page/);

    const second = await execute(await read('batch.json', { batch: name, urls: JSON.stringify(urls) }));
    const ids = (execution: Execution): unknown[] => results(execution, 'Run').map(({ command_id }) => command_id);
    assert.deepEqual(ids(second), ids(first));
    const query = `metadata.batch=${encodeURIComponent(name)}`;
    const { body } = await server.call<{ commands: Command[] }>('GET', `/commands?${query}`);
    assert.equal(body.commands.length, urls.length);
  });

  test("the composer's workflow runs a command with awkward names, a chain and a preset", async () => {
    const name = 'it\'s $HOME "quoted" `x` \\ {{ünï}}.png';
    const calls: ApiCall[] = [
      {
        path: '/run-ffmpeg-command',
        body: {
          input_files: { in_video: clip },
          output_files: { out_it: name },
          ffmpeg_command: `-i {{in_video}} -vf "drawtext=text='{{out_it}}'" -frames:v 1 {{out_it}}`,
        },
      },
      {
        path: '/run-chained-ffmpeg-commands',
        body: {
          input_files: {},
          output_files: { out_b: 'b.png', out_c: 'c.png' },
          ffmpeg_commands: [
            '-f lavfi -i testsrc2=size=32x32 -frames:v 1 {{out_c}}',
            '-f lavfi -i testsrc2=size=32x32 -frames:v 1 {{out_b}}',
          ],
        },
      },
      { path: '/presets/5e7e0000-0000-8000-8000-000000000103/execute', body: { input_files: { in_video: clip } } },
    ];
    const given: string[][] = [];
    for (const call of calls) {
      const pasted = JSON.parse(writeCode('n8n', call, server.url)) as Omit<Workflow, 'name'>;
      const execution = await execute({ name: 'pasted', ...pasted });
      assert.equal(execution.error, null);
      given.push(Object.keys(results(execution)[0] ?? {}));
      const [command] = results(execution, 'Wait until done');
      assert.deepEqual(
        (command as unknown as Command).original_request.output_files,
        call.body['output_files'] ?? {
          out_video: 'video.mp4',
        },
      );
    }
    assert.deepEqual(given, [['out_it'], ['out_b', 'out_c'], ['output_files']]);
  });

  test('receive-a-webhook.json hears of what submit-with-webhook.json submitted, once, and of nothing that is forged', async () => {
    const receiving = append(await readWorkflow('receive-a-webhook.json'), 'Result', `${next.url}/next`);
    await using webhook = await runner.listen(receiving, credentials);
    await putWebhook(server, `${next.url}/elsewhere`, secret);
    const settings = { input_url: clip, webhook_url: webhook.url };
    const submitted = await execute(await read('submit-with-webhook.json', settings));
    assert.equal(submitted.error, null);
    const commandId = results(submitted, 'Submit')[0]?.['command_id'] as string;
    await server.finished(commandId);
    const { delivery_id } = await deliveryOf(server, commandId);
    const { body, attempts } = await deliveryIn(server, delivery_id, 'DELIVERED', 1);
    assert.equal(attempts[0]?.status_code, 204);
    const [heard] = await next.requests('/next', 1, 20_000);
    const result = JSON.parse(heard?.body.toString() ?? '') as Record<string, unknown>;
    assert.equal(result['command_id'], commandId);
    assert.equal(typeof (result['metadata'] as Record<string, unknown>)['execution'], 'string');
    assert.ok((await sizeOf(result['url'])) > 1000);

    // The same event again, as after an answer that was lost; then others, of which only the genuine one goes on.
    assert.equal(await post(webhook.url, body, { id: delivery_id }), 204);
    const other = body.replaceAll(commandId, 'another');
    assert.equal(await post(webhook.url, other, { key: 'another secret' }), 401);
    assert.equal(await post(webhook.url, other, { ageSeconds: 360 }), 401);
    assert.equal(await post(webhook.url, other, { ageSeconds: -360 }), 401);
    assert.equal(await post(webhook.url, other, { signature: 'v1,AAAA v2,BBBB' }), 401);
    const failed = JSON.stringify({
      data: { status: 'FAILED', error_status: 'TIMEOUT', error_message: 'It took long.' },
    });
    assert.equal(await post(webhook.url, failed, {}), 204);
    assert.equal(await post(webhook.url, JSON.stringify({ ...(JSON.parse(other) as object), test: true }), {}), 204);
    assert.equal(await post(webhook.url, other, {}), 204);
    const all = await next.requests('/next', 2, 20_000);
    assert.equal((JSON.parse(all[1]?.body.toString() ?? '') as Record<string, unknown>)['command_id'], 'another');
    assert.equal(next.received.filter(({ path }) => path === '/next').length, 2);
  });
}

/** Signed as the server signs, unless the options say otherwise. */
async function post(
  url: string,
  body: string,
  options: { id?: string; key?: string; ageSeconds?: number; signature?: string },
): Promise<number> {
  const { id = randomUUID(), key = secret, ageSeconds = 0, signature } = options;
  const sentAt = String(Math.floor(Date.now() / 1000) - ageSeconds);
  const made = createHmac('sha256', key).update(`${id}.${sentAt}.${body}`).digest('base64');
  const headers = {
    'content-type': 'application/json',
    ...{ 'webhook-id': id, 'webhook-timestamp': sentAt, 'webhook-signature': signature ?? `v1,${made}` },
  };
  const response = await fetch(url, { method: 'POST', headers, body });
  await response.text();
  return response.status;
}
