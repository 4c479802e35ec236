// Versions as builds print them, and whether they are warned of.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeFfmpegRelease, judgeRootAge } from './ffmpeg-release.ts';

test('what is known to be mended, and what has no place in a table, is passed', () => {
  const good = [
    '7.1.5-0+deb13u1',
    '7.1.5-0+deb13u2',
    '7.1.6-0+deb13u1',
    '5.1.9-0+deb12u1',
    '8.0.3',
    'n8.1.2',
    '9.0',
    '9.0.2-1',
  ];
  for (const version of [...good, 'N-123456-gabcdef', '2026-11-01-git-abc', '8.0.3-1ubuntu2']) {
    assert.equal(judgeFfmpegRelease(version), null, version);
  }
});

test('what is older is told with what mends it', () => {
  for (const [version, mended] of [
    ['7.1.4-0+deb13u1', /7\.1\.5-0\+deb13u1.*npm run update/],
    ['5.1.8-0+deb12u1', /5\.1\.9-0\+deb12u1/],
    ['8.0.2', /CVE-2026-8461.*8\.0\.3 mends it/],
    ['8.1', /8\.1\.2 mends it/],
    ['7.1.5', /no release of its branch/],
    ['n6.1', /no release of its branch/],
  ] as const) {
    assert.match(judgeFfmpegRelease(version) ?? '', mended, version);
  }
});

test('a root of a month ago is told to be old', () => {
  const now = new Date('2026-12-31T00:00:00Z');
  assert.equal(judgeRootAge(new Date('2026-12-02T00:00:00Z'), now), null);
  assert.match(judgeRootAge(new Date('2026-11-30T00:00:00Z'), now) ?? '', /31 days ago: run `npm run update`/);
});
