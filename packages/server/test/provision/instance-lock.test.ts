// One server to a data folder, whatever the last one died of.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { acquireInstanceLock } from '../../src/provision/instance-lock.ts';
import { killScript, startScript } from './child-process.ts';

const HOLDER_SCRIPT = join(import.meta.dirname, 'lock-holder.ts');
const folder = await mkdtemp(join(tmpdir(), 'renderio-lock-'));

after(() => rm(folder, { recursive: true }));

test('a second server is refused and told the process id of the first', async () => {
  await using holder = await startScript(HOLDER_SCRIPT, folder);
  await assert.rejects(acquireInstanceLock(folder), {
    problem: 'already_running',
    message: new RegExp(`process ${holder.child.pid ?? '?'}`),
  });
  await killScript(holder);
});

test('the lock of a server that was killed is free at once', async () => {
  await using holder = await startScript(HOLDER_SCRIPT, folder);
  await killScript(holder);
  const lock = await acquireInstanceLock(folder);
  lock.release();
});

test('a released lock can be taken again, also by the same process', async () => {
  const first = await acquireInstanceLock(folder);
  await assert.rejects(acquireInstanceLock(folder), { problem: 'already_running' });
  first.release();
  first.release();
  const second = await acquireInstanceLock(folder);
  second.release();
});

test('a lock file that names a living process is no lock', async () => {
  await writeFile(join(folder, 'server.lock'), `${process.ppid}\n`);
  const lock = await acquireInstanceLock(folder);
  lock.release();
});

test('the data folder is made, and a file in its place is explained', async () => {
  const lock = await acquireInstanceLock(join(folder, 'new/data'));
  lock.release();
  await assert.rejects(acquireInstanceLock(join(folder, 'server.lock')), { problem: 'folder_unusable' });
});
