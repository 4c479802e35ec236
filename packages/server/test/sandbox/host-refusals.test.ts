// Hosts that cannot run the sandbox: each is told why, and what to do.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { createBubblewrapSandbox } from '../../src/sandbox/bubblewrap.ts';
import { SandboxUnavailableError } from '../../src/sandbox/explain-refusal.ts';
import { findPrograms } from '../support/programs.ts';
import { codeOf, openSetting } from './setting.ts';

const tryHere = `
  import { createBubblewrapSandbox } from ${JSON.stringify(import.meta.resolve('../../src/sandbox/bubblewrap.ts'))};
  const options = { ...${JSON.stringify(findPrograms())}, log: () => undefined };
  const sandbox = await createBubblewrapSandbox(options).catch((error) => error);
  console.log(sandbox.name ?? 'works', sandbox.message ?? '');
`;

/** Makes a sandbox in a Node that is started by another program. */
async function tryBelow(program: string, ...args: readonly string[]): Promise<string> {
  const node = [process.execPath, '--input-type=module', '-e', tryHere];
  const child = spawn(program, [...args, ...node], { stdio: ['ignore', 'pipe', 'inherit'] });
  return await text(child.stdout);
}

/** The user namespace of its own can be closed to others. */
async function tryInNamespace(prepare: string): Promise<string> {
  return await tryBelow('unshare', '--user', '--map-root-user', 'sh', '-c', `${prepare} exec "$@"`, 'sh');
}

test('the root of a user namespace needs no other identity', async () => {
  assert.equal((await tryInNamespace('')).trim(), 'works');
});

test('root that may not end what other users run is told the capabilities it needs', {
  skip: process.getuid?.() === 0 ? false : 'only root has capabilities to lose',
}, async () => {
  const said = await tryBelow('setpriv', '--bounding-set=-kill', '--inh-caps=-kill');
  assert.match(said, /^SandboxUnavailableError .*CAP_CHOWN and CAP_KILL/);
});

test('a host without user namespaces is told the setting that allows them', async () => {
  const said = await tryInNamespace('echo 0 >/proc/sys/user/max_user_namespaces;');
  assert.match(said, /^SandboxUnavailableError .*needs user namespaces.*`sysctl -w user\.max_user_namespaces=10000`/);
});

test('a host without bubblewrap is told how to get it', async () => {
  const options = { rootFolder: null, bubblewrap: ['/nowhere/bwrap'], log: () => undefined };
  await assert.rejects(createBubblewrapSandbox(options), (error) => {
    assert.ok(error instanceof SandboxUnavailableError);
    assert.match(error.message, /\/nowhere\/bwrap.*apt-get install bubblewrap/);
    return true;
  });
});

test('a root folder without FFmpeg is found out before the first command', async () => {
  await assert.rejects(openSetting({ trial: { program: '/usr/bin/nothing', args: [] } }), /not in the sandbox/);
});

/** This test starts bubblewrap out of the private root, which an operator with programs of the host's does not. */
function whyRootIsOutOfReach(): string | false {
  const { rootFolder } = findPrograms();
  if (rootFolder.startsWith('/tmp/')) return 'the private root lies in /tmp, which this box covers';
  if (process.getuid?.() !== 0) return false;
  const parents = rootFolder.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/') || '/');
  const locked = parents.find((parent) => (statSync(parent).mode & 0o001) === 0);
  return locked === undefined ? false : `${locked} is closed to the user that programs run as`;
}

const outOfReach = whyRootIsOutOfReach();

test('the host’s own programs can be used without a private root, with less of a wall', {
  skip: outOfReach,
}, async () => {
  const setting = await openSetting({ rootFolder: null });
  try {
    const { outcome, stderr } = await setting.run(['/etc/passwd'], { program: '/usr/bin/cat' });
    assert.equal(codeOf(outcome), 1);
    assert.match(stderr, /\/etc\/passwd: No such file/);
    const written = await setting.run(['/new'], { program: '/usr/bin/touch' });
    assert.match(written.stderr, /Read-only file system/);
    assert.match(setting.sandbox.describe().runner, /less tight/);
  } finally {
    await setting.close();
  }
});
