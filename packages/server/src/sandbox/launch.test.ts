// The whole command line of a sandbox, word by word.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildLaunch, type Launch } from './launch.ts';

const launch: Launch = {
  program: '/usr/bin/ffmpeg',
  args: ['-i', '--', 'a b'],
  limits: {
    wallTimeMs: 1_000,
    cpuSeconds: 5,
    threadCount: 60,
    memoryBytes: 2 ** 30,
    diskBytes: 5_000_000,
    fileCount: 10,
  },
  workspaceFolder: '/data/scratch/7',
  rootFolder: '/data/root',
  bubblewrap: ['/data/root/lib/ld.so', '--library-path', '/data/root/lib', '/data/root/usr/bin/bwrap'],
  identity: null,
  cgroupFolders: [],
};

/** The words from one of them up to, not including, another. */
function part(words: readonly string[], from: string, to: string): readonly string[] {
  return words.slice(words.indexOf(from), words.indexOf(to));
}

test('a server of an ordinary user mounts in a user namespace', () => {
  const words = buildLaunch(launch).map((word) => (word.startsWith('set -eu') ? '<script>' : word));
  assert.deepEqual(part(words, 'setpriv', '/tmp/root/lib/ld.so'), [
    ...['setpriv', '--pdeathsig', 'KILL'],
    ...['unshare', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc', '--user', '--map-root-user'],
    ...['sh', '-c', '<script>', 'sandbox', '/data/scratch/7', '/data/root', ''],
    ...['prlimit', '--core=0', '--nofile=1024', '--nproc=64', '--cpu=15', '--fsize=6048576', '--as=8589934592'],
  ]);
});

test('a server of root mounts first, then becomes another and sets the parent-death signal again', () => {
  const words = buildLaunch({ ...launch, identity: { uid: 7, gid: 8 } });
  const chain = words.filter((word) => !word.includes('\n')).slice(0, words.indexOf('prlimit') - 1);
  assert.deepEqual(chain, [
    ...['setpriv', '--pdeathsig', 'KILL', 'unshare', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'],
    ...['sh', '-c', 'sandbox', '/data/scratch/7', '/data/root', ''],
    ...['setpriv', '--reuid', '7', '--regid', '8', '--clear-groups', '--pdeathsig', 'KILL'],
    ...['unshare', '--user', '--map-root-user'],
  ]);
});

test('bubblewrap is started from where its root was mounted, and the program’s words come last as they are', () => {
  const words = buildLaunch(launch);
  const start = words.indexOf('/tmp/root/lib/ld.so');
  assert.deepEqual(words.slice(start, start + 4), [
    '/tmp/root/lib/ld.so',
    '--library-path',
    '/tmp/root/lib',
    '/tmp/root/usr/bin/bwrap',
  ]);
  assert.deepEqual(words.slice(-5), ['--', '/usr/bin/ffmpeg', '-i', '--', 'a b']);
});

test('control groups are entered first, a line each', () => {
  const words = buildLaunch({ ...launch, cgroupFolders: ['/cg/memory/a', '/cg/pids/a'] });
  assert.equal(words[words.indexOf('/data/root') + 1], '/cg/memory/a\n/cg/pids/a');
});

test('a folder that only begins like the root is left alone', () => {
  const words = buildLaunch({ ...launch, bubblewrap: ['/data/root2/bwrap'] });
  assert.ok(words.includes('/data/root2/bwrap'));
});

test('without a private root the host’s programs are shown and the rest of / is not writable', () => {
  const words = buildLaunch({ ...launch, rootFolder: null, program: '/opt/ffmpeg', bubblewrap: ['/usr/bin/bwrap'] });
  const binds = words.flatMap((word, index) => (word === '--ro-bind-try' ? [words[index + 1]] : []));
  assert.ok(binds.includes('/usr') && binds.includes('/opt/ffmpeg'));
  for (const closed of ['/', '/etc', '/root', '/home', '/var', '/run']) assert.ok(!binds.includes(closed), closed);
  assert.ok(words.join(' ').includes('--remount-ro / '));
});

test('address space is three times the memory once that is more than the backstop', () => {
  const words = buildLaunch({ ...launch, limits: { ...launch.limits, memoryBytes: 4 * 2 ** 30 } });
  assert.ok(words.includes(`--as=${12 * 2 ** 30}`));
});
