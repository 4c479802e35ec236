// Control groups where the host lets us make them: the kernel bounds memory before a poll could see it.
import assert from 'node:assert/strict';
import { access, mkdir, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type CgroupPlace, findCgroupPlace } from '../../src/sandbox/cgroup-places.ts';
import { type Cgroups, openCgroups } from '../../src/sandbox/cgroups.ts';
import { liesInMemory } from '../../src/sandbox/disk-use.ts';
import { codeOf, openSetting } from './setting.ts';

const cgroups = await openCgroups(() => undefined);
const place = findCgroupPlace(
  await readFile('/proc/self/cgroup', 'utf8'),
  await readFile('/proc/self/mountinfo', 'utf8'),
);
const skip = cgroups === null ? 'this host lets the user make no control groups' : false;

async function listGroups(): Promise<string[]> {
  const { folders } = place as CgroupPlace;
  const names = await Promise.all(Object.values(folders).map((folder) => readdir(folder)));
  return names.flat().filter((name) => name.startsWith(`renderio-run-${process.pid}-`));
}

describe('a program in control groups', { skip }, async () => {
  let setting: Awaited<ReturnType<typeof openSetting>>;
  before(async () => {
    setting = await openSetting({ cgroups: cgroups as Cgroups });
  });
  after(() => setting.close());

  test('runs as ever, and leaves no group behind', async () => {
    const { outcome, stderr } = await setting.run(
      '-v error -f lavfi -i testsrc2=d=1 -c:v libx265 -x265-params log-level=none out.mp4'.split(' '),
    );
    assert.equal(codeOf(outcome), 0, stderr);
    assert.deepEqual(await listGroups(), []);
  });

  const inMemory = (await liesInMemory(tmpdir())) ? 'the scratch folder of tests lies in memory here' : false;
  test('is ended by the kernel at the limit, and the outcome says that it was memory', { skip: inMemory }, async () => {
    // The groups have less than the polls look for: what ends it is not a poll.
    const tight: Cgroups = {
      description: 'tight',
      create: (limits) => (cgroups as Cgroups).create({ ...limits, memoryBytes: 150 * 2 ** 20 }),
    };
    const other = await openSetting({ cgroups: tight });
    try {
      const memoryBytes = 2 ** 31;
      const args = ['-f', 'lavfi', '-i', 'color=s=16000x16000,format=gbrp', '-vf', 'reverse', '-f', 'null', '-'];
      const { outcome } = await other.run(args, { limits: { memoryBytes } });
      assert.equal(outcome.kind, 'out_of_memory');
      assert.deepEqual([outcome.limitBytes, outcome.observedBytes], [memoryBytes, memoryBytes]);
      assert.deepEqual(await listGroups(), []);
    } finally {
      await other.close();
    }
  });

  const noSharedMemory = (await liesInMemory('/dev/shm').catch(() => false))
    ? false
    : '/dev/shm is no file system in memory';
  for (const [place, folder, skipped] of [
    ['to disk', tmpdir(), false],
    ['to a scratch folder in memory', '/dev/shm', noSharedMemory],
  ] as const) {
    test(`a write ${place} of more than the memory limit is no want of memory`, { skip: skipped }, async () => {
      const other = await openSetting({ cgroups: cgroups as Cgroups }, folder);
      try {
        const args = '-v error -f lavfi -i color=s=1920x1080:d=4,format=yuv420p -f rawvideo out.yuv'.split(' ');
        const { outcome, stderr } = await other.run(args, { limits: { memoryBytes: 200 * 2 ** 20 } });
        assert.equal(codeOf(outcome), 0, stderr);
      } finally {
        await other.close();
      }
    });
  }

  test('groups of a server that was killed are swept at the next start', async () => {
    const { folders } = place as CgroupPlace;
    // No process has a number beyond the kernel's largest.
    const left = join(folders.memory, 'renderio-run-4194399-1');
    await mkdir(left);
    await openCgroups(() => undefined);
    await assert.rejects(access(left), { code: 'ENOENT' });
  });

  test('what it is bounded by is told', () => {
    assert.match(setting.sandbox.describe().memoryLimit, /^cgroup v[12], and polling/);
  });
});
