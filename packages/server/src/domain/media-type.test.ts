// Names, brands and demuxers lead to one container name.
import assert from 'node:assert/strict';
import test from 'node:test';
import { extensionOf, isMediaMeant, mediaTypeOfName, mediaTypeOfProbe } from './media-type.ts';

const mov = 'mov,mp4,m4a,3gp,3g2,mj2';

test('one short container name comes out of ffprobe’s list', () => {
  const cases: readonly (readonly [string, string | null, string, string | null])[] = [
    [mov, 'isom', 'a.mp4', 'mp4'],
    [mov, 'isom', 'a.mov', 'mov'],
    [mov, 'qt', 'film', 'mov'],
    [mov, 'M4A', 'song.bin', 'm4a'],
    [mov, '3gp6', 'clip', '3gp'],
    [mov, 'isom', 'clip', 'mp4'],
    [mov, null, 'clip.mkv', 'mp4'],
    [mov, 'avif', 'photo.mp4', 'avif'],
    [mov, 'avif', 'photo.avif', 'avif'],
    ['matroska,webm', null, 'a.webm', 'webm'],
    ['matroska,webm', null, 'a.mkv', 'mkv'],
    ['matroska,webm', null, 'a.mp4', 'mkv'],
    ['mpegts', null, 'a.m2ts', 'ts'],
    ['mpegts', null, 'a', 'ts'],
    ['image2', null, 'a.JPEG', 'jpg'],
    ['jpeg_pipe', null, 'a.png', 'jpg'],
    ['png_pipe', null, 'a.png', 'png'],
    ['ogg', null, 'a.opus', 'opus'],
    ['mp3', null, 'constructor.constructor', 'mp3'],
    ['truehd', null, 'a.thd', null],
  ];
  for (const [format, brand, filename, expected] of cases) {
    assert.equal(
      mediaTypeOfProbe(format, brand, filename)?.format ?? null,
      expected,
      `${format} ${brand ?? '-'} ${filename}`,
    );
  }
});

test('an ending is what follows the last dot of a name that has something before it', () => {
  assert.deepEqual(['a.b.MP4', '.mp4', 'mp4', 'a.', 'x/.gif'].map(extensionOf), ['mp4', '', '', '', '']);
});

test('an ending that is not in the table stands for nothing', () => {
  for (const name of ['a.xyz', 'a.constructor', 'a.toString', 'a']) assert.equal(mediaTypeOfName(name), null, name);
});

test('media is meant by picture and sound names only', () => {
  for (const name of ['a.mp4', 'a.GIF', 'frame_%04d.png', 'a.opus']) assert.ok(isMediaMeant(name), name);
  for (const name of ['a.txt', 'a.srt', 'a.m3u8', 'a.md5', 'a.yuv', 'a', 'a.toString', '.mp4'])
    assert.ok(!isMediaMeant(name), name);
});
