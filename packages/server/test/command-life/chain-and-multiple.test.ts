// Several FFmpeg commands in one request: one after the other in one folder, or independent of each other.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { ErrorBody } from '@renderio/contract';
import { makeVideo } from '../support/media.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let video: string;

before(async () => {
  server = await startTestServer();
  video = await server.upload('v.mp4', await makeVideo({ seconds: 2 }));
});
after(() => server.stop());

async function runChain(
  ffmpeg_commands: string[],
  output_files: Record<string, string>,
  input_files = { in_v: video },
) {
  const body = { input_files, output_files, ffmpeg_commands };
  const { status, body: answer } = await server.call<{ command_id: string }>(
    'POST',
    '/run-chained-ffmpeg-commands',
    body,
  );
  assert.equal(status, 200, JSON.stringify(answer));
  return await server.finished(answer.command_id);
}

test('a later step reads what an earlier one wrote, by its plain name', async () => {
  const done = await runChain(
    [
      '-i {{in_v}} -an -c:v copy mid.mp4',
      'ffmpeg -i mid.mp4 -vf scale=160:-2 {{out_small}}',
      '-i {{out_small}} -frames:v 1 {{out_thumb}}',
    ],
    { out_small: 'small.mp4', out_thumb: 'thumb.png' },
  );
  assert.equal(done.status, 'SUCCESS', done.error_message ?? '');
  assert.equal(done.command_type, 'CHAINED_COMMAND');
  assert.equal(done.output_files['out_small']?.width, 160);
  assert.equal(done.output_files['out_thumb']?.file_type, 'image');
  assert.deepEqual(
    done.steps.map(({ step, status }) => ({ step, status })),
    [1, 2, 3].map((step) => ({ step, status: 'SUCCESS' })),
  );
  assert.deepEqual(
    done.timeline.filter(({ phase }) => phase === 'running').map(({ step }) => step),
    [1, 2, 3],
  );
});

test('the logs of two passes pass from step to step, and a step may declare no output', async () => {
  const done = await runChain(
    [
      '-y -i {{in_v}} -c:v libx264 -b:v 200k -pass 1 -an -f null /dev/null',
      '-i {{in_v}} -c:v libx264 -b:v 200k -pass 2 -c:a aac {{out_v}}',
    ],
    { out_v: 'two-pass.mp4' },
  );
  assert.equal(done.status, 'SUCCESS', done.error_message ?? '');
});

test('stabilising in two passes finds its transforms', async () => {
  const done = await runChain(
    [
      '-i {{in_v}} -vf vidstabdetect=result=transforms.trf -f null -',
      '-i {{in_v}} -vf vidstabtransform=input=transforms.trf {{out_v}}',
    ],
    { out_v: 'stable.mp4' },
  );
  assert.equal(done.status, 'SUCCESS', done.error_message ?? '');
});

test('the first failing step stops the chain and is named', async () => {
  const done = await runChain(
    ['-i {{in_v}} -c copy mid.mp4', '-i mid.mp4 -vf nosuchfilter {{out_a}}', '-i {{out_a}} -c copy {{out_b}}'],
    { out_a: 'a.mp4', out_b: 'b.mp4' },
  );
  assert.equal(done.status, 'FAILED');
  assert.equal(done.error_status, 'FFMPEG_FAILED');
  assert.match(done.error_message ?? '', /^Step 2 of 3: .*nosuchfilter/s);
  assert.deepEqual(done.output_files, {});
  assert.deepEqual(
    done.steps.map(({ status }) => status),
    ['SUCCESS', 'FAILED', 'SKIPPED'],
  );
});

test('a chain of none or of eleven is refused, and so is a key that no step uses', async () => {
  for (const ffmpeg_commands of [
    [],
    Array.from({ length: 11 }, () => '-i {{in_v}} {{out_v}}'),
    ['-i {{in_v}} -f null -'],
  ]) {
    const body = { input_files: { in_v: video }, output_files: { out_v: 'v.mp4' }, ffmpeg_commands };
    const { status, body: answer } = await server.call<ErrorBody>('POST', '/run-chained-ffmpeg-commands', body);
    assert.equal(status, 400);
    assert.equal(answer.error, 'INVALID_REQUEST');
  }
});

const single = (ffmpeg_command: string, name: string) => ({
  input_files: { in_v: video },
  output_files: { out_v: name },
  ffmpeg_command,
});

test('multiple commands are queued in order and end independently', async () => {
  const { status, body } = await server.call<{ command_ids: string[] }>('POST', '/run-multiple-ffmpeg-commands', {
    commands: [
      single('-i {{in_v}} -c copy {{out_v}}', 'a.mp4'),
      single('-i {{in_v}} -vf nosuchfilter {{out_v}}', 'b.mp4'),
      single('-i {{in_v}} -vn {{out_v}}', 'c.mp3'),
    ],
  });
  assert.equal(status, 200);
  const done = await Promise.all(body.command_ids.map((id) => server.finished(id)));
  assert.deepEqual(
    done.map((command) => [command.command_type, command.status, command.original_request.output_files['out_v']]),
    [
      ['MULTIPLE_COMMAND', 'SUCCESS', 'a.mp4'],
      ['MULTIPLE_COMMAND', 'FAILED', 'b.mp4'],
      ['MULTIPLE_COMMAND', 'SUCCESS', 'c.mp3'],
    ],
  );
  assert.equal(new Set(done.map(({ batch_id }) => batch_id)).size, 1);
});

test('one bad command of several queues none, and each fault is told at its place', async () => {
  const count = async () =>
    (await server.call<{ commands: unknown[] }>('GET', '/commands?limit=100')).body.commands.length;
  const before = await count();
  const { status, body } = await server.call<ErrorBody>('POST', '/run-multiple-ffmpeg-commands', {
    commands: [single('-i {{in_v}} {{out_v}}', 'a.mp4'), single('-i {{in_x}} {{out_v}}', 'b.mp4')],
  });
  assert.equal(status, 400);
  assert.ok(
    body.detail?.some(({ loc }) => loc.join('.') === 'body.commands.1.ffmpeg_command'),
    JSON.stringify(body.detail),
  );
  assert.equal(await count(), before);
});
