// The SDK against a whole server: what a user of it does from the first upload to the last download.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Client, type Command, CommandFailedError, createClient, RenderioError } from '@renderio/sdk';
import { downloadTo, uploadPath } from '@renderio/sdk/node';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let client: Client;
let folder: string;

before(async () => {
  [server, folder] = await Promise.all([startTestServer(), mkdtemp(join(tmpdir(), 'renderio-sdk-'))]);
  client = createClient({ baseUrl: server.url, apiKey: server.key });
});
after(async () => {
  await Promise.all([server.stop(), rm(folder, { recursive: true })]);
});

const picture = {
  input_files: {},
  output_files: { out_a: 'a.png' },
  ffmpeg_command: '-f lavfi -i testsrc2=s=64x48 -frames:v 1 {{out_a}}',
};
const endless = {
  input_files: {},
  output_files: { out_a: 'a.mkv' },
  ffmpeg_command: '-re -f lavfi -i testsrc2=s=64x48:d=600 {{out_a}}',
};

test('run gives the command once it succeeded, and downloadTo its result', async () => {
  const { output_files, metadata } = await client.run({ ...picture, metadata: { order: 7 } });
  assert.deepEqual(metadata, { order: 7 });
  const output = output_files['out_a'];
  assert.ok(output !== undefined);
  const path = await downloadTo(client, output, folder);
  assert.equal(path, join(folder, 'a.png'));
  assert.equal((await readFile(path)).subarray(1, 4).toString(), 'PNG');
  assert.equal((await (await client.download(output)).blob()).size, Math.round((output.size_mbytes ?? 0) * 1_048_576));
  assert.deepEqual(
    (await readdir(folder)).filter((name) => name.endsWith('.part')),
    [],
  );
});

test('run takes a chain as well', async () => {
  const { command_type, steps } = await client.run({
    input_files: {},
    output_files: { out_a: 'a.png' },
    ffmpeg_commands: ['-f lavfi -i testsrc2=s=64x48 -frames:v 1 first.png', '-i first.png {{out_a}}'],
  });
  assert.deepEqual([command_type, steps.length], ['CHAINED_COMMAND', 2]);
});

test('run throws what the command died of, wait only tells it', async () => {
  const failing = { ...picture, ffmpeg_command: '-f lavfi -i nosuchsource {{out_a}}' };
  const error: unknown = await client.run(failing).catch((reason: unknown) => reason);
  assert.ok(error instanceof CommandFailedError);
  assert.equal(error.code, 'FFMPEG_FAILED');
  assert.equal(error.message, error.command.error_message);
  assert.equal((await client.wait(error.command.command_id)).status, 'FAILED');
});

test('progress is told while a command runs', async () => {
  const seen: Command[] = [];
  await client.run(
    { ...picture, ffmpeg_command: '-re -f lavfi -i testsrc2=s=64x48:d=2 -update 1 {{out_a}}' },
    { onProgress: (command) => seen.push(command), pollMs: 100 },
  );
  assert.ok(seen.length >= 5, `${seen.length} looks in 2 seconds`);
  assert.ok(seen.every(({ status }) => status === 'QUEUED' || status === 'PROCESSING'));
  assert.ok(seen.some(({ progress_detail }) => (progress_detail?.frame ?? 0) > 0));
});

test('an abort of run cancels the command; an abort of wait leaves it alone', async () => {
  const waiting = new AbortController();
  const running = new AbortController();
  const reason = new Error('changed my mind');
  let commandId = '';
  const run = client.run(endless, {
    signal: running.signal,
    pollMs: 50,
    onProgress: (command) => {
      commandId = command.command_id;
      if (command.status === 'PROCESSING') waiting.abort(reason);
    },
  });
  run.catch(() => undefined);
  await new Promise((resolve) => {
    waiting.signal.addEventListener('abort', resolve);
  });
  await assert.rejects(client.wait(commandId, { signal: waiting.signal }), reason);
  assert.equal((await client.getCommand({ params: { commandId } })).status, 'PROCESSING');
  running.abort(reason);
  await assert.rejects(run, reason);
  assert.equal((await client.wait(commandId)).error_status, 'CANCELLED');
});

