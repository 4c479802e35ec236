// `renderio up` in a checkout of its own: the program is copied, the server behind it is the real one.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { access, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { programsFolder } from '../../server/test/support/programs.ts';
import { until } from '../../server/test/support/server.ts';

const repository = join(import.meta.dirname, '../../..');
let checkout: string;

before(async () => {
  checkout = await mkdtemp(join(tmpdir(), 'renderio-up-'));
  for (const part of ['bootstrap', 'packages/cli/bin', 'packages/cli/src', 'packages/cli/package.json']) {
    await cp(join(repository, part), join(checkout, part), { recursive: true });
  }
  for (const name of ['@clack', '@renderio', 'commander', 'picocolors', 'zod', '.bin']) {
    await place(join('node_modules', name), (path) => symlink(join(repository, 'node_modules', name), path));
  }
  const server = pathToFileURL(join(repository, 'packages/server/src/main.ts')).href;
  await place('packages/server/src/main.ts', (path) => writeFile(path, `await import(${JSON.stringify(server)});\n`));
  await place('package-lock.json', (path) => writeFile(path, '{}'));
  // What `npm start` leaves when it has installed what the lock file names.
  const stamp = `all ${createHash('sha256').update('{}').digest('hex')} ${process.platform}-${process.arch}\n`;
  await place('node_modules/.renderio-installed', (path) => writeFile(path, stamp));
});
after(() => rm(checkout, { recursive: true, force: true }));

async function place(name: string, make: (path: string) => Promise<void>): Promise<void> {
  const path = join(checkout, name);
  await mkdir(dirname(path), { recursive: true });
  await make(path);
}

test('up starts the server with its data in the checkout, and Ctrl-C stops both in order', async () => {
  const child = spawn(process.execPath, [join(checkout, 'packages/cli/bin/renderio.js'), 'up', '--port', '0'], {
    cwd: tmpdir(),
    env: {
      PATH: process.env['PATH'],
      RENDERIO_PROGRAMS_DIR: programsFolder,
      RENDERIO_ROLE: 'worker',
      RENDERIO_LOG_LEVEL: 'silent',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  }
  const closed = once(child, 'close') as Promise<[number | null]>;
  await until(30_000, 'the server is up', () => {
    if (child.exitCode !== null) throw new Error(said);
    return Promise.resolve(/renderio is up/.test(said) ? true : null);
  });
  assert.match(await readFile(join(checkout, 'data/postgres/cluster/postmaster.pid'), 'utf8'), /^\d+\n/);
  child.kill('SIGINT');
  const [code] = await closed;
  assert.equal(code, 0, said);
  await assert.rejects(access(join(checkout, 'data/postgres/cluster/postmaster.pid')));
});

test('without a server beside it, up says where to find one', async () => {
  await rm(join(checkout, 'packages/server'), { recursive: true });
  const child = spawn(process.execPath, [join(checkout, 'packages/cli/bin/renderio.js'), 'up'], {
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [code] = (await once(child, 'close')) as [number | null];
  assert.deepEqual(
    [code, said],
    [2, 'There is no server beside this program. Run `npm start` in a checkout of renderio.\n'],
  );
});
