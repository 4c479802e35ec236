// What kernels say on hosts of several kinds, and where groups are made there.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findCgroupPlace } from './cgroup-places.ts';

const v1Mounts = `23 0 254:0 / / rw - ext4 /dev/vda rw
35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
40 31 0:37 / /sys/fs/cgroup/systemd rw,relatime - cgroup cgroup rw,name=systemd
39 31 0:36 / /sys/fs/cgroup/pids rw,relatime - cgroup cgroup rw,pids
41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
`;
const v2Mounts = '29 22 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate,memory_recursiveprot\n';

test('version 1: below the process in each hierarchy', () => {
  assert.deepEqual(findCgroupPlace('8:pids:/\n4:memory:/service/abc\n0::/\n', v1Mounts), {
    version: 1,
    folders: { memory: '/sys/fs/cgroup/memory/service/abc', pids: '/sys/fs/cgroup/pids' },
  });
});

test('version 1 in a container that sees a part of the hierarchy as its root', () => {
  const mounts = v1Mounts.replace('0:32 / ', '0:32 /docker/abc ').replace('0:36 / ', '0:36 /docker/abc ');
  assert.deepEqual(findCgroupPlace('8:pids:/docker/abc\n4:memory:/docker/abc\n', mounts)?.folders, {
    memory: '/sys/fs/cgroup/memory',
    pids: '/sys/fs/cgroup/pids',
  });
});

test('version 1 with several controllers in one hierarchy', () => {
  const mounts = '35 31 0:32 / /sys/fs/cgroup/all rw - cgroup cgroup rw,memory,pids\n';
  const all = '/sys/fs/cgroup/all/x';
  assert.deepEqual(findCgroupPlace('4:memory,pids:/x\n', mounts)?.folders, { memory: all, pids: all });
});

test('version 2: in the unit of a service, and at the root of a container', () => {
  for (const [path, folder] of [
    ['/system.slice/renderio.service', '/sys/fs/cgroup/system.slice/renderio.service'],
    ['/', '/sys/fs/cgroup'],
  ]) {
    assert.deepEqual(findCgroupPlace(`0::${path}\n`, v2Mounts), {
      version: 2,
      folders: { memory: folder, pids: folder },
    });
  }
});

test('nowhere: a session that the server shares with others, and a host without control groups', () => {
  assert.equal(findCgroupPlace('0::/user.slice/user-0.slice/session-1.scope\n', v2Mounts), null);
  assert.equal(findCgroupPlace('', ''), null);
  assert.equal(findCgroupPlace('4:memory:/x\n', v1Mounts), null);
});
