// The dashboard as a person meets it: built, served by a real server under its strict policy, and used in Chromium.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { startTestServer } from '../../server/test/support/server.ts';

const executablePath = '/usr/bin/chromium';
const skip = existsSync(executablePath) ? false : 'There is no Chromium: apt-get install chromium';
const packageFolder = join(import.meta.dirname, '..');

test('one signs in by keyboard, opens a finished command, sees its output and log, and runs it again', {
  skip,
}, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'renderio-dashboard-'));
  t.after(() => rm(folder, { recursive: true }));
  const vite = join(packageFolder, '../../node_modules/vite/bin/vite.js');
  await promisify(execFile)(process.execPath, [vite, 'build', '--outDir', folder, '--emptyOutDir'], {
    cwd: packageFolder,
  });
  const server = await startTestServer({}, 'on', folder);
  t.after(() => server.stop());
  const command = await server.run({
    output_files: { out_image: 'bars.png' },
    input_files: {},
    ffmpeg_command: '-f lavfi -i testsrc2=size=64x64 -frames:v 1 {{out_image}}',
  });
  assert.equal(command.status, 'SUCCESS');
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  t.after(() => browser.close());
  const page = await browser.newPage({ viewport: { width: 390, height: 800 } });
  page.setDefaultTimeout(20_000);

  await page.goto(server.url);
  await page.getByLabel('API key').fill(`ffsk_${'0'.repeat(64)}`);
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
  await page.getByLabel('API key').fill(server.key);
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: /testsrc2/ }).press('Enter');
  await page.getByRole('img', { name: 'bars.png' }).waitFor();
  await page.getByText('Output #0').waitFor();
  const first = page.url();
  assert.equal(first, `${server.url}/commands/${command.command_id}`);

  await page.getByRole('button', { name: 'Run again' }).press('Enter');
  await page.waitForURL((url) => url.href !== first);
  await page.getByRole('img', { name: 'bars.png' }).waitFor();
  await page.getByRole('button', { name: 'More' }).press('Enter');
  await page.getByRole('dialog', { name: 'More' }).getByRole('button', { name: 'Sign out' }).press('Enter');
  await page.getByLabel('API key').waitFor();
});
