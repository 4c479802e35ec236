// Where the extension of a staged input comes from, in order.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { contentDispositionFilename } from './content-disposition.ts';
import { inputExtension } from './input-extension.ts';

const path = (url: string): string | null => inputExtension({ url });

test('the path of the URL comes first, then the file name, then the type', () => {
  const all = { contentDispositionFilename: 'b.MKV', contentType: 'video/webm; codecs="vp9"' };
  assert.equal(inputExtension({ url: 'https://h/a.MP4?x=.avi#.mov', ...all }), 'mp4');
  assert.equal(inputExtension({ url: 'https://h/a', ...all }), 'mkv');
  assert.equal(inputExtension({ url: 'https://h/a', ...all, contentDispositionFilename: 'b' }), 'webm');
  assert.equal(inputExtension({ url: 'https://h/a', contentDispositionFilename: null, contentType: null }), null);
  assert.equal(inputExtension({ url: 'https://h/a', contentType: 'application/octet-stream' }), null);
  assert.equal(inputExtension({ url: 'https://h/a', contentType: 'constructor' }), null);
});

test('only a short plain extension counts', () => {
  for (const url of [
    'https://h/a.',
    'https://h/.mp4',
    'https://h/a.mp4/',
    'https://h/a.toolong_x',
    'https://h/a.m%70',
    'https://h.mp4',
    'x',
  ]) {
    assert.equal(path(url), null, url);
  }
  assert.equal(path('https://h/a.tar.gz'), 'gz');
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true }), fc.string(), fc.string(), (url, name, type) => {
      const extension = inputExtension({ url, contentDispositionFilename: name, contentType: type });
      assert.ok(extension === null || /^[a-z0-9]{1,8}$/.test(extension));
    }),
  );
});

test('a file name is read out of Content-Disposition', () => {
  const cases: readonly (readonly [string | null, string | null])[] = [
    [null, null],
    ['inline', null],
    ['attachment; filename=clip.mp4', 'clip.mp4'],
    ['attachment; filename="my \\"clip\\".mp4"; size=3', 'my "clip".mp4'],
    ['attachment; filename="a.bin"; filename*=UTF-8\'\'%E2%82%AC%20rates.mp4', '€ rates.mp4'],
    ["attachment; filename*=iso-8859-1'en'%A3.mov", '£.mov'],
    ['attachment; filename="../../etc/passwd.mp4"', 'passwd.mp4'],
    ['attachment; filename="C:\\\\videos\\\\a.avi"', 'a.avi'],
    ['attachment; filename=""', null],
    ['attachment; filename="half', '"half'],
  ];
  for (const [header, name] of cases) assert.equal(contentDispositionFilename(header), name, String(header));
});
