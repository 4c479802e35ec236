// Each limit of an account and how it ends, over the real server, while commands of another account succeed beside it.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { AccountLimitWireName, Command, File } from '@renderio/contract';
import { makeKey, setOwnLimits, type TestKey } from '../support/accounts.ts';
import { assertAnswer, assertRefused, faultsOf } from '../support/answers.ts';
import { makeVideo } from '../support/media.ts';
import { type FileHost, startFileHost } from '../support/origin.ts';
import { type Answer, type CommandRequest, startTestServer, type TestServer, until } from '../support/server.ts';

let server: TestServer;
let host: FileHost;
let video: Buffer;
let neighbourVideo: string;

before(async () => {
  [server, host, video] = await Promise.all([
    startTestServer({ RENDERIO_CONCURRENCY: '4', RENDERIO_PROBE_WAIT_SECONDS: '1' }),
    startFileHost(),
    makeVideo({ seconds: 1 }),
  ]);
  neighbourVideo = await server.upload('video.mp4', video);
});
after(async () => {
  await server.stop();
  await host.stop();
});
/** The server's first account is the neighbour: what another one did must not have touched it. */
afterEach(async () => {
  const done = await server.run({
    input_files: { in_video: neighbourVideo },
    output_files: { out_a: 'neighbour.mp4' },
    ffmpeg_command: '-i {{in_video}} -c copy {{out_a}}',
  });
  assert.equal(done.status, 'SUCCESS', done.error_message ?? '');
});

/** A new account with these limits of its own. */
async function limited(limits: Partial<Record<AccountLimitWireName, number>>): Promise<TestKey> {
  const made = await makeKey(server.database);
  await setOwnLimits(server.database, made.accountId, limits);
  return made;
}

const as = ({ key }: TestKey) => ({ 'x-api-key': key });

async function submit(account: TestKey, request: CommandRequest): Promise<string> {
  const answer = await server.call('POST', '/run-ffmpeg-command', request, as(account));
  return assertAnswer('runFfmpegCommand', answer).command_id;
}

async function read(account: TestKey, id: string): Promise<Command> {
  return (await server.call<Command>('GET', `/commands/${id}`, undefined, as(account))).body;
}

async function run(account: TestKey, request: CommandRequest): Promise<Command> {
  const id = await submit(account, request);
  return await until(60_000, `command ${id} is done`, async () => {
    const command = await read(account, id);
    return command.status === 'SUCCESS' || command.status === 'FAILED' ? command : null;
  });
}

async function upload(account: TestKey, bytes: Uint8Array): Promise<Answer> {
  const form = new FormData();
  form.set('file', new Blob([Buffer.from(bytes)]), 'bytes.bin');
  return await server.call('POST', '/files/upload', form, as(account));
}

async function storedFile(account: TestKey, url: string): Promise<File> {
  const { file_id } = assertAnswer(
    'storeFile',
    await server.call('POST', '/files/store-file', { file_url: url }, as(account)),
  );
  return await until(30_000, 'the file is fetched', async () => {
    const { body } = await server.call<File>('GET', `/files/${file_id}`, undefined, as(account));
    return body.status === 'PROCESSING' ? null : body;
  });
}

async function storedBytes({ accountId }: TestKey): Promise<{ counted: number; summed: number }> {
  const { rows } = await server.database.query<{ counted: number; summed: number }>(
    `select stored_bytes as counted,
            (select coalesce(sum(stored_bytes), 0)::bigint from files
              where account_id = $1 and object_key is not null and deleted_at is null) as summed
       from accounts where id = $1`,
    [accountId],
  );
  return rows[0] ?? { counted: Number.NaN, summed: Number.NaN };
}

const generate = (words: string, output: string, more: Partial<CommandRequest> = {}): CommandRequest => ({
  input_files: {},
  output_files: { out_a: output },
  ffmpeg_command: `${words} {{out_a}}`,
  ...more,
});
const decode = (url: string): CommandRequest => ({
  input_files: { in_a: url },
  output_files: { out_a: 'out.png' },
  ffmpeg_command: '-i {{in_a}} -frames:v 1 {{out_a}}',
});

function assertFailed({ status, error_status, error_message }: Command | File, code: string, says: RegExp): void {
  assert.deepEqual([status, error_status], ['FAILED', code], error_message ?? '');
  assert.match(error_message ?? '', says);
}

