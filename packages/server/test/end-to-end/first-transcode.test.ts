// The reason this program exists: a real video in, a smaller one and a thumbnail out.
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { makeVideo } from '../support/media.ts';
import { startFileHost } from '../support/origin.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let video: Buffer;

before(async () => {
  [server, video] = await Promise.all([startTestServer(), makeVideo({ seconds: 3, size: '854x480' })]);
});
after(async () => {
  await server.stop();
});

const command = '-i {{in_video}} -vf scale=-2:240 -c:v libx264 -c:a aac {{out_video}} -ss 1 -frames:v 1 {{out_thumb}}';
const output_files = { out_video: 'small.mp4', out_thumb: 'thumb.jpg' };

test('an uploaded video becomes a smaller one and a thumbnail, both downloadable without a key', async () => {
  const fileId = await server.upload('holiday.mp4', video);
  const done = await server.run({ input_files: { in_video: fileId }, output_files, ffmpeg_command: command });
  assert.equal(done.status, 'SUCCESS', done.error_message ?? '');
  const { out_video: small, out_thumb: thumb } = done.output_files;
  assert.ok(small !== undefined && thumb !== undefined);
  assert.deepEqual(
    { codec: small.codec, height: small.height, width: small.width, type: small.file_type, format: small.file_format },
    { codec: 'h264', height: 240, width: 428, type: 'video', format: 'mp4' },
  );
  assert.ok(Math.abs((small.duration ?? 0) - 3) < 0.2);
  assert.equal(thumb.file_type, 'image');
  for (const output of [small, thumb]) {
    const link = output.storage_url ?? '';
    assert.ok(link.endsWith(`/${output.filename}`));
    const response = await fetch(link);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('content-type'), output.mime_type);
    assert.equal((await response.arrayBuffer()).byteLength, Math.round((output.size_mbytes ?? 0) * 1_048_576));
  }
});

test('the same by URL, and by the link of an earlier result', async () => {
  const host = await startFileHost();
  try {
    const url = host.serve('clip.mp4', video);
    const first = await server.run({ input_files: { in_video: url }, output_files, ffmpeg_command: command });
    assert.equal(first.status, 'SUCCESS', first.error_message ?? '');
    const link = first.output_files['out_video']?.storage_url ?? '';
    const second = await server.run({
      input_files: { in_again: link },
      output_files: { out_sound: 'sound.m4a' },
      ffmpeg_command: '-i {{in_again}} -vn -c:a copy {{out_sound}}',
    });
    assert.equal(second.status, 'SUCCESS', second.error_message ?? '');
    assert.equal(second.output_files['out_sound']?.file_type, 'audio');
  } finally {
    await host.stop();
  }
});

test('the phases of a command follow each other and add up to its whole time', async () => {
  const done = await server.run({
    input_files: {},
    output_files: { out_a: 'a.mp4' },
    ffmpeg_command: '-f lavfi -i testsrc2=d=1 {{out_a}}',
  });
  assert.deepEqual(
    done.timeline.map(({ phase }) => phase),
    ['accepted', 'queued', 'fetching', 'running', 'verifying', 'storing'],
  );
  let endMs = Date.parse(done.created_at);
  for (const { phase, started_at, seconds } of done.timeline) {
    assert.equal(Date.parse(started_at), endMs, `${phase} begins where the one before ends`);
    endMs += Math.round(seconds * 1000);
  }
  assert.equal(endMs, Date.parse(done.completed_at ?? ''));
  assert.equal(done.total_processing_seconds, (endMs - Date.parse(done.created_at)) / 1000);
});

test('nothing is left in the scratch folder when commands are done', async () => {
  assert.deepEqual(await readdir(join(server.dataFolder, 'scratch/worker-1/workspaces')), []);
});
