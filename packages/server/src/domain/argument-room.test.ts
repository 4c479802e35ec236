import assert from 'node:assert/strict';
import { test } from 'node:test';
import { splitWords, type Word } from '@renderio/ffmpeg-language';
import { findLackOfRoom } from './argument-room.ts';

function wordsOf(text: string): readonly Word[] {
  const split = splitWords(text);
  assert.ok(split.ok);
  return split.words;
}

test('an ordinary command has room', () => {
  assert.equal(
    findLackOfRoom(wordsOf('-i {{in_a}} -vf scale=2:2 {{out_a}}'), () => '/job/a.mp4'),
    null,
  );
});

test('too many words, a word that paths make too long, and paths that are too much together are told apart', () => {
  const long = (): string => `/job/${'a'.repeat(250)}`;
  assert.match(findLackOfRoom(wordsOf('a '.repeat(8_001)), long) ?? '', /8001 words.* 8000/);
  assert.match(findLackOfRoom(wordsOf('{{out_a}}'.repeat(600)), long) ?? '', /a word of the command has 153000 bytes/);
  const apart = '{{out_a}} '.repeat(4_200);
  assert.match(findLackOfRoom(wordsOf(apart), long) ?? '', /the command has 1071000 bytes/);
});