test('a picture of 35 bytes that would take gigabytes is refused by what its header says', async () => {
  const account = await limited({});
  const gif = Buffer.from('R0lGODlh//////AAACwAAAAA//8AAAICRAEAOw==', 'base64');
  gif.writeUInt16LE(65_535, 6);
  gif.writeUInt16LE(65_535, 8);
  const done = await run(account, decode(host.serve('bomb.gif', gif)));
  assertFailed(
    done,
    'INPUT_TOO_LARGE',
    /\{\{in_a\}\} says that a frame has 65535 × 65535 pixels.*268435456 \(frame_pixels\)/,
  );
  assert.equal(done.ffmpeg_command_run_seconds, null, 'FFmpeg was not started');
});

test('an input that says it lasts longer than it may is refused', async () => {
  const done = await run(
    await limited({ input_seconds: 1 }),
    decode(host.serve('long.mp4', await makeVideo({ seconds: 3 }))),
  );
  assertFailed(done, 'INPUT_TOO_LARGE', /says that it lasts 3 s; the limit is 1 s \(input_seconds\)/);
});

test('inputs count together against the scratch disk', async () => {
  const account = await limited({ scratch_bytes: Math.round(video.length * 1.5) });
  const url = host.serve('twice.mp4', video);
  const done = await run(account, {
    input_files: { in_a: url, in_b: url },
    output_files: { out_a: 'out.mp4' },
    ffmpeg_command: '-i {{in_a}} -i {{in_b}} -map 0 -map 1 -c copy {{out_a}}',
  });
  assertFailed(done, 'INPUT_TOO_LARGE', /\(scratch_bytes\)/);
});

test('an endless source ends at the run time, and at the processor time when that is over first', async () => {
  const endless = generate('-f lavfi -i testsrc2=s=640x360', 'out.mkv');
  const timed = await run(await limited({ run_seconds: 1 }), endless);
  assertFailed(timed, 'TIMEOUT', /limit of 1 s/);
  const counted = await run(await limited({ cpu_seconds: 1 }), endless);
  assertFailed(counted, 'TIMEOUT', /of processor time; the limit is 1 s/);
  const written = await run(await limited({ output_bytes: 1_000_000 }), endless);
  assertFailed(written, 'OUTPUT_TOO_LARGE', /the limit is 1 MiB/);
});

test('10,000 threads are refused in plain words', async () => {
  const done = await run(await limited({ threads: 200 }), {
    ...decode(host.serve('threads.mp4', video)),
    ffmpeg_command: '-threads 10000 -i {{in_a}} -frames:v 1 {{out_a}}',
  });
  assertFailed(done, 'FFMPEG_FAILED', /more threads than its limit of 200: ask for fewer/);
});

test('an account’s own memory limit holds', async () => {
  const done = await run(
    await limited({ memory_mbytes: 256 }),
    generate('-f lavfi -i color=s=16000x16000 -frames:v 5 -c:v ffv1', 'out.mkv'),
  );
  assertFailed(done, 'OUT_OF_MEMORY', /the limit is 256 MiB/);
});

test('a longer run than the account may ask for is refused where it stands', async () => {
  const account = await limited({ max_run_seconds: 60 });
  const ask = (max_command_run_seconds: number) =>
    server.call(
      'POST',
      '/run-ffmpeg-command',
      generate('-f lavfi -i testsrc2=d=0.1', 'out.mp4', { max_command_run_seconds }),
      as(account),
    );
  const refused = assertRefused(await ask(61), 'INVALID_REQUEST');
  assert.deepEqual(faultsOf(refused), ['body.max_command_run_seconds too_big']);
  assert.match(refused.message, /61.* 60 s \(max_run_seconds\)/);
  assertAnswer('runFfmpegCommand', await ask(60));
});

