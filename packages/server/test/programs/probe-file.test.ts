// One ffprobe process tells of every kind of output what it is, and whether frames come out of it.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { readProbeReport } from '../../src/domain/probe-report.ts';
import { readMediaInfo } from '../../src/domain/read-media-info.ts';
import { openSetting, type Setting } from './setting.ts';

let setting: Setting;
before(async () => {
  setting = await openSetting();
  await setting.make(
    `-f lavfi -i testsrc2=s=320x180:r=25:d=1 -f lavfi -i sine=d=1 -c:v libx264 -preset ultrafast -c:a aac a.mp4`,
  );
  const sound = ['mp3', 'm4a', 'wav', 'flac', 'ogg', 'opus', 'aac'].map((ending) => `-map 0:a s.${ending}`).join(' ');
  const still = ['png', 'jpg', 'webp', 'bmp', 'tiff'].map((ending) => `-map 0:v -frames:v 1 p.${ending}`).join(' ');
  const moving = '-map 0:v -r 10 m.gif -map 0:v -r 10 -f apng m.apng';
  const film = ['mkv', 'mov', 'ts', 'avi'].map((ending) => `-map 0 -c copy f.${ending}`).join(' ');
  await setting.make(`-i a.mp4 ${sound} ${still} ${moving} ${film} -map 0:v -c:v libvpx-vp9 -cpu-used 8 f.webm`);
  await setting.make('-i s.m4a -i p.jpg -map 0 -map 1 -c copy -disposition:v attached_pic cover.m4a');
  await writeFile(join(setting.jobFolder, 's.srt'), '1\n00:00:00,000 --> 00:00:01,000\nhello\n');
  await setting.make('-i a.mp4 -i s.srt -map 0 -map 1 -c copy -c:s mov_text subtitled.mp4');
});
after(() => setting.close());

async function describe(name: string): Promise<string> {
  const result = await setting.probe(name);
  if (!result.ok) return result.message;
  const info = readMediaInfo(result.report, { filename: name, sizeBytes: 1 });
  const { streams } = readProbeReport(result.report);
  const frames = streams.every((stream) => (stream.packetsRead ?? 0) > 0 || stream.frameCount !== null);
  return [
    info.fileType,
    info.fileFormat,
    info.codec,
    info.durationSeconds === null ? '-' : Math.round(info.durationSeconds),
    frames ? 'frames' : 'none',
  ].join(' ');
}

test('every kind of output is told by what it is, and that it holds frames', async () => {
  const expected: Readonly<Record<string, string>> = {
    'a.mp4': 'video mp4 h264 1 frames',
    'f.mkv': 'video mkv h264 1 frames',
    'f.mov': 'video mov h264 1 frames',
    'f.ts': 'video ts h264 1 frames',
    'f.avi': 'video avi h264 1 frames',
    'f.webm': 'video webm vp9 1 frames',
    's.mp3': 'audio mp3 mp3 1 frames',
    's.m4a': 'audio m4a aac 1 frames',
    's.wav': 'audio wav pcm_s16le 1 frames',
    's.flac': 'audio flac flac 1 frames',
    's.ogg': 'audio ogg vorbis 1 frames',
    's.opus': 'audio opus opus 1 frames',
    'p.png': 'image png png - frames',
    'p.jpg': 'image jpg mjpeg - frames',
    'p.webp': 'image webp webp - frames',
    'p.bmp': 'image bmp bmp - frames',
    'p.tiff': 'image tiff tiff - frames',
    'm.gif': 'image gif gif 1 frames',
    'm.apng': 'image apng apng - frames',
    'cover.m4a': 'audio m4a aac 1 frames',
    'subtitled.mp4': 'video mp4 h264 1 frames',
    's.srt': 'subtitle srt subrip - frames',
  };
  for (const [name, description] of Object.entries(expected)) {
    assert.equal(await describe(name), description, name);
  }
});

test('files without a frame are told apart from files with some', async () => {
  for (const ending of ['mp4', 'mkv', 'webm', 'wav', 'flac', 'ogg', 'mp3', 'ts']) {
    const words = ['mp4', 'mkv', 'ts'].includes(ending) ? '-c copy' : '';
    await setting.run(`-i a.mp4 -ss 50 ${words} none.${ending}`);
    const result = await setting.probe(`none.${ending}`);
    if (!result.ok) continue;
    const { streams } = readProbeReport(result.report);
    assert.ok(
      streams.every((stream) => stream.packetsRead === 0 || stream.packetsRead === null),
      ending,
    );
    assert.ok(
      streams.every((stream) => stream.frameCount === null),
      ending,
    );
  }
});

test('what is no media is told in one clause, without the path', async () => {
  await writeFile(join(setting.jobFolder, 'zero.mp4'), '');
  await writeFile(join(setting.jobFolder, 'text.mp4'), 'no film');
  for (const name of ['zero.mp4', 'text.mp4', 'missing.mp4', '-i.mp4']) {
    const result = await setting.probe(name);
    assert.ok(!result.ok);
    assert.match(result.message, /^(?:Invalid data found|No such file)/);
    assert.equal(result.outcome.kind, 'exited');
  }
});
