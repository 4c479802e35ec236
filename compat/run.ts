// `npm run compat`: starts a server of its own on loopback, runs the black-box suite against it, and stops it again.
// With RENDERIO_URL and RENDERIO_API_KEY set, the suite runs against that server instead.
//
//   npm run compat [-- FILE… OPTION OF NODE'S TEST RUNNER…]
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const repository = join(import.meta.dirname, '..');
const startLimitMs = 120_000;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function endOf(child: ChildProcess): Promise<number> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode ?? 1;
}

async function runSuite(url: string, key: string): Promise<number> {
  const args = process.argv.slice(2);
  const named = args.filter((arg) => !arg.startsWith('-'));
  const files = named.length > 0 ? named : [join(import.meta.dirname, '*.test.ts')];
  const options = args.filter((arg) => arg.startsWith('-'));
  const suite = spawn(
    process.execPath,
    // One file at a time: they share an account, its lists and its webhook.
    ['--test', '--test-concurrency=1', ...options, ...files],
    { cwd: repository, stdio: 'inherit', env: { ...process.env, RENDERIO_URL: url, RENDERIO_API_KEY: key } },
  );
  return await endOf(suite);
}

async function runAgainstOwnServer(): Promise<number> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'renderio-compat-'));
  const url = `http://127.0.0.1:${await freePort()}`;
  const key = `ffsk_${randomBytes(32).toString('hex')}`;
  const server = spawn(process.execPath, [join(repository, 'packages/server/src/main.ts')], {
    cwd: repository,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      RENDERIO_DATA: dataFolder,
      RENDERIO_PROGRAMS_DIR: process.env['RENDERIO_PROGRAMS_DIR'] ?? join(repository, 'data/programs'),
      RENDERIO_PORT: new URL(url).port,
      RENDERIO_API_KEY: key,
      // The suite's own file host and webhook receiver.
      RENDERIO_ALLOW_CIDRS: '127.0.0.0/8',
      RENDERIO_LOG_LEVEL: 'warn',
    },
  });
  try {
    await untilReady(url, server);
    return await runSuite(url, key);
  } finally {
    server.kill('SIGTERM');
    await endOf(server);
    await rm(dataFolder, { recursive: true, force: true });
  }
}

async function untilReady(url: string, server: ChildProcess): Promise<void> {
  const deadline = performance.now() + startLimitMs;
  for (;;) {
    const response = await fetch(`${url}/ready`).catch(() => null);
    if (response?.status === 200) return;
    if (server.exitCode !== null) throw new Error('The server has ended before it was ready.');
    if (performance.now() > deadline) throw new Error(`The server is not ready after ${startLimitMs / 1000} s.`);
    await pause(100);
  }
}

const { RENDERIO_URL: givenUrl, RENDERIO_API_KEY: givenKey } = process.env;
process.exitCode =
  givenUrl === undefined || givenKey === undefined ? await runAgainstOwnServer() : await runSuite(givenUrl, givenKey);
