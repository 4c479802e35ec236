// What a browser has to load before anything is shown stays small; the editor and the player are loaded when they are needed.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { buildOnce } from './support/open-dashboard.ts';

/** Of the 200 kB that were promised: what creeps in is noticed while there is room. */
const mostBytes = 150_000;

type Manifest = Readonly<Record<string, { readonly file: string; readonly imports?: readonly string[] }>>;

test('the first page needs less than 150 kB of script, gzipped, and neither editor nor player nor schemas', async (t) => {
  const folder = await buildOnce();
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
  for (const mark of ['cm-tooltip', 'EXT-X-STREAM-INF', 'invalid_union']) {
    assert.ok(!source.includes(mark), `${mark} is in ${files.join(', ')}`);
  }
  t.diagnostic(`${bytes} bytes of script, gzipped`);
});
