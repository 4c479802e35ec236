// Tokens of media links: read back, expire, and cannot be made or altered without the secret.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { findMediaToken, mediaPath, readMediaToken, signMediaToken } from './signed-link.ts';

const secret = Buffer.alloc(32, 7);
const fileId = '0197c0de-0000-7000-8000-00000000abcd';
const expiresAt = new Date('2026-12-01T00:00:00Z');
const before = new Date('2026-11-30T23:59:59.999Z');
const token = signMediaToken({ fileId, expiresAt, secret });

test('a token gives back what was signed', () => {
  assert.deepEqual(readMediaToken(token, [secret], before), { ok: true, fileId, expiresAt });
  fc.assert(
    fc.property(fc.uuid(), fc.integer({ min: 1, max: 2 ** 40 - 1 }), (id, seconds) => {
      const expires = new Date(seconds * 1000);
      const signed = signMediaToken({ fileId: id, expiresAt: expires, secret });
      assert.match(signed, /^[A-Za-z0-9_-]{52}$/);
      assert.deepEqual(readMediaToken(signed, [secret], new Date(0)), { ok: true, fileId: id, expiresAt: expires });
    }),
  );
});

test('a token expires at its second and still names its file', () => {
  assert.deepEqual(readMediaToken(token, [secret], expiresAt), { ok: false, reason: 'expired', fileId, expiresAt });
});

test('no character of a token can be changed', () => {
  for (let index = 0; index < token.length; index += 1) {
    const other = token[index] === 'A' ? 'B' : 'A';
    const changed = token.slice(0, index) + other + token.slice(index + 1);
    assert.deepEqual(readMediaToken(changed, [secret], before), { ok: false, reason: 'forged' }, `at ${index}`);
  }
});

test('a forged token that has also expired is forged, so that it names no file', () => {
  assert.deepEqual(readMediaToken(token, [randomBytes(32)], new Date('2030-01-01')), { ok: false, reason: 'forged' });
  assert.deepEqual(readMediaToken(token, [], before), { ok: false, reason: 'forged' });
});

test('a token signed with an older secret stays good', () => {
  assert.equal(readMediaToken(token, [randomBytes(32), secret], before).ok, true);
});

test('what is no token is malformed', () => {
  for (const text of ['', 'x', token.slice(1), `${token}A`, `${token}=`, ` ${token.slice(1)}`, `${token.slice(1)}+`]) {
    assert.deepEqual(readMediaToken(text, [secret], before), { ok: false, reason: 'malformed' }, text);
  }
});

test('a file id that is no UUID is refused', () => {
  for (const bad of ['', 'abc', `${fileId}0`, fileId.replaceAll('-', '')]) {
    assert.throws(() => signMediaToken({ fileId: bad, expiresAt, secret }), RangeError);
  }
});

test('a link ends in the file name, whatever it is, and its token is found again', () => {
  for (const name of ['a.mp4', 'a b.mp4', 'frame_%04d.png', 'ä?#&.mp4', '\u{1f600}.gif', '\ud800.txt', '..mp4']) {
    const url = `https://media.example:8443${mediaPath(token, name)}`;
    assert.equal(decodeURIComponent(new URL(url).pathname.split('/').at(-1) ?? ''), name.toWellFormed());
    assert.equal(findMediaToken(url), token, url);
  }
});

test('a token is found by the shape of the path alone', () => {
  assert.equal(findMediaToken(`http://10.0.0.1/api/media/${token}/a.mp4?download=1#t=3`), token);
  assert.equal(findMediaToken(`https://example.com/renderio/api/media/${token}/a.mp4`), token);
  for (const url of [
    `https://example.com/api/media/${token}`,
    `https://example.com/api/media/${token}/`,
    `https://example.com/api/media/${token}/variant/a.ts`,
    `https://example.com/api/media/${token}A/a.mp4`,
    `https://example.com/?u=/api/media/${token}/a.mp4`,
    `https://example.com/api/files/${token}/a.mp4`,
    'not a url',
  ]) {
    assert.equal(findMediaToken(url), null, url);
  }
});
