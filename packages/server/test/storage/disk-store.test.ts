// The disk store against the suite of all stores, and what is its own: leftovers, ownership, hostile sources, a full disk.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import {
  chmod,
  chown,
  link,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { describe, it, type TestContext } from 'node:test';
import { promisify } from 'node:util';
import { createDiskStore } from '../../src/storage/disk-store.ts';
import { StorageError } from '../../src/storage/storage-error.ts';
import { describeObjectStore } from './object-store-suite.ts';

const run = promisify(execFile);
const isRoot = process.geteuid?.() === 0;
// A file system other than the usual one.
const sharedMemory = statSync('/dev/shm', { throwIfNoEntry: false })?.dev !== statSync(tmpdir()).dev;
const key = 'runs/0197/f1/out.mp4';

describeObjectStore('disk store', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'disk-store-'));
  return { store: await createDiskStore({ folder }), dispose: () => rm(folder, { recursive: true }) };
});

async function newFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'disk-store-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Paths of all that is not a folder. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => !entry.isDirectory()).map((entry) => path.join(entry.parentPath, entry.name));
}

describe('disk store on its own', () => {
  it('shows nothing of a put whose process was killed, and the next start removes its leftovers', async (t) => {
    const folder = await newFolder(t);
    const script = path.join(import.meta.dirname, 'put-endlessly.ts');
    const child = spawn(
      process.execPath,
      [...process.execArgv.filter((arg) => !arg.startsWith('--test')), script, folder, key],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.equal((await filesIn(folder)).length, 1, 'the half is there');

    const store = await createDiskStore({ folder });
    assert.deepEqual(await filesIn(folder), []);
    assert.equal(await store.stat(key), null);
    await store.put(key, Readable.from(['whole']));
    assert.equal((await store.stat(key))?.sizeBytes, 5);
  });

  it("leaves alone what a living process is writing, and another host's young files", async (t) => {
    const folder = await newFolder(t);
    const store = await createDiskStore({ folder });
    const body = new Readable({ read: () => undefined });
    const stored = store.put(key, body);
    body.push('first half, ');
    const foreign = path.join(folder, 'tmp', 'other-host_17_4711');
    await mkdir(foreign);
    await writeFile(path.join(foreign, 'part'), 'x');

    await createDiskStore({ folder });
    body.push('second half');
    body.push(null);
    assert.equal((await stored).sizeBytes, 23);
    assert.equal(await readFile(path.join(foreign, 'part'), 'utf8'), 'x');

    const longAgo = new Date(Date.now() - 48 * 3600 * 1000);
    await utimes(path.join(foreign, 'part'), longAgo, longAgo);
    await utimes(foreign, longAgo, longAgo);
    await createDiskStore({ folder });
    await assert.rejects(stat(foreign), { code: 'ENOENT' });
  });

  it('takes a local file over without copying it, and makes it its own', async (t) => {
    const folder = await newFolder(t);
    const store = await createDiskStore({ folder: path.join(folder, 'store') });
    const file = path.join(folder, 'out.mp4');
    await writeFile(file, 'bytes');
    await chmod(file, 0o666);
    if (isRoot) await chown(file, 12_345, 12_345);
    const { ino } = await stat(file);
    await store.putFile(key, file);
    const stored = await stat(store.localPath(key) ?? '');
    assert.equal(stored.ino, ino);
    assert.equal(stored.mode & 0o777, 0o600);
    assert.equal(stored.uid, process.geteuid?.());
    await assert.rejects(stat(file), { code: 'ENOENT' });
  });

  it('copies a file that has a second name, so that nobody can change the object by it', async (t) => {
    const folder = await newFolder(t);
    const store = await createDiskStore({ folder: path.join(folder, 'store') });
    const [file, second] = [path.join(folder, 'a'), path.join(folder, 'b')];
    await writeFile(file, 'bytes');
    await link(file, second);
    const { sha256 } = await store.putFile(key, file);
    assert.match(sha256 ?? '', /^[0-9a-f]{64}$/);
    await writeFile(second, 'other bytes');
    assert.equal(await readFile(store.localPath(key) ?? '', 'utf8'), 'bytes');
  });

  it('copies a file from another file system', {
    skip: sharedMemory ? false : 'needs /dev/shm on another file system',
  }, async (t) => {
    const folder = await newFolder(t);
    const store = await createDiskStore({ folder });
    const elsewhere = await mkdtemp('/dev/shm/disk-store-');
    t.after(() => rm(elsewhere, { recursive: true }));
    const bytes = randomBytes(200_000);
    await writeFile(path.join(elsewhere, 'a'), bytes);
    await store.putFile(key, path.join(elsewhere, 'a'));
    assert.deepEqual(await readFile(store.localPath(key) ?? ''), bytes);
  });

  it('stores no link, folder, pipe or device, and does not wait on them', async (t) => {
    const folder = await newFolder(t);
    const store = await createDiskStore({ folder: path.join(folder, 'store') });
    const [symbolic, pipe] = [path.join(folder, 'link'), path.join(folder, 'pipe')];
    await symlink('/etc/hostname', symbolic);
    await run('mkfifo', [pipe]);
    for (const source of [symbolic, pipe, folder, '/dev/null']) {
      await assert.rejects(store.putFile(key, source), /Only a regular file/, source);
      await lstat(source);
    }
    assert.equal(await store.stat(key), null);
    await assert.rejects(store.putFile(key, path.join(folder, 'absent')), { code: 'ENOENT' });
  });

  it('leaves no folder behind when the last object in it goes', async (t) => {
    const folder = await newFolder(t);
    const store = await createDiskStore({ folder });
    await store.put('runs/1/f1/a', Readable.from(['x']));
    await store.put('runs/1/f2/b', Readable.from(['x']));
    await store.put('uploads/2/c', Readable.from(['x']));
    await store.delete('runs/1/f1/a');
    assert.notEqual(await store.stat('runs/1/f2/b'), null);
    await store.deletePrefix('runs/1');
    await store.delete('uploads/2/c');
    assert.deepEqual(await readdir(path.join(folder, 'objects')), []);
    assert.deepEqual(await filesIn(folder), []);
  });

  it('puts everything of one run into one folder, and runs into many', async (t) => {
    const folder = await newFolder(t);
    const store = await createDiskStore({ folder });
    const base = store.localPath('runs/1') ?? '';
    assert.equal(store.localPath('runs/1/f1/a'), path.join(base, 'f1', 'a'));
    const places = new Set(
      Array.from({ length: 200 }, (_, index) => path.dirname(store.localPath(`runs/${index}`) ?? '')),
    );
    assert.ok(places.size > 190);
  });

  it('keeps objects unreadable for other users', async (t) => {
    const folder = path.join(await newFolder(t), 'store');
    const store = await createDiskStore({ folder });
    await store.put(key, Readable.from(['x']));
    assert.equal((await stat(store.localPath(key) ?? '')).mode & 0o777, 0o600);
    assert.equal((await stat(path.join(folder, 'objects'))).mode & 0o777, 0o700);
  });

  it('says what to do when the disk is full or read-only', {
    skip: isRoot ? false : 'needs root to mount',
  }, async (t) => {
    const folder = await newFolder(t);
    await run('mount', ['-t', 'tmpfs', '-o', 'size=1m,mode=700', 'tmpfs', folder]);
    try {
      const store = await createDiskStore({ folder });
      await assert.rejects(
        store.put(key, Readable.from([randomBytes(2_000_000)])),
        (error) =>
          error instanceof StorageError && error.reason === 'full' && error.message.includes('free some space'),
      );
      assert.deepEqual(await filesIn(folder), []);
      await store.put(key, Readable.from(['small ones still fit']));

      await run('mount', ['-o', 'remount,ro', folder]);
      const isReadOnly = (error: unknown): boolean => error instanceof StorageError && error.reason === 'read_only';
      await assert.rejects(store.verify(), isReadOnly);
      await assert.rejects(createDiskStore({ folder: path.join(folder, 'new') }), isReadOnly);
    } finally {
      await run('umount', [folder]);
    }
  });

  it('says what to do when it may not write', { skip: isRoot ? 'root may write everywhere' : false }, async (t) => {
    const folder = await newFolder(t);
    await chmod(folder, 0o500);
    await assert.rejects(
      createDiskStore({ folder: path.join(folder, 'store') }),
      (error) => error instanceof StorageError && error.reason === 'denied' && error.message.includes(folder),
    );
  });
});
