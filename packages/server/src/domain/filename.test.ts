import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { toFilename } from './filename.ts';

const cases: [sent: string, kept: string][] = [
  ['video.mp4', 'video.mp4'],
  ['  my film.mov ', 'my film.mov'],
  ['C:\\Users\\me\\clip.avi', 'clip.avi'],
  ['../../etc/passwd', 'passwd'],
  ['a\u0000b\n.mp4', 'ab.mp4'],
  ['..', 'upload'],
  ['', 'upload'],
  ['dir/', 'upload'],
];

for (const [sent, kept] of cases) {
  test(`an upload named ${JSON.stringify(sent)} is kept as ${kept}`, () => {
    assert.equal(toFilename(sent, 'upload'), kept);
  });
}

test('a name that is too long is cut before its ending', () => {
  const name = toFilename(`${'ü'.repeat(300)}.mp4`, 'upload');
  assert.ok(Buffer.byteLength(name) <= 255);
  assert.match(name, /^ü+\.mp4$/);
});

test('whatever is sent, the name is one path part of 1–255 bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (sent) => {
      const name = toFilename(sent, 'upload');
      const bytes = Buffer.byteLength(name);
      assert.ok(
        bytes >= 1 && bytes <= 255 && !/[/\p{Cc}]/u.test(name) && name !== '.' && name !== '..' && name.isWellFormed(),
      );
    }),
  );
});
