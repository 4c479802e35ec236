// What the installed FFmpeg can do, told over the wire as that FFmpeg tells it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FfmpegBuild } from '@renderio/contract';
import { startTestServer } from '../support/server.ts';

test('the build tells its options, encoders, filters, formats and pixel formats', async (t) => {
  const server = await startTestServer();
  t.after(() => server.stop());
  const { status, body } = await server.call<FfmpegBuild>('GET', '/ffmpeg');
  assert.equal(status, 200);
  assert.match(body.version, /^\d+\.\d+/);
  const has = (list: readonly { readonly name: string }[], ...names: string[]): void => {
    for (const name of names)
      assert.ok(
        list.some((each) => each.name === name),
        `${name} is not told`,
      );
  };
  has(body.options, 'ss', 'c', 'map', 'vf', 'crf', 'preset', 'movflags', 'hls_time');
  has(body.filters, 'scale', 'drawtext', 'loudnorm', 'testsrc2', 'nullsink');
  has(body.formats, 'mp4', 'hls', 'null');
  assert.deepEqual(
    ['libx264', 'aac', 'srt'].map((name) => body.encoders.find((encoder) => encoder.name === name)?.kind),
    ['video', 'audio', 'subtitle'],
  );
  assert.ok(body.pixel_formats.includes('yuv420p'));
  assert.ok(!JSON.stringify(body).includes('"="'), 'a legend was read as a name');
});
