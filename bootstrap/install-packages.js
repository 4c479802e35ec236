// Installs what package-lock.json names before the first start, once for every lock file, with nothing but Node 20 and npm.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, closeSync, constants, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** @typedef {'production' | 'all'} Extent what is installed: what a server needs, or the tools of development as well */

export const repository = dirname(dirname(fileURLToPath(import.meta.url)));

const lockPath = join(repository, 'package-lock.json');
/** Inside node_modules, so that it disappears together with what it vouches for. */
const stampPath = join(repository, 'node_modules/.renderio-installed');

/** Ends the program with one sentence on standard error. */
export class BootstrapError extends Error {}

/**
 * @param {Extent} extent
 * @returns {Promise<void>}
 */
export async function installPackages(extent) {
  if (isInstalled(extent)) return;
  const release = await lockInstallation();
  try {
    // Another process may have installed while this one waited for the lock.
    if (!isInstalled(extent)) await runNpmCi(extent);
  } finally {
    release();
  }
}

/** @param {Extent} extent */
function isInstalled(extent) {
  if (!existsSync(stampPath)) return false;
  const stamp = readFileSync(stampPath, 'utf8');
  return stamp === stampOf('all') || stamp === stampOf(extent);
}

/** @param {Extent} extent */
function stampOf(extent) {
  const hash = createHash('sha256').update(readFileSync(lockPath)).digest('hex');
  return `${extent} ${hash} ${process.platform}-${process.arch}\n`;
}

/**
 * flock(1) locks the lock file itself through a descriptor that stays ours: no file to clean up, gone when we die.
 *
 * @returns {Promise<() => void>}
 */
export async function lockInstallation() {
  const descriptor = openSync(lockPath, 'r');
  const flock = spawn('flock', ['--exclusive', '3'], { stdio: ['ignore', 'ignore', 'ignore', descriptor] });
  const code = await endOf(flock);
  if (code !== 0) throw new BootstrapError('The program flock is missing: install the package util-linux.');
  return () => {
    closeSync(descriptor);
  };
}

/** @param {Extent} extent */
async function runNpmCi(extent) {
  // npm's own word for a read-only folder is "no such file".
  if (!isWritable(repository)) throw new BootstrapError(explain(1, 'npm error code EACCES'));
  const startedAt = performance.now();
  process.stderr.write('Installing packages …');
  rmSync(stampPath, { force: true });

  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  // npm's own patience is over a minute before it says that there is no network.
  args.push('--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000');
  if (extent === 'production') args.push('--omit=dev');
  // Set by the npm that runs us; another package manager sets it to itself.
  const npmScript = process.env['npm_execpath'] ?? '';
  const [program, first] = /npm-cli\.c?js$/.test(npmScript) ? [process.execPath, [npmScript]] : ['npm', []];
  const npm = spawn(program, [...first, ...args], { cwd: repository, stdio: ['ignore', 'ignore', 'pipe'] });
  let complaint = '';
  npm.stderr.setEncoding('utf8').on('data', (/** @type {string} */ text) => (complaint += text));
  const code = await endOf(npm);
  if (code !== 0) {
    process.stderr.write('\n');
    throw new BootstrapError(explain(code, complaint));
  }
  writeFileSync(stampPath, stampOf(extent));
  process.stderr.write(` ${Math.round((performance.now() - startedAt) / 1000)} s\n`);
}

/** @param {string} folder */
function isWritable(folder) {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number | null>} 127 when there is no such program, null when a signal ended it
 */
function endOf(child) {
  return new Promise((resolve) => {
    child.once('error', () => {
      resolve(127);
    });
    child.once('close', resolve);
  });
}

/**
 * @param {number | null} code
 * @param {string} complaint what npm wrote to standard error
 */
function explain(code, complaint) {
  if (code === null) return 'The installation of packages was interrupted: start again.';
  if (code === 127) return 'npm is missing: install npm 9 or newer next to Node.js.';
  const npmCode = /^npm (?:error|ERR!) code (\S+)/m.exec(complaint)?.[1] ?? `exit code ${code}`;
  switch (npmCode) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'ECONNREFUSED':
    case 'ECONNRESET':
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
    case 'ETIMEDOUT':
    case 'ERR_SOCKET_TIMEOUT':
      return `The npm registry cannot be reached (${npmCode}): packages are downloaded once, so connect this machine, or set npm's proxy or registry.`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `Packages cannot be written to ${repository} (${npmCode}): give this user the right to write there, or install them beforehand as its owner by \`npm ci --ignore-scripts\`.`;
    case 'ENOSPC':
      return `The disk that holds ${repository} or npm's cache is full: free about 400 MB and start again.`;
    case 'EUSAGE':
      return 'package.json and package-lock.json do not agree: run `npm install` and start again.';
    default:
      return `Packages could not be installed (${npmCode}): run \`npm ci --ignore-scripts\` in ${repository} to see why.`;
  }
}