test('an account has no more running than it may, and the neighbour does not wait for it', async () => {
  const account = await limited({ running_commands: 2 });
  const slow = generate('-re -f lavfi -i testsrc2=s=64x48:r=10 -t 3', 'slow.mp4');
  const ids = await Promise.all(Array.from({ length: 4 }, () => submit(account, slow)));
  await until(10_000, 'two run', async () => {
    const states = await Promise.all(ids.map(async (id) => (await read(account, id)).status));
    return states.filter((status) => status === 'PROCESSING').length === 2 ? true : null;
  });
  const neighbour = await server.run(generate('-f lavfi -i testsrc2=d=0.1', 'quick.mp4'));
  assert.equal(neighbour.status, 'SUCCESS');
  const done = await Promise.all(
    ids.map((id) =>
      until(60_000, `command ${id} is done`, async () => {
        const command = await read(account, id);
        return command.completed_at === null ? null : command;
      }),
    ),
  );
  for (const command of done) {
    const startedAt = command.started_at ?? '';
    const atOnce = done.filter(
      (other) => (other.started_at ?? '') <= startedAt && (other.completed_at ?? '') > startedAt,
    );
    assert.ok(atOnce.length <= 2, `${atOnce.length} ran at once`);
    assert.equal(command.status, 'SUCCESS');
  }
});

test('stored bytes are counted exactly and checked where bytes come in', async () => {
  const account = await limited({ stored_bytes: 10_000 });
  const { file_id } = assertAnswer('uploadFile', await upload(account, Buffer.alloc(6_000)));
  assert.deepEqual(await storedBytes(account), { counted: 6_000, summed: 6_000 });
  assert.match(
    assertRefused(await upload(account, Buffer.alloc(6_000)), 'PAYLOAD_TOO_LARGE').message,
    /10000 bytes \(stored_bytes\)/,
  );

  await setOwnLimits(server.database, account.accountId, { stored_bytes: 6_000 });
  await until(2_000, 'the new limit is in force', async () => {
    const { body } = await server.call<{ stored_bytes: number }>('GET', '/limits', undefined, as(account));
    return body.stored_bytes === 6_000 ? true : null;
  });
  // Not one byte fits, and none is waited for.
  assertRefused(await upload(account, Buffer.alloc(4_000_000)), 'PAYLOAD_TOO_LARGE');
  const storing = await server.call('POST', '/files/store-file', { file_url: 'http://127.0.0.1:1/a' }, as(account));
  assertRefused(storing, 'PAYLOAD_TOO_LARGE');
  await setOwnLimits(server.database, account.accountId, { stored_bytes: 10_000 });
  await until(2_000, 'the old limit is in force', async () => {
    const { body } = await server.call<{ stored_bytes: number }>('GET', '/limits', undefined, as(account));
    return body.stored_bytes === 10_000 ? true : null;
  });

  const fetched = await storedFile(account, host.serve('large.bin', Buffer.alloc(6_000)));
  assertFailed(
    fetched,
    'INPUT_TOO_LARGE',
    /may store 10000 bytes \(stored_bytes\) and stores 6000 bytes: 6000 bytes more/,
  );
  const made = await run(account, generate('-f lavfi -i testsrc2=s=64x48:d=1 -f rawvideo', 'out.yuv'));
  assertFailed(made, 'OUTPUT_TOO_LARGE', /\(stored_bytes\).*Delete files/);
  assert.deepEqual(made.output_files, {});
  assert.deepEqual(await storedBytes(account), { counted: 6_000, summed: 6_000 });

  assertAnswer('deleteFile', await server.call('DELETE', `/files/${file_id}`, undefined, as(account)));
  assert.deepEqual(await storedBytes(account), { counted: 0, summed: 0 });
  assertAnswer('uploadFile', await upload(account, Buffer.alloc(9_000)));
});

test('uploads that come at once do not pass the limit together', async () => {
  const account = await limited({ stored_bytes: 10_000 });
  const answers = await Promise.all(Array.from({ length: 8 }, () => upload(account, Buffer.alloc(3_000))));
  assert.equal(answers.filter(({ status }) => status === 200).length, 3);
  assert.deepEqual(await storedBytes(account), { counted: 9_000, summed: 9_000 });
});

test('a probe whose origin stalls is given up with 503, and leaves no file', async () => {
  const account = await limited({});
  const url = host.answer('silent.mp4', (_request, response) => {
    response.writeHead(200, { 'content-length': 200_000 }).flushHeaders();
  });
  const answer = await server.call('POST', '/probe', { input: url }, as(account));
  assert.match(assertRefused(answer, 'UNAVAILABLE').message, /longer than 1 s: store the file/);
  assert.match(answer.headers.get('retry-after') ?? '', /^\d+$/);
  const { files } = assertAnswer('listFiles', await server.call('GET', '/files', undefined, as(account)));
  assert.deepEqual(files, []);
});