test('a file goes up from a path, a blob, bytes or a stream, under the name that it is given', async () => {
  const bytes = Buffer.from('1\n00:00:00,000 --> 00:00:01,000\nhello\n');
  const path = join(folder, 'sub é 字.srt');
  await writeFile(path, bytes);
  const chunks = async function* () {
    for (let index = 0; index < bytes.length; index += 7) yield await Promise.resolve(bytes.subarray(index, index + 7));
  };
  const uploads = await Promise.all([
    uploadPath(client, path),
    client.upload(new File([bytes], 'file.srt')),
    client.upload(new Blob([bytes]), { filename: 'blob.srt' }),
    client.upload(new Uint8Array(bytes), { filename: 'bytes.srt' }),
    client.upload(new Blob([bytes]).stream(), { filename: 'sub é 字.srt' }),
    client.upload(chunks(), { filename: 'chunks.srt' }),
  ]);
  const files = await Promise.all(uploads.map(({ file_id }) => client.getFile({ params: { fileId: file_id } })));
  assert.deepEqual(
    files.map(({ filename }) => filename),
    ['sub é 字.srt', 'file.srt', 'blob.srt', 'bytes.srt', 'sub é 字.srt', 'chunks.srt'],
  );
  for (const file of files) assert.equal(await (await client.download(file)).text(), bytes.toString());
});

test('a stream that breaks off, or is aborted, is not taken for a file', async () => {
  const before = (await client.listFiles()).files.length;
  const breaks = async function* () {
    yield await Promise.resolve(new Uint8Array(100_000));
    throw new Error('the disk is gone');
  };
  await assert.rejects(client.upload(breaks(), { filename: 'half.bin' }), RenderioError);
  const abort = new AbortController();
  const stalls = async function* () {
    yield new Uint8Array(100_000);
    await new Promise((resolve) => {
      abort.signal.addEventListener('abort', resolve);
      abort.abort(new Error('enough'));
    });
  };
  await assert.rejects(client.upload(stalls(), { filename: 'half.bin', signal: abort.signal }), /enough/);
  assert.equal((await client.listFiles()).files.length, before);
});

test('a download into a folder stays in it, and one that fails leaves what was there', async () => {
  const target = join(folder, 'into');
  await mkdir(target);
  const { file_id } = await client.upload(new Blob(['x']), { filename: 'x.txt' });
  const file = await client.getFile({ params: { fileId: file_id } });
  assert.equal(await downloadTo(client, { ...file, filename: '../../x.txt' }, target), join(target, 'x.txt'));
  await client.deleteFile({ params: { fileId: file_id } });
  await assert.rejects(downloadTo(client, file, join(target, 'x.txt')), RenderioError);
  assert.equal(await readFile(join(target, 'x.txt'), 'utf8'), 'x');
});

test('events tell a command to its end', async () => {
  const { command_id: commandId } = await client.runFfmpegCommand({ body: picture });
  const kinds = new Set<string>();
  let last: Command | undefined;
  for await (const event of await client.getCommandEvents({ params: { commandId } })) {
    kinds.add(event.event);
    if (event.event === 'status') last = event.data;
  }
  assert.equal(last?.status, 'SUCCESS');
  assert.ok(kinds.has('log'));
  assert.match(await client.getCommandLog({ params: { commandId } }), /testsrc2/);
});

test('lists take numbers and filters as values', async () => {
  const { commands, limit } = await client.listCommands({
    query: { limit: 2, status: 'SUCCESS', 'metadata.order': 7 },
  });
  assert.equal(limit, 2);
  assert.deepEqual(
    commands.map(({ metadata }) => metadata),
    [{ order: 7 }],
  );
});

test('a refusal carries code, status, every bad field and the request id', async () => {
  const error: unknown = await client
    .runFfmpegCommand({ body: { ...picture, output_files: {}, ffmpeg_command: '' } })
    .catch((reason: unknown) => reason);
  assert.ok(error instanceof RenderioError);
  assert.deepEqual([error.code, error.status, error.isRetryable], ['INVALID_REQUEST', 400, false]);
  assert.deepEqual(error.detail.map(({ loc }) => loc.join('.')).sort(), ['body.ffmpeg_command', 'body.output_files']);
  assert.match(error.requestId ?? '', /^\S+$/);
  const stranger = createClient({ baseUrl: server.url, apiKey: `ffsk_${'0'.repeat(64)}` });
  await assert.rejects(stranger.listFiles(), { name: 'RenderioError', code: 'UNAUTHORIZED', status: 401 });
});
