// Scripts rely on the exit codes, and the document on this table.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { exitCodes } from './exit-codes.ts';

test('docs/cli.md has every exit code with its meaning', async () => {
  const page = await readFile(new URL('../../../docs/cli.md', import.meta.url), 'utf8');
  for (const { code, meaning } of Object.values(exitCodes)) {
    assert.ok(page.includes(`| ${code} | ${meaning} |`), `${code} ${meaning}`);
  }
});
