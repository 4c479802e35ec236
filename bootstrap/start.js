// `npm start`: installs what is missing, then hands over to the server on Node 24 and stays only to pass on signals and its exit code.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { buildDashboard } from './build-dashboard.js';
import { explainAndExit } from './explain-and-exit.js';
import { BootstrapError, installPackages, repository } from './install-packages.js';
import { findNode24 } from './node24.js';

/** npm passes on a Ctrl-C that the terminal has sent to us already; an impatient second one comes later than this. */
const ECHO_MS = 500;
const PARENT_LOOK_MS = 250;
/**
 * In MiB, of V8's young generation. Buffers of an upload die young and are freed when it is collected: with 16, the
 * default, a 4 GB upload raised the server by 71 MB, with 4 by 33, and submits were as fast.
 */
const SMALL_YOUNG_GENERATION = '--max-semi-space-size=4';

try {
  if (process.platform !== 'linux') {
    throw new BootstrapError(`RenderIO runs on Linux only, and this is ${process.platform}: use the container image.`);
  }
  await installPackages('production');
  const node24 = findNode24();
  if (servesPages()) {
    const complaint = await buildDashboard(node24);
    if (complaint !== null) process.stderr.write(`${complaint}\n`);
  }
  startServer(node24);
} catch (error) {
  explainAndExit(error);
}

function servesPages() {
  return ['all', 'api'].includes(process.env['RENDERIO_ROLE'] || 'all');
}

/** @param {string} node24 */
function startServer(node24) {
  const entry = join(repository, 'packages/server/src/main.ts');
  const server = spawn(node24, [SMALL_YOUNG_GENERATION, entry, ...process.argv.slice(2)], {
    // The channel carries no message: it breaks when this process is killed, which tells the server to stop.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    // A session of its own, so that Ctrl-C reaches it through us alone, and once.
    detached: true,
  });
  let lastSignalAt = -Infinity;
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      const now = performance.now();
      if (now - lastSignalAt > ECHO_MS) server.kill(signal);
      lastSignalAt = now;
    });
  }
  // npm stands between us and whoever stops it, and a signal to npm alone ends npm and its shell, not us.
  const parent = process.ppid;
  setInterval(() => {
    if (process.env['npm_lifecycle_event'] !== undefined && process.ppid !== parent) server.kill('SIGTERM');
  }, PARENT_LOOK_MS).unref();
  server.once('error', explainAndExit);
  server.once('exit', (code) => {
    process.exit(code ?? 1);
  });
}
