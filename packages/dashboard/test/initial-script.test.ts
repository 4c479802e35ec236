// What a browser has to load before anything is shown stays small; the editor and the player are loaded when they are needed.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';

const mostBytes = 200_000;
const packageFolder = join(import.meta.dirname, '..');

type Manifest = Readonly<Record<string, { readonly file: string; readonly imports?: readonly string[] }>>;

test('the first page needs less than 200 kB of script, gzipped, and neither editor nor player', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'renderio-dashboard-'));
  t.after(() => rm(folder, { recursive: true }));
  const vite = join(packageFolder, '../../node_modules/vite/bin/vite.js');
  const build = [vite, 'build', '--logLevel', 'error', '--outDir', folder, '--emptyOutDir'];
  await promisify(execFile)(process.execPath, build, { cwd: packageFolder });
  const manifest = JSON.parse(await readFile(join(folder, '.vite/manifest.json'), 'utf8')) as Manifest;

  const needed = new Set<string>();
  const add = (name: string): void => {
    if (needed.has(name)) return;
    needed.add(name);
    manifest[name]?.imports?.forEach(add);
  };
  add('index.html');
  const files = [...needed].map((name) => manifest[name]?.file ?? '');
  const scripts = await Promise.all(files.map((file) => readFile(join(folder, file))));
  const bytes = scripts.reduce((sum, script) => sum + gzipSync(script).length, 0);
  assert.ok(scripts.length > 0 && bytes < mostBytes, `${bytes} bytes`);
  const source = scripts.join('\n');
  for (const mark of ['cm-tooltip', 'EXT-X-STREAM-INF']) {
    assert.ok(!source.includes(mark), `${mark} is in ${files.join(', ')}`);
  }
  t.diagnostic(`${bytes} bytes of script, gzipped`);
});
