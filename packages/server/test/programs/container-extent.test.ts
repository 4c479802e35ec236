// Files of every muxer and flag are never called cut while they are good, and are while they are not.
import assert from 'node:assert/strict';
import { appendFile, copyFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openSetting, type Setting } from './setting.ts';

let setting: Setting;

const mp4Flags = [
  'faststart',
  'frag_keyframe',
  'frag_keyframe+empty_moov',
  'frag_keyframe+empty_moov+default_base_moof',
  'frag_keyframe+skip_trailer',
  'frag_keyframe+delay_moov',
  'frag_keyframe+global_sidx',
  'empty_moov+frag_every_frame',
  'cmaf',
  'dash',
  'hybrid_fragmented',
  'rtphint',
  'write_colr',
];

/** Muxers and options by file name; each copies the same film, which has sound. */
const films: Readonly<Record<string, string>> = {
  'plain.mp4': '-c copy',
  'f.mov': '-c copy -timecode 00:00:00:00',
  'f.3gp': '-c copy',
  'f.f4v': '-c copy',
  'f.ismv': '-c copy',
  'f.m4a': '-map 0:a -c copy',
  'f.mkv': '-c copy',
  'live.mkv': '-c copy -live 1',
  'front.mkv': '-c copy -cues_to_front 1',
  'f.webm': '-map 0:v -c:v libvpx-vp9 -cpu-used 8',
  'live.webm': '-map 0:v -c:v libvpx-vp9 -cpu-used 8 -live 1',
  'f.avi': '-c:v mpeg4 -c:a mp2',
  'f.flv': '-c copy',
  'f.ts': '-c copy',
  'f.nut': '-c copy',
  'f.ogv': '-c:v libtheora -c:a libvorbis',
  'f.opus': '-map 0:a',
  'f.ogg': '-map 0:a',
  'f.flac': '-map 0:a',
  'f.mp3': '-map 0:a',
  'f.wav': '-map 0:a',
  'rf64.wav': '-map 0:a -rf64 always',
  'odd.wav': '-map 0:a -c:a pcm_u8 -ar 8001 -t 0.9999',
  'f.gif': '-map 0:v',
  'f.apng': '-map 0:v -f apng',
  'f.png': '-map 0:v -frames:v 1 -pred mixed',
  'f.jpg': '-map 0:v -frames:v 1',
  'f.webp': '-map 0:v -frames:v 1',
  'f.avif': '-map 0:v -c:v libaom-av1 -cpu-used 8 -frames:v 2',
};

/** Of these the container tells of every cut; the rest may end between two fragments, pages or blocks. */
const telling =
  /^(plain|f\.(mov|3gp|f4v|m4a|mkv|webm|wav|apng|png|jpg|webp)|front|rf64|odd|mp4_(faststart|hybrid|rtphint|write_colr))/;

before(async () => {
  setting = await openSetting();
  await setting.make(
    '-f lavfi -i testsrc2=s=160x90:r=25:d=1 -f lavfi -i sine=d=1:r=48000 -c:v libx264 -g 10 -preset ultrafast -c:a aac -ac 1 source.mkv',
  );
  const flagged = mp4Flags.map((flags) => `-c copy -movflags +${flags} mp4_${flags}.mp4`);
  const named = Object.entries(films).map(([name, words]) => `${words} ${name}`);
  await setting.make(`-i source.mkv ${[...flagged, ...named].join(' ')}`);
});
after(() => setting.close());

async function filmNames(): Promise<readonly string[]> {
  return (await readdir(setting.jobFolder)).filter((name) => !/^(cut|junk)/.test(name));
}

test('no good file is called cut, with bytes after it or without', async () => {
  const names = await filmNames();
  assert.ok(names.length > 40);
  for (const name of names) {
    assert.notEqual((await setting.extent(name)).kind, 'cut', name);
    for (const junk of ['\n', 'appended by somebody else', '\0'.repeat(5000)]) {
      await copyFile(join(setting.jobFolder, name), join(setting.jobFolder, 'junk'));
      await appendFile(join(setting.jobFolder, 'junk'), junk);
      assert.notEqual((await setting.extent('junk')).kind, 'cut', `${name} with ${junk.length} bytes appended`);
    }
  }
});

test('a file cut anywhere is never called whole, and called cut where its container tells', async () => {
  for (const name of await filmNames()) {
    const size = (await setting.size(name)) ?? 0;
    for (let tenth = 1; tenth < 10; tenth++) {
      await setting.cut(name, Math.floor((size * tenth) / 10), 'cut');
      const { kind, because } = await setting.extent('cut');
      // AVI keeps its index behind its pictures: losing that loses nothing.
      if (telling.test(name)) assert.equal(kind, 'cut', `${name} cut at ${tenth}/10: ${because}`);
      else if (name !== 'f.avi') assert.notEqual(kind, 'whole', `${name} cut at ${tenth}/10: ${because}`);
    }
  }
});
