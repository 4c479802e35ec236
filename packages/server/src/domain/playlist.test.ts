import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dashTemplatePatterns, playlistReferences } from './playlist.ts';

test('an HLS playlist names its segments, maps and variants', () => {
  const text = [
    '#EXTM3U',
    '#EXT-X-MAP:URI="init.mp4"',
    '#EXT-X-KEY:METHOD=AES-128,URI="https://keys.example/k"',
    '#EXTINF:4,',
    'seg 0.ts',
    '#EXTINF:4,',
    'v0/seg%201.ts?x=1',
    'http://elsewhere/a.ts',
    '/etc/passwd',
    'seg 0.ts',
    '',
  ].join('\r\n');
  assert.deepEqual(playlistReferences('index.m3u8', text), ['init.mp4', 'seg 0.ts', 'v0/seg 1.ts']);
});

test('a name with a control character is none', () => {
  assert.deepEqual(playlistReferences('a.m3u8', 'a\0b.ts\na%00b.ts\na%1b.ts\nb.ts\n'), ['b.ts']);
});

test('an encoded absolute path is not a relative one', () => {
  assert.deepEqual(playlistReferences('a.m3u8', '%2Fetc%2Fpasswd\nfile%3A///etc/passwd\n'), []);
});

test('a DASH manifest names its files, and its templates match numbered ones', () => {
  const text =
    '<MPD><BaseURL>v/a.mp4</BaseURL><SegmentTemplate media="chunk-stream$RepresentationID$-$Number%05d$.m4s" initialization="init-stream$RepresentationID$.m4s"/></MPD>';
  assert.deepEqual(playlistReferences('m.mpd', text), ['v/a.mp4']);
  const patterns = dashTemplatePatterns(text);
  assert.ok(patterns.some((pattern) => pattern.test('chunk-stream0-00001.m4s')));
  assert.ok(patterns.some((pattern) => pattern.test('init-stream0.m4s')));
  assert.ok(!patterns.some((pattern) => pattern.test('other.m4s')));
});
