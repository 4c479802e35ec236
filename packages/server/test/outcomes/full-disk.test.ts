// A disk that fills up at any moment of a command is the operator's failure, told as such, and the next command runs.
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';

interface Ended {
  readonly status: string;
  readonly error_status: string | null;
  readonly error_message: string | null;
}

const canMount = spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()]).status === 0;
const skip = canMount ? false : 'small disks can be mounted by root only';
let results: Readonly<Record<string, Ended>> = {};

before(
  async () => {
    if (!canMount) return;
    const scenario = join(import.meta.dirname, 'full-disk-scenario.ts');
    // A mount namespace of its own: the small disks vanish with it, whatever happens.
    const { stdout } = await promisify(execFile)('unshare', ['--mount', process.execPath, scenario], {
      timeout: 90_000,
    });
    results = JSON.parse(stdout) as typeof results;
  },
  { timeout: 100_000 },
);
after(() => {
  if (!canMount) return;
  console.log(
    `${filled.length} full disks, ${filled.filter((name) => results[name]?.status === 'SUCCESS').length} false SUCCESS`,
  );
});

const filled = [
  'while FFmpeg writes',
  'beside three commands of another account',
  'while an input is fetched',
  'while an input is copied from storage',
  'before anything is there',
  'while an output is stored',
] as const;

for (const name of filled) {
  test(`a disk that is full ${name} fails the command as the server's, without naming a folder`, { skip }, () => {
    const { status, error_status, error_message } = results[name] ?? {};
    assert.deepEqual(
      { status, error_status },
      { status: 'FAILED', error_status: 'STORAGE_FAILED' },
      error_message ?? '',
    );
    assert.match(error_message ?? '', /(?:scratch disk|storage) is full/);
    assert.doesNotMatch(error_message ?? '', /\/tmp|\/job|scratch\/|objects/);
  });
}

test('commands of another account that write little succeed beside the one that fills the disk', { skip }, () => {
  for (const name of ['neighbour 1', 'neighbour 2', 'neighbour 3']) {
    assert.equal(results[name]?.status, 'SUCCESS', results[name]?.error_message ?? '');
  }
});

test('with room again the next command succeeds', { skip }, () => {
  for (const name of ['with room again', 'with room for outputs again']) {
    assert.equal(results[name]?.status, 'SUCCESS', results[name]?.error_message ?? '');
  }
});
