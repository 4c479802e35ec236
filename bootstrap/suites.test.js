// A test file that no suite names never runs, and one that two name runs twice: both happen without a word.
import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { test } from 'node:test';
import { repository } from './install-packages.js';
import { suites } from './suites.js';

const apart = (/** @type {string} */ name) => name.includes('node_modules') || name.startsWith('data');

test('every test file of the repository belongs to exactly one suite', () => {
  const files = globSync('**/*.test.{ts,tsx,js}', { cwd: repository, exclude: apart });
  assert.ok(files.length > 100, `only ${files.length} test files were found`);
  const owners = new Map(files.map((file) => [file, /** @type {string[]} */ ([])]));
  for (const { name, files: patterns } of suites) {
    for (const file of globSync(patterns, { cwd: repository })) owners.get(file)?.push(name);
  }
  const strays = [...owners].filter(([, names]) => names.length !== 1);
  assert.deepEqual(strays, [], 'name each once in bootstrap/suites.js');
});
