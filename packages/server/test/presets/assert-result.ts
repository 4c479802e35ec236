// Whether what a preset made is what it promises, by ffprobe and by the bytes.
import assert from 'node:assert/strict';
import type { CommandOutput } from '@renderio/contract';
import {
  download,
  loudnessOf,
  type ProbedFile,
  type ProbedStream,
  pixelAt,
  probeResult,
} from '../support/probe-result.ts';
import type { Expected } from './expectations.ts';

export async function assertResult(
  output: CommandOutput,
  expected: Expected,
  folder: string,
  isCopy: boolean,
): Promise<void> {
  const url = output.storage_url ?? '';
  const { kind = 'file' } = expected;
  for (const { verdict, message } of output.checks) assert.equal(verdict, 'pass', message);
  if (kind === 'playlist') {
    await assertPlaylist(url, expected);
    return;
  }
  if (kind === 'series') assert.equal(output.items?.length, 1);
  const { path, bytes } = await download(kind === 'series' ? (output.items?.[0]?.storage_url ?? '') : url, folder);
  if (kind !== 'series') assert.equal(bytes.length, Math.round((output.size_mbytes ?? 0) * 1_048_576));
  if (kind === 'webp animation') {
    assertAnimation(bytes, expected);
    return;
  }
  const probed = await probeResult(path);
  const [picture] = streamsOf(probed, 'video');
  const [sound] = streamsOf(probed, 'audio');
  assertPicture(picture, expected, isCopy);
  assertSound(sound, expected);
  if (expected.seconds !== undefined) assertNear(Number(probed.format.duration), expected.seconds, 0.11, 'seconds');
  if (expected.isFastStart === true) assert.ok(bytes.indexOf('moov') < bytes.indexOf('mdat'), 'the index comes first');
  if (expected.rotation !== undefined) {
    assert.equal(picture?.side_data_list?.find(({ rotation }) => rotation !== undefined)?.rotation, expected.rotation);
  }
  if (expected.lufs !== undefined) assertNear(await loudnessOf(path), expected.lufs, 0.5, 'LUFS');
  for (const { seconds, x, y, rgb } of expected.pixels ?? []) {
    const found = await pixelAt(path, seconds, x, y);
    for (const [channel, value] of rgb.entries())
      assertNear(found[channel] ?? -1, value, 40, `pixel ${x},${y} of ${found.join()}`);
  }
  if (expected.subtitleCodec !== undefined) {
    assert.equal(streamsOf(probed, 'subtitle')[0]?.codec_name, expected.subtitleCodec);
  }
}

function streamsOf({ streams }: Pick<ProbedFile, 'streams'>, kind: string): ProbedStream[] {
  return streams.filter(({ codec_type }) => codec_type === kind);
}

function assertPicture(
  stream: ProbedStream | undefined,
  { picture, kind, slackPixels = 2 }: Expected,
  isCopy: boolean,
): void {
  assert.equal(stream?.codec_name, picture?.codec);
  if (picture === null || stream === undefined) return;
  const { width = 0, height = 0 } = stream;
  assertNear(width, picture.width, slackPixels, 'width');
  assertNear(height, picture.height, slackPixels, 'height');
  assert.ok(width <= Math.ceil(picture.width) && height <= Math.ceil(picture.height), `${width}×${height} is enlarged`);
  assert.equal(Number(stream.nb_read_frames), picture.frames);
  assertSquare(stream.sample_aspect_ratio ?? '1:1', kind === 'playlist' ? 0.01 : 0);
  if (isCopy || !['h264', 'hevc', 'av1', 'vp9'].includes(picture.codec)) return;
  assert.equal(stream.pix_fmt, 'yuv420p');
  assert.deepEqual([width % 2, height % 2], [0, 0], `${width}×${height} is odd`);
}

/** Sizes that a player changes between keep one shape to the last digit, and their pixels give way. */
function assertSquare(aspectRatio: string, slack: number): void {
  const [across = 0, down = 0] = aspectRatio.split(':').map(Number);
  assertNear(across / down, 1, slack, 'pixel shape');
}

function assertSound(stream: ProbedStream | undefined, { sound }: Expected): void {
  assert.equal(stream?.codec_name, sound?.codec);
  if (sound?.rate !== undefined) assert.equal(Number(stream?.sample_rate), sound.rate);
  if (sound?.channels !== undefined) assert.equal(stream?.channels, sound.channels);
}

/** Played straight from its link. */
async function assertPlaylist(url: string, expected: Expected): Promise<void> {
  const probed = await probeResult(url);
  assertPicture(streamsOf(probed, 'video')[0], expected, false);
  assertSound(streamsOf(probed, 'audio')[0], expected);
  const pictures = streamsOf(probed, 'video');
  assert.equal(pictures.length, expected.sizes);
}

/** FFmpeg 7.1 cannot read these: https://developers.google.com/speed/webp/docs/riff_container */
function assertAnimation(bytes: Buffer, { picture }: Expected): void {
  assert.equal(bytes.toString('latin1', 0, 4) + bytes.toString('latin1', 8, 16), 'RIFFWEBPVP8X');
  let frames = 0;
  for (let at = 12; at < bytes.length; at += 8 + bytes.readUInt32LE(at + 4) + (bytes.readUInt32LE(at + 4) % 2)) {
    if (bytes.toString('latin1', at, at + 4) === 'ANMF') frames += 1;
  }
  assert.equal(frames, picture?.frames);
  const canvas = { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
  assertNear(canvas.width, picture?.width ?? 0, 2, 'width');
  assertNear(canvas.height, picture?.height ?? 0, 2, 'height');
}

function assertNear(value: number, wanted: number, slack: number, what: string): void {
  assert.ok(Math.abs(value - wanted) <= slack, `${what}: ${value}, not ${wanted} ± ${slack}`);
}
