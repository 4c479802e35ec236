// The two commands of the README in a small repository of their own: what they pass on, count, refuse and end.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, beforeEach, test } from 'node:test';

import { isGone } from './child-process.ts';

const BOOTSTRAP = join(import.meta.dirname, '../../../../bootstrap');
const folder = await mkdtemp(join(tmpdir(), 'renderio-bootstrap-'));
const repository = join(folder, 'app');

beforeEach(async () => {
  await rm(repository, { recursive: true, force: true });
  await cp(BOOTSTRAP, join(repository, 'bootstrap'), { recursive: true });
  await place('package.json', '{ "type": "module" }');
  await place('package-lock.json', '{}');
  await placeStamp('all');
  await mkdir(join(repository, 'node_modules/.bin'));
  await symlink(process.execPath, join(repository, 'node_modules/.bin/node'));
});
after(() => rm(folder, { recursive: true }));

const SERVER_THAT_COUNTS_SIGNALS = `
  let count = 0;
  process.on('SIGINT', () => {
    console.log('interrupted');
    count += 1;
    if (count === 1) setTimeout(() => { console.log('ends after', count); process.exit(7); }, 200);
  });
  process.on('disconnect', () => { console.log('abandoned'); process.exit(); });
  setInterval(() => undefined, 60_000);
  console.log('started', process.pid, ...process.argv.slice(2));`;

test('start hands over its arguments, one signal for a Ctrl-C that comes twice, and the exit code', async () => {
  await place('packages/server/src/main.ts', SERVER_THAT_COUNTS_SIGNALS);
  const { child, output, ended } = run('start.js', '--port', '9');
  await once(child.stdout, 'data');
  // The terminal's own and the one that npm passes on.
  child.kill('SIGINT');
  await once(child.stdout, 'data');
  child.kill('SIGINT');
  assert.equal(await ended, 7);
  assert.match(await output, /^started \d+ --port 9\ninterrupted\nends after 1\n$/);
});

test('a server whose start script was killed is told', async () => {
  await place('packages/server/src/main.ts', SERVER_THAT_COUNTS_SIGNALS);
  const { child, output } = run('start.js');
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  // The server holds the same pipe: its end is the server's end.
  assert.match(await output, /abandoned\n$/);
});

const MIXED_TESTS = `
  import { describe, test } from 'node:test';
  test('holds', () => undefined);
  describe('a group is no test', () => { test('holds inside', () => undefined); });
  test('wants a right', { skip: 'needs root' }, () => undefined);
  test('is yet to come', { todo: true }, () => undefined);
  test('breaks', () => { throw new Error('as it should'); });`;

test('the last line adds up the suites, and every skip and failure is named with its reason', async () => {
  await placeSuites({ first: 60_000, second: 60_000 });
  await place('first/mixed.test.ts', MIXED_TESTS);
  await place('second/good.test.ts', "import { test } from 'node:test'; test('holds', () => undefined);");
  const { output, ended } = run('test.js');
  assert.equal(await ended, 1);
  const said = await output;
  const lines = said.trimEnd().split('\n');
  assert.equal(lines.at(-1), '3 passed, 1 failed, 2 skipped');
  assert.ok(lines.includes('skipped: first: wants a right (needs root)'));
  assert.match(
    said,
    /\nfailed: first: breaks \(first\/mixed\.test\.ts:7\)\n {4}Error: as it should\n {8}at .+\n3 passed/,
  );
});

test('one suite can be run alone, with a file and with options of the runner', async () => {
  await placeSuites({ first: 60_000, second: 60_000 });
  await place('first/mixed.test.ts', MIXED_TESTS);
  const { output, ended } = run('test.js', 'first', 'first/mixed.test.ts', '--test-name-pattern=holds');
  assert.equal(await ended, 0);
  assert.match(await output, /\n2 passed, 0 failed, 0 skipped\n$/);
});

