// What apt prints is read in these few places only, so its forms are pinned here.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { explainApt, parseMirrors, parsePlan } from './private-apt.ts';

const HASH = 'b59b0625cd1a791375d40dab23a4d5d3d0641e3d0a773501becdc3725b7f99cf';

test('a plan names packages with their epochs, and nothing of what apt says around them', () => {
  const printed = `The following NEW packages will be installed:
  ffmpeg libc6
'http://mirror.example/debian/pool/main/f/ffmpeg/ffmpeg_7.1.5-0%2bdeb13u1_amd64.deb' ffmpeg_7%3a7.1.5-0+deb13u1_amd64.deb 2041234 SHA256:${HASH}
'http://mirror.example/debian/pool/main/g/glibc/libc6_2.41-12_amd64.deb' libc6_2.41-12_amd64.deb 2850108 SHA256:${HASH}
`;
  assert.deepEqual(parsePlan(printed), [
    {
      name: 'ffmpeg',
      version: '7:7.1.5-0+deb13u1',
      fileName: 'ffmpeg_7%3a7.1.5-0+deb13u1_amd64.deb',
      sizeBytes: 2_041_234,
      sha256: HASH,
    },
    { name: 'libc6', version: '2.41-12', fileName: 'libc6_2.41-12_amd64.deb', sizeBytes: 2_850_108, sha256: HASH },
  ]);
});

test('the host mirrors are told from other archives, whatever the host runs', () => {
  const printed = (...urls: string[]) => urls.map((url) => `'${url}' some_file_InRelease 0 \n`).join('');
  const other = 'https://packages.example/tools/dists/tools-stable/InRelease';
  assert.deepEqual(
    parseMirrors(
      printed(
        other,
        'http://mirror.example/debian/dists/bookworm-updates/InRelease',
        'http://mirror.example/debian/dists/bookworm/InRelease',
        'http://security.example/dists/bookworm-security/InRelease',
      ),
    ),
    { main: 'http://mirror.example/debian', security: 'http://security.example' },
  );
  assert.deepEqual(parseMirrors(printed('mirror+file:/etc/apt/mirrors/debian.list/dists/trixie/InRelease')), {
    main: 'mirror+file:/etc/apt/mirrors/debian.list',
    security: undefined,
  });
  assert.equal(parseMirrors(printed(other, 'http://mirror.example/ubuntu/dists/noble/InRelease')), undefined);
});

test('every way in which apt fails gets its own problem', () => {
  const problemOf = (code: number, stderr: string) => explainApt({ code, stdout: '', stderr }).problem;
  assert.equal(problemOf(127, 'setpriv: failed to execute apt-get: No such file or directory'), 'apt_missing');
  assert.equal(problemOf(100, "E: Failed to fetch http://m/x  Temporary failure resolving 'm'\n"), 'no_network');
  assert.equal(problemOf(100, 'E: Failed to fetch http://m/x  Could not connect to m:80 (1.2.3.4)\n'), 'no_network');
  assert.equal(problemOf(100, "E: You don't have enough free space in /x/.\n"), 'disk_full');
  assert.equal(
    problemOf(100, 'W: GPG error: … NO_PUBKEY 6ED0E7B8\nE: The repository is not signed.\n'),
    'keyring_missing',
  );
  const other = explainApt({ code: 100, stdout: '', stderr: 'W: something\nE: Unable to locate package ffmpeg\n' });
  assert.equal(other.problem, 'apt_failed');
  assert.match(other.message, /apt: Unable to locate package ffmpeg$/);
});
