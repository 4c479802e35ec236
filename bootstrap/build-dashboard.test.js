// What is built is built once, as a whole or not at all.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { buildOnce } from './build-dashboard.js';

/** @type {string} */
let outFolder;
let count = 0;
const page = '<p>hello</p>'.repeat(200);

/** @param {string} folder @returns {Promise<string | null>} */
function build(folder) {
  count += 1;
  writeFileSync(join(folder, 'index.html'), page);
  writeFileSync(join(folder, 'tiny.txt'), 'x');
  return Promise.resolve(null);
}

before(() => {
  outFolder = join(mkdtempSync(join(tmpdir(), 'renderio-build-')), 'dist');
});
after(() => {
  rmSync(join(outFolder, '..'), { recursive: true });
});

test('it is built when it is missing or was made from something else, and not again', async () => {
  for (const [stamp, builds] of /** @type {const} */ ([
    ['a', 1],
    ['a', 1],
    ['b', 2],
    ['b', 2],
  ])) {
    assert.equal(await buildOnce({ stamp, outFolder, build }), null);
    assert.equal(count, builds);
  }
});

test('texts have compressed copies, where it is worth while', () => {
  assert.equal(brotliDecompressSync(readFileSync(join(outFolder, 'index.html.br'))).toString(), page);
  assert.equal(gunzipSync(readFileSync(join(outFolder, 'index.html.gz'))).toString(), page);
  assert.ok(!existsSync(join(outFolder, 'tiny.txt.br')));
});

test('a build that fails says why, and leaves what was there', async () => {
  /** @param {string} folder */
  const fail = (folder) => {
    writeFileSync(join(folder, 'index.html'), 'half');
    return Promise.resolve('a type is wrong');
  };
  assert.match((await buildOnce({ stamp: 'c', outFolder, build: fail })) ?? '', /could not be built.*a type is wrong/);
  assert.equal(readFileSync(join(outFolder, 'index.html'), 'utf8'), page);
  assert.ok(!existsSync(`${outFolder}.part`));
});

test('what runs before Node 24 is there can be read by the Node of the host', (t) => {
  const folders = (process.env['PATH'] ?? '').split(':').filter((folder) => !folder.includes('node_modules'));
  const host = folders.map((folder) => join(folder, 'node')).find((path) => existsSync(path));
  if (host === undefined) {
    t.skip('there is no Node beside our own');
    return;
  }
  const scripts = readdirSync(import.meta.dirname).filter((name) => /^(?!start|test)[\w-]+(?<!\.test)\.js$/.test(name));
  assert.ok(scripts.includes('build-dashboard.js'));
  const code = scripts.map((name) => `await import('${import.meta.dirname}/${name}');`).join(' ');
  execFileSync(host, ['--input-type=module', '-e', code], { env: {}, stdio: 'pipe' });
});