test('a suite over its budget is ended with all its processes and fails', async () => {
  await placeSuites({ first: 3_000 });
  await place(
    'first/endless.test.ts',
    `import { writeFileSync } from 'node:fs';
     import { test } from 'node:test';
     test('never ends', async () => {
       writeFileSync('pid', String(process.pid));
       await new Promise((resolve) => setTimeout(resolve, 600_000));
     });`,
  );
  const { output, ended } = run('test.js');
  assert.equal(await ended, 1);
  assert.match(
    await output,
    /\nfailed: suite first took longer than its 3 s and was ended\.\n0 passed, 1 failed, 0 skipped\n$/,
  );
  const pid = await readFile(join(repository, 'pid'), 'utf8');
  assert.ok(await isGone(Number(pid)));
});

test('no tests at all is a failure', async () => {
  await placeSuites({ first: 60_000 });
  const { output, ended } = run('test.js');
  assert.equal(await ended, 1);
  assert.match(await output, /\nfailed: suite first has no tests\.\n0 passed, 1 failed, 0 skipped\n$/);
});

test('what is installed for tests serves a start, but not the other way round', async () => {
  await place('packages/server/src/main.ts', 'console.log("up");');
  await placeNpm('echo "npm error code ENOTFOUND" >&2; exit 1');
  assert.equal(await run('start.js').ended, 0);
  await placeStamp('production');
  assert.equal(await run('start.js').ended, 0);
  await placeSuites({ first: 60_000 });
  const { errors, ended } = run('test.js');
  assert.equal(await ended, 1);
  assert.match(await errors, /^Installing packages …\nThe npm registry cannot be reached \(ENOTFOUND\): .*\n$/);
});

test('two starts at the same time install once', async () => {
  await place('packages/server/src/main.ts', 'console.log("up");');
  await placeNpm('echo run >>runs; sleep 0.3');
  await rm(join(repository, 'node_modules/.renderio-installed'));
  assert.deepEqual(await Promise.all([run('start.js').ended, run('start.js').ended]), [0, 0]);
  assert.equal(await readFile(join(repository, 'runs'), 'utf8'), 'run\n');
});

test('a changed lock file is installed anew, and an installation that failed is not taken for one', async () => {
  await place('packages/server/src/main.ts', 'console.log("up");');
  await place('package-lock.json', '{ "changed": true }');
  await placeNpm('echo "npm error code ENOSPC" >&2; exit 1');
  for (const time of ['first', 'second']) {
    const { errors, ended } = run('start.js');
    assert.equal(await ended, 1, time);
    assert.match(await errors, /is full: free about \d+ MB/);
  }
});

function run(script: string, ...args: string[]) {
  const child = spawn(process.execPath, [join(repository, 'bootstrap', script), ...args], {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Not the test runner's own variables, nor the npm that may have started it.
    env: { PATH: `${join(repository, 'bin')}:/usr/bin:/bin` },
  });
  return { child, output: text(child.stdout), errors: text(child.stderr), ended: endOf(child) };
}

async function endOf(child: ChildProcess): Promise<unknown> {
  const [code] = (await once(child, 'exit')) as [unknown];
  return code;
}

async function place(path: string, content: string): Promise<string> {
  const file = join(repository, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
  return file;
}

async function placeStamp(extent: 'production' | 'all'): Promise<void> {
  const hash = createHash('sha256')
    .update(await readFile(join(repository, 'package-lock.json')))
    .digest('hex');
  await place('node_modules/.renderio-installed', `${extent} ${hash} ${process.platform}-${process.arch}\n`);
}

async function placeNpm(script: string): Promise<void> {
  await chmod(await place('bin/npm', `#!/bin/sh\n${script}\n`), 0o755);
}

async function placeSuites(budgets: Record<string, number>): Promise<void> {
  const suites = Object.entries(budgets).map(([name, budgetMs]) => ({
    name,
    files: [`${name}/*.test.ts`],
    needsFfmpeg: false,
    concurrency: 1,
    budgetMs,
  }));
  await place('bootstrap/suites.js', `export const suites = ${JSON.stringify(suites)};`);
}
