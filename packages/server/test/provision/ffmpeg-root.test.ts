// How a private FFmpeg root is found, awaited and cleaned up after; making one takes a download, which `npm test` does once.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, mkdtemp, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, beforeEach, test } from 'node:test';

import { ensureFfmpegRoot, type FfmpegRootManifest, findFfmpegRoot } from '../../src/provision/ffmpeg-root.ts';
import { lockFile } from '../../src/provision/file-lock.ts';
import { findHostFfmpeg } from '../../src/provision/host-ffmpeg.ts';

const ENTRY = join(import.meta.dirname, '../../src/provision/main.ts');
const DEBIAN_ARCHITECTURE = process.arch === 'x64' ? 'amd64' : process.arch;
const folder = await mkdtemp(join(tmpdir(), 'renderio-programs-'));
const programsFolder = join(folder, 'programs');

beforeEach(async () => {
  await rm(programsFolder, { recursive: true, force: true });
  await mkdir(programsFolder);
});
after(() => rm(folder, { recursive: true }));

test('a root that is there is taken without asking anybody', async () => {
  await placeRoot('ffmpeg-7.1.5-trixie-1', { suite: 'trixie' });
  const progress: string[] = [];
  const root = await ensure(progress);
  assert.deepEqual(progress, []);
  assert.equal(root.folder, join(await realpath(programsFolder), 'ffmpeg-7.1.5-trixie-1'));
  assert.equal(root.rootFolder, join(root.folder, 'root'));
  assert.equal(root.ffmpegVersion, '7.1.5-0+deb13u1');
  assert.ok(root.bubblewrap.at(-1)?.startsWith(root.rootFolder));
  assert.deepEqual(await readdir(programsFolder), ['current', 'ffmpeg-7.1.5-trixie-1']);
});

test('a root of another suite or for another machine is not taken', async () => {
  await placeRoot('ffmpeg-9.0.2-forky-1', { suite: 'forky' });
  assert.equal(await findFfmpegRoot(programsFolder, 'trixie'), undefined);
  assert.notEqual(await findFfmpegRoot(programsFolder, 'forky'), undefined);
  await placeRoot('ffmpeg-7.1.5-trixie-2', { suite: 'trixie', architecture: 'riscv64' });
  assert.equal(await findFfmpegRoot(programsFolder, 'trixie'), undefined);
});

test('whoever comes second waits and takes what the first has made', async () => {
  const lock = await lockFile(join(programsFolder, 'lock'), { wait: false });
  const { promise: isWaiting, resolve: noteWaiting } = Promise.withResolvers<string>();
  const second = ensureFfmpegRoot({ programsFolder, suite: 'trixie', onProgress: noteWaiting });
  assert.match(await isWaiting, /Waiting for another process/);
  await placeRoot('ffmpeg-7.1.5-trixie-3', { suite: 'trixie' });
  lock?.release();
  assert.match((await second).folder, /ffmpeg-7\.1\.5-trixie-3$/);
});

test('half-made roots of dead processes are removed, and a machine without apt is told what to do', async () => {
  await mkdir(join(programsFolder, 'making-4194304/root/usr'), { recursive: true });
  const bin = join(folder, 'bin');
  await mkdir(bin);
  for (const name of ['env', 'flock', 'setpriv', 'true', 'unshare']) {
    await symlink(await findProgram(name), join(bin, name));
  }
  const child = spawn(process.execPath, [ENTRY, '--programs-folder', programsFolder], { env: { PATH: bin } });
  const [said, ended] = await Promise.all([text(child.stderr), once(child, 'exit') as Promise<[number | null]>]);
  assert.equal(ended[0], 1);
  assert.match(said, /there is no apt-get here: set FFMPEG_PATH/);
  assert.doesNotMatch(said, /\n\s+at /);
  assert.deepEqual(await readdir(programsFolder), ['lock']);
});

test('a programs folder that is a file is explained', async () => {
  const path = join(folder, 'a-file');
  await writeFile(path, '');
  await assert.rejects(ensureFfmpegRoot({ programsFolder: path, suite: 'trixie', onProgress: () => undefined }), {
    problem: 'folder_unusable',
    message: `${path} is not a folder: move it away, or choose another.`,
  });
});

test('a named FFmpeg that is none is an error, not a reason to take another', async () => {
  await assert.rejects(findHostFfmpeg({ ffmpegPath: '/bin/true', ffprobePath: '/bin/true' }), {
    problem: 'root_unusable',
    message: /^\/bin\/true is not a working ff(?:mpeg|probe) /,
  });
});

async function ensure(progress: string[]) {
  return ensureFfmpegRoot({ programsFolder, suite: 'trixie', onProgress: (line) => progress.push(line) });
}

/** A root as far as finding it goes. */
async function placeRoot(name: string, given: Partial<FfmpegRootManifest>): Promise<void> {
  const manifest: FfmpegRootManifest = {
    suite: 'trixie',
    architecture: DEBIAN_ARCHITECTURE,
    ffmpegVersion: '7.1.5-0+deb13u1',
    createdAt: '2026-11-25T00:00:00.000Z',
    packages: [],
    ...given,
  };
  await mkdir(join(programsFolder, name, 'root'), { recursive: true });
  await writeFile(join(programsFolder, name, 'manifest.json'), JSON.stringify(manifest));
  await rm(join(programsFolder, 'current'), { force: true });
  await symlink(name, join(programsFolder, 'current'));
}

async function findProgram(name: string): Promise<string> {
  for (const place of ['/usr/bin', '/bin']) {
    const path = join(place, name);
    const isThere = await access(path).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  throw new Error(`${name} is missing on this machine`);
}
