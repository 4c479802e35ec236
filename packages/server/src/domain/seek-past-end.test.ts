// A seek past the end is proved by the command and the container's own figure, and by nothing less.
import assert from 'node:assert/strict';
import test from 'node:test';
import { parseCommandLine, readDurationIntent, splitWords } from '@renderio/ffmpeg-language';
import { findSeekPastEnd } from './seek-past-end.ts';

/** Of inputs that last 2 s, but for those of which nothing is stated. */
function find(text: string, seconds: readonly (number | null)[] = [2, 2], lastTimeSeconds = -58) {
  const split = splitWords(text);
  assert.ok(split.ok);
  const line = parseCommandLine(split.words);
  const intent = readDurationIntent(line, (alias) => `${alias}.mp4`);
  const facts = seconds.map((stated) => ({ seconds: stated, streams: null }));
  return findSeekPastEnd(intent, 0, ['{{in_a}}', '{{in_b}}'], lastTimeSeconds, facts);
}

test('a seek past the stated end is found, with both figures and the user’s name of the input', () => {
  assert.deepEqual(find('-ss 60 -i a.mp4 -c copy o.mp4'), {
    sentence: '-ss 60 lies past the end of {{in_a}}, which lasts 2 s.',
    isAllBefore: true,
  });
  assert.match(find('-i a.mp4 -ss 9 -i b.mp4 -map 1:v -c:v copy o.mp4')?.sentence ?? '', /\{\{in_b\}\}/);
});

test('what is encoded, and what was copied from after the place, may be what was asked for', () => {
  assert.equal(find('-ss 60 -i a.mp4 o.mp4')?.isAllBefore, false);
  assert.equal(find('-ss 60 -i chained.ogg -c copy o.mka', [2], 5.9)?.isAllBefore, false);
});

test('nothing is found where something may be there, or nothing is stated', () => {
  for (const text of [
    '-i a.mp4 -c copy o.mp4',
    '-ss 1.9 -i a.mp4 -c copy o.mp4',
    '-ss 2.4 -i a.mp4 -c copy o.mp4',
    '-ss 60 -stream_loop -1 -i a.mp4 -c copy o.mp4',
    '-ss 60 -i a.mp4 -i b.mp4 -c copy o.mp4',
    '-ss 60 -i a.mp4 -i b.mp4 -map 1 -c copy o.mp4',
    '-ss 60 -i a.mp4 -i b.mp4 -filter_complex "[0:v][1:v]overlay[v]" -map "[v]" o.mp4',
  ]) {
    assert.equal(find(text), null, text);
  }
  assert.equal(find('-ss 60 -i a.ts -c copy o.mp4', [null]), null);
});
