// Media, web page or playlist, by first bytes and labels.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeBody } from './body-judgement.ts';

const judge = (head: string | Buffer, contentType: string | null = null, extension: string | null = null): string =>
  judgeBody({ head: Buffer.from(head), contentType, extension });

const mp4 = Buffer.from('0000001c6674797069736f6d', 'hex');

test('a web page is known by its first tag, whatever its label', () => {
  for (const page of ['<!DOCTYPE html>', '<html>', '  \n<HTML lang="en">', '\ufeff<!doctype HTML >']) {
    assert.equal(judge(page, 'video/mp4', 'mp4'), 'web_page', page);
  }
  assert.equal(judge('<htmlish', 'video/mp4'), 'media');
});

test('text that is labelled as a page is one, unless its name says that it is text', () => {
  assert.equal(judge('<title>x', 'text/html'), 'web_page');
  assert.equal(judge('Quota exceeded', 'Text/HTML; charset=utf-8', 'mp4'), 'web_page');
  assert.equal(judge('', 'text/html'), 'web_page');
  assert.equal(judge('1\n00:00:01,000 --> 00:00:02,000\nHi', 'text/html', 'srt'), 'media');
  assert.equal(judge('<!doctype html>', 'text/html', 'srt'), 'web_page');
});

test('media with a wrong label is media', () => {
  assert.equal(judge(mp4, 'text/html'), 'media');
  assert.equal(judge('<svg xmlns=', 'image/svg+xml', 'svg'), 'media');
  assert.equal(judge('WEBVTT\n', 'text/vtt', 'vtt'), 'media');
  assert.equal(judge('', null), 'media');
});

test('a playlist is known by its first line, its type or its name', () => {
  assert.equal(judge('#EXTM3U\n', 'text/plain'), 'playlist');
  assert.equal(judge('\ufeff#EXTM3U\n', 'text/html'), 'playlist');
  assert.equal(judge('<?xml version="1.0"?>\n<!-- a -->\n<MPD xmlns="x">'), 'playlist');
  assert.equal(judge('<MPD>'), 'playlist');
  for (const type of [
    'application/vnd.apple.mpegurl',
    'application/x-mpegURL',
    'audio/mpegurl',
    'application/dash+xml',
  ]) {
    assert.equal(judge('x', type), 'playlist', type);
  }
  assert.equal(judge('x', null, 'm3u8'), 'playlist');
  assert.equal(judge('<?xml version="1.0"?><tt>', 'application/xml', 'ttml'), 'media');
});
