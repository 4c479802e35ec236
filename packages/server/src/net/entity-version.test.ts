// Which headers make a version that may be resumed, and when two are known to differ.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entityVersion, maySameVersion, parseContentRange } from './entity-version.ts';

const nothing = { etag: null, lastModified: null, date: null, totalBytes: null };
const monday = 'Mon, 02 Nov 2026 10:00:00 GMT';

test('only a strong validator may be sent as If-Range', () => {
  const cases = [
    [{ ...nothing, etag: '"v1"', lastModified: monday, date: monday }, '"v1"'],
    [{ ...nothing, etag: 'W/"v1"' }, null],
    [{ ...nothing, etag: 'v1' }, null],
    [{ ...nothing, lastModified: monday }, null],
    [{ ...nothing, lastModified: monday, date: monday }, null],
    [{ ...nothing, lastModified: monday, date: 'Mon, 02 Nov 2026 10:00:01 GMT' }, monday],
    [{ ...nothing, etag: 'W/"v1"', lastModified: monday, date: 'Mon, 02 Nov 2026 10:00:01 GMT' }, monday],
    [{ ...nothing, lastModified: 'yesterday', date: monday }, null],
    [nothing, null],
  ] as const;
  for (const [headers, expected] of cases) assert.equal(entityVersion(headers).rangeValidator, expected);
});

test('versions differ when anything that both say differs', () => {
  const a = entityVersion({ etag: '"v1"', lastModified: monday, date: null, totalBytes: 10 });
  assert.ok(maySameVersion(a, a));
  assert.ok(maySameVersion(a, entityVersion(nothing)));
  assert.ok(!maySameVersion(a, { ...a, etag: '"v2"' }));
  assert.ok(!maySameVersion(a, { ...a, totalBytes: 11 }));
  assert.ok(!maySameVersion({ ...a, etag: null }, { ...a, lastModified: 'Tue, 03 Nov 2026 10:00:00 GMT' }));
});

test('a content range is read, and nonsense is not', () => {
  assert.deepEqual(parseContentRange('bytes 5-9/10'), { start: 5, end: 9, totalBytes: 10 });
  assert.deepEqual(parseContentRange(' Bytes 0-0/* '), { start: 0, end: 0, totalBytes: null });
  for (const header of [
    null,
    '',
    'bytes */10',
    'bytes 9-5/10',
    'bytes 5-10/10',
    'items 0-1/2',
    'bytes 0-1,3-4/9',
    'bytes 0-1',
  ]) {
    assert.equal(parseContentRange(header), null, String(header));
  }
});
