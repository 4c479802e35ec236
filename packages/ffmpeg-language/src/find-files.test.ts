// Every place where a command names files, with the stretch that another name can be put into.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findFiles } from './find-files.ts';
import { parseCommandLine } from './parse-command-line.ts';
import { splitWords } from './split-words.ts';

function filesOf(text: string): string[] {
  const split = splitWords(text);
  assert.ok(split.ok);
  return findFiles(parseCommandLine(split.words)).map(
    ({ kind, use, name, word, start, end }) => `${kind} ${use} ${name} <${word.text.slice(start, end)}>`,
  );
}

test('inputs and outputs are found, also those within concat: and tee', () => {
  assert.deepEqual(filesOf('-y -i "my clip.mov" -i concat:a.ts|b.ts out.mp4 -f null -'), [
    'input read my clip.mov <my clip.mov>',
    'input read a.ts <a.ts>',
    'input read b.ts <b.ts>',
    'output write out.mp4 <out.mp4>',
    'output write - <->',
  ]);
  assert.deepEqual(filesOf('-i a.mov -map 0 -f tee "[f=mpegts:onfail=ignore]b.ts|c.mp4"'), [
    'input read a.mov <a.mov>',
    'output write b.ts <b.ts>',
    'output write c.mp4 <c.mp4>',
  ]);
});

test('files of filters are found by name and by place, with their quotes', () => {
  assert.deepEqual(
    filesOf(
      `-i a.mp4 -vf "subtitles='it is.srt':force_style='FontSize=24',lut3d=look.cube,scale=2:2,drawtext=fontfile=f.ttf:text=a" b.mp4`,
    ),
    [
      'input read a.mp4 <a.mp4>',
      "filter read it is.srt <'it is.srt'>",
      'filter read look.cube <look.cube>',
      'filter read f.ttf <f.ttf>',
      'output write b.mp4 <b.mp4>',
    ],
  );
  assert.deepEqual(filesOf('-i a.mp4 -vf "drawtext=\'text=b:fontfile=a b.ttf\',scale=2:2" b.mp4'), [
    'input read a.mp4 <a.mp4>',
    'filter read a b.ttf <a b.ttf>',
    'output write b.mp4 <b.mp4>',
  ]);
  assert.deepEqual(filesOf('-f lavfi -i movie=c\\\\\\\\:d.mp4 -vf metadata=print:file=m.txt,psnr=f=- b.mp4'), [
    'filter read c:d.mp4 <c\\\\:d.mp4>',
    'filter write m.txt <m.txt>',
    'output write b.mp4 <b.mp4>',
  ]);
});

test('files of options are found, and texts are not', () => {
  assert.deepEqual(
    filesOf('-i a.mkv -metadata title=/x/y -attach f.ttf -passlogfile log/p -hls_segment_filename s/%d.ts b.m3u8'),
    [
      'input read a.mkv <a.mkv>',
      'option read f.ttf <f.ttf>',
      'option write log/p <log/p>',
      'option write s/%d.ts <s/%d.ts>',
      'output write b.m3u8 <b.m3u8>',
    ],
  );
});
