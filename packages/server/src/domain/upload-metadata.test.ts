// The header of uploads comes apart into its pairs, and what is no such header is told from an empty one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseUploadMetadata } from './upload-metadata.ts';

const encode = (text: string): string => Buffer.from(text).toString('base64');

test('pairs come apart, whatever their values hold', () => {
  const header = `filename ${encode('größe, 日本 🎬.mp4')}, filetype ${encode('video/mp4')},is_private,empty `;
  const pairs = { filename: 'größe, 日本 🎬.mp4', filetype: 'video/mp4', is_private: '', empty: '' };
  assert.deepEqual(parseUploadMetadata(header), new Map(Object.entries(pairs)));
});

test('no header is no pairs', () => {
  assert.deepEqual(parseUploadMetadata(''), new Map());
});

test('of a key that is sent twice the first counts', () => {
  assert.equal(parseUploadMetadata(`a ${encode('1')},a ${encode('2')}`)?.get('a'), '1');
});

test('what is not of this form is nothing', () => {
  for (const header of [',', 'a b c', 'filename größe', 'a =====', 'filename "x.mp4"', `a ${encode('1')},`]) {
    assert.equal(parseUploadMetadata(header), null, header);
  }
});
