// Builds the dashboard before the first start, and again whenever what it is made of has changed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

import { lockInstallation, repository } from './install-packages.js';

const folder = join(repository, 'packages/dashboard');
/** What it is made of, beside the lock file. */
const sourceFolders = [
  'packages/dashboard',
  // What its pages hand out.
  ...['docs/n8n', 'docs/receivers'],
  ...['contract', 'ffmpeg-language', 'sdk'].map((name) => `packages/${name}/src`),
];
const madeOrTried = /(^|\/)(dist(\.part)?|node_modules|test(-full)?)(\/|$)/;
/** In the built folder, so that it disappears together with what it vouches for. */
const stampName = '.built-from';
const textFiles = new Set(['.css', '.html', '.js', '.json', '.svg', '.txt', '.webmanifest']);
/** Smaller ones gain nothing worth a header. */
const LEAST_BYTES = 1024;

/**
 * Resolves with a sentence when it could not be built: the API is of use without it.
 *
 * @param {string} node24
 * @returns {Promise<string | null>}
 */
export async function buildDashboard(node24) {
  const vite = join(repository, 'node_modules/vite/bin/vite.js');
  if (!existsSync(folder) || !existsSync(vite)) return null;
  return await buildOnce({
    stamp: hashOf(['package-lock.json', ...sourceFolders.flatMap(listSources)]),
    outFolder: join(folder, 'dist'),
    build: (outFolder) => run(node24, [vite, 'build', '--outDir', outFolder, '--emptyOutDir', '--logLevel', 'error']),
  });
}

/**
 * @param {object} options
 * @param {string} options.stamp what the built folder would be made from
 * @param {string} options.outFolder replaced as a whole, so that it is never half built
 * @param {(outFolder: string) => Promise<string | null>} options.build resolves with the reason when it fails
 * @returns {Promise<string | null>} a sentence when it failed
 */
export async function buildOnce({ stamp, outFolder, build }) {
  if (isBuilt(outFolder, stamp)) return null;
  const release = await lockInstallation();
  const partial = `${outFolder}.part`;
  try {
    // Another process may have built while this one waited for the lock.
    if (isBuilt(outFolder, stamp)) return null;
    const startedAt = performance.now();
    process.stderr.write('Building the dashboard …');
    rmSync(partial, { recursive: true, force: true });
    mkdirSync(partial, { recursive: true });
    const reason = await build(partial);
    if (reason !== null) {
      process.stderr.write('\n');
      return `The dashboard could not be built, and the server starts without it: ${reason}`;
    }
    compressFiles(partial);
    writeFileSync(join(partial, stampName), stamp);
    rmSync(outFolder, { recursive: true, force: true });
    renameSync(partial, outFolder);
    process.stderr.write(` ${Math.round((performance.now() - startedAt) / 1000)} s\n`);
    return null;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return `The dashboard could not be written to ${outFolder} (${code}), and the server starts without it: give this user the right to write there.`;
  } finally {
    rmSync(partial, { recursive: true, force: true });
    release();
  }
}

/** @param {string} outFolder @param {string} stamp */
function isBuilt(outFolder, stamp) {
  const path = join(outFolder, stampName);
  return existsSync(path) && readFileSync(path, 'utf8') === stamp;
}

/** @param {string} source @returns {string[]} */
function listSources(source) {
  return listFiles(join(repository, source), madeOrTried).map((name) => `${source}/${name}`);
}

/**
 * In order, by their paths below the folder. Node 20 has no `globSync`.
 *
 * @param {string} of
 * @param {RegExp} [leftOut]
 * @returns {string[]}
 */
function listFiles(of, leftOut = /^$/) {
  const names = /** @type {string[]} */ (readdirSync(of, { recursive: true }));
  return names.filter((name) => !leftOut.test(name) && statSync(join(of, name)).isFile()).sort();
}

/** @param {string[]} files */
function hashOf(files) {
  const hash = createHash('sha256');
  for (const file of files) {
    const bytes = readFileSync(join(repository, file));
    hash.update(`${file}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
}

/** Once, and as small as can be, so that no request has to wait for it. @param {string} outFolder */
function compressFiles(outFolder) {
  for (const name of listFiles(outFolder)) {
    if (!textFiles.has(extname(name))) continue;
    const bytes = readFileSync(join(outFolder, name));
    if (bytes.length < LEAST_BYTES) continue;
    const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    writeFileSync(join(outFolder, `${name}.br`), brotliCompressSync(bytes, { params }));
    writeFileSync(join(outFolder, `${name}.gz`), gzipSync(bytes, { level: 9 }));
  }
}

/**
 * @param {string} program
 * @param {string[]} args
 * @returns {Promise<string | null>} why it failed
 */
function run(program, args) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (/** @type {string} */ text) => (complaint += text));
    child.once('error', (error) => {
      resolve(error.message);
    });
    child.once('close', (code) => {
      resolve(code === 0 ? null : complaint.trim().split('\n').slice(0, 5).join(' ') || `exit code ${code}`);
    });
  });
}

// In the build of a container image there is no start to go on without it.
if (import.meta.main) {
  const complaint = await buildDashboard(process.execPath);
  if (complaint !== null) {
    process.stderr.write(`${complaint}\n`);
    process.exit(1);
  }
}
