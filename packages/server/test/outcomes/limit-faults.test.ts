// Commands that hit a limit or are killed from outside: each ends with the limit's name and value, and the next one runs.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import type { Command } from '@renderio/contract';
import { makeVideo } from '../support/media.ts';
import { type CommandRequest, startTestServer, type TestServer, until } from '../support/server.ts';
import { assertFailure, type ExpectedFailure, isFalseSuccess } from './faults/fault.ts';

let server: TestServer;
let video: string;
let faults = 0;
let falseSuccesses = 0;

before(async () => {
  const settings = { RENDERIO_COMMAND_MEMORY_MB: '256', RENDERIO_MAX_OUTPUT_BYTES: '20000000' };
  const [started, bytes] = await Promise.all([startTestServer(settings), makeVideo({ seconds: 1 })]);
  server = started;
  video = await server.upload('video.mp4', bytes);
});
after(async () => {
  await server.stop();
  console.log(`${faults} faults of limits, ${falseSuccesses} false SUCCESS`);
});

const endless = '-f lavfi -i testsrc2=s=64x48:r=10';

async function assertFault(request: CommandRequest, expected: ExpectedFailure): Promise<void> {
  await assertEnded(await server.run(request), expected);
}

/** That it failed as it should, and that a normal command succeeds right after. */
async function assertEnded(done: Command, expected: ExpectedFailure): Promise<void> {
  faults += 1;
  if (isFalseSuccess(done)) falseSuccesses += 1;

  assertFailure(done, expected);
  const next = await server.run({
    input_files: { in_video: video },
    output_files: { out_a: 'next.mp4' },
    ffmpeg_command: '-i {{in_video}} -c copy {{out_a}}',
  });
  assert.equal(next.status, 'SUCCESS', next.error_message ?? '');
}

function generate(words: string, output: string, more: Partial<CommandRequest> = {}): CommandRequest {
  return { input_files: {}, output_files: { out_a: output }, ffmpeg_command: `${words} {{out_a}}`, ...more };
}

test('a command without an end is stopped at its own limit', async () => {
  await assertFault(generate(`-re ${endless}`, 'out.mp4', { max_command_run_seconds: 1 }), {
    status: 'TIMEOUT',
    says: /ran longer than its limit of 1 s/,
  });
});

test('the limit is of a command that writes nothing, too', async () => {
  const request = generate(`-re ${endless} -f null - -t 0.1`, 'out.png', { max_command_run_seconds: 1 });
  await assertFault(request, { status: 'TIMEOUT', says: /ran longer than its limit of 1 s/ });
});

test('a command that needs too much memory is told how much it used and may use', async () => {
  await assertFault(generate('-f lavfi -i color=s=16000x16000 -frames:v 5 -c:v ffv1', 'out.mkv'), {
    status: 'OUT_OF_MEMORY',
    says: /used \d{3,} MiB of memory; the limit is 256 MiB\. Smaller frames/,
  });
});

test('a command that writes too much is told how much it wrote and may write', async () => {
  await assertFault(generate('-f lavfi -i testsrc2=s=640x480 -f rawvideo', 'out.yuv'), {
    status: 'OUTPUT_TOO_LARGE',
    says: /grew to \d+ MiB, inputs included; the limit is 19 MiB/,
  });
});

test('many small files count together', async () => {
  await assertFault(generate('-f lavfi -i testsrc2=s=640x480 -c:v bmp', 'frame_%04d.bmp'), {
    status: 'OUTPUT_TOO_LARGE',
    says: /grew to \d+ MiB, inputs included; the limit is 19 MiB/,
  });
});

for (const [signal, says] of [
  ['SIGKILL', /FFmpeg crashed or was killed \(SIGKILL\)/],
  // It then closes its file in good order, and ends with 255.
  ['SIGTERM', /FFmpeg was stopped from outside \(signal 15\)/],
] as const) {
  test(`an FFmpeg that is ended by ${signal} from outside is no success`, async () => {
    const id = await server.submit(generate(`-re ${endless}`, 'out.mp4'));
    await until(10_000, 'FFmpeg makes headway', async () => {
      const { body } = await server.call<Command>('GET', `/commands/${id}`);
      return body.progress_detail;
    });
    process.kill(await findOwnFfmpeg(), signal);
    await assertEnded(await server.finished(id), { status: 'FFMPEG_FAILED', says });
  });
}

/** The FFmpeg among the processes that this process started, however deep. */
async function findOwnFfmpeg(): Promise<number> {
  const waiting = [process.pid];
  for (let pid = waiting.pop(); pid !== undefined; pid = waiting.pop()) {
    const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
    if (name.trim() === 'ffmpeg') return pid;
    const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
    for (const thread of threads) {
      const children = await readFile(`/proc/${pid}/task/${thread}/children`, 'utf8').catch(() => '');
      waiting.push(
        ...children
          .trim()
          .split(' ')
          .filter((word) => word !== '')
          .map(Number),
      );
    }
  }
  throw new Error('No FFmpeg runs under this process.');
}
