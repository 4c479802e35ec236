// What the installed FFmpeg can do, told over the wire as that FFmpeg tells it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { FfmpegBuild, FfmpegPart } from '@renderio/contract';
import { assertAnswer, assertRefused } from '../support/answers.ts';
import { startSecondApi } from '../support/second-api.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;

before(async () => {
  server = await startTestServer();
});
after(async () => {
  await server.stop();
});

test('the build tells its options, encoders, filters, formats and pixel formats', async () => {
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

const valuesOf = ({ options }: FfmpegPart, name: string): string[] | undefined =>
  options.find((option) => option.name === name)?.values.map((value) => value.name);

test('a filter tells its own options and their constants, in its own order', async () => {
  const answer = await server.call<FfmpegPart>('GET', '/ffmpeg/filters/overlay');
  assertAnswer('getFfmpegFilter', answer);
  assert.equal(answer.body.description, 'Overlay a video source on top of the input.');
  assert.deepEqual(
    answer.body.options.slice(0, 2).map(({ name, type }) => `${name} ${type}`),
    ['x string', 'y string'],
  );
  assert.deepEqual(valuesOf(answer.body, 'eval'), ['init', 'frame']);
  assert.ok(valuesOf(answer.body, 'enable'), 'it has a timeline');
  const { body: text } = await server.call<FfmpegPart>('GET', '/ffmpeg/filters/drawtext');
  assert.ok(valuesOf(text, 'text_align')?.includes('center'));
});

test('an encoder tells its own options, and what has none says so', async () => {
  const answer = await server.call<FfmpegPart>('GET', '/ffmpeg/encoders/libx264');
  assertAnswer('getFfmpegEncoder', answer);
  assert.deepEqual(valuesOf(answer.body, 'aq-mode')?.slice(0, 2), ['none', 'variance']);
  const { body: plain } = await server.call<FfmpegPart>('GET', '/ffmpeg/encoders/pcm_s16le');
  assert.deepEqual(plain.options, []);
});

test('what the build has not is not found, and never gets as far as FFmpeg', async () => {
  for (const path of ['/ffmpeg/filters/nope', '/ffmpeg/encoders/scale', '/ffmpeg/filters/scale%0A-i']) {
    assertRefused(await server.call('GET', path), 'NOT_FOUND', path);
  }
});

test('a process without an FFmpeg of its own says so', async () => {
  // As a worker that answers nothing leaves word of its build.
  await server.database.query(`insert into ffmpeg_builds (version, facts) values ('7.1', $1)`, [
    JSON.stringify({ filters: [{ name: 'scale', description: '' }], encoders: [] }),
  ]);
  const second = await startSecondApi(server);
  try {
    const response = await fetch(`${second.url}/api/v1/ffmpeg/filters/scale`, { headers: { 'x-api-key': server.key } });
    assert.equal(response.status, 503);
    assert.match(await response.text(), /no FFmpeg of its own to ask \(role api\)/);
  } finally {
    await second.stop();
  }
});
