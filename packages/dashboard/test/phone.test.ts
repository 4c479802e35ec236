// The dashboard on a phone and by keyboard: signing in, one command, and out again.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findBarriers } from './support/find-barriers.ts';
import { openDashboard, skip } from './support/open-dashboard.ts';

test('one signs in by keyboard, opens a finished command, sees its output and log, and runs it again', {
  skip,
  timeout: 120_000,
}, async (t) => {
  const dashboard = await openDashboard(t);
  const { server } = dashboard;
  const command = await server.run({
    output_files: { out_image: 'bars.png' },
    input_files: {},
    ffmpeg_command: '-f lavfi -i testsrc2=size=64x64 -frames:v 1 {{out_image}}',
  });
  assert.equal(command.status, 'SUCCESS');
  const page = await dashboard.open({ viewport: { width: 390, height: 844 }, colorScheme: 'dark' });

  await page.goto(server.url);
  await page.getByLabel('API key').fill(`ffsk_${'0'.repeat(64)}`);
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
  await page.getByLabel('API key').fill(server.key);
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Commands' }).press('Enter');
  await page.getByRole('link', { name: /testsrc2/ }).waitFor();
  assert.deepEqual(await findBarriers(page), []);
  await page.getByRole('link', { name: /testsrc2/ }).press('Enter');
  await page.getByRole('img', { name: 'bars.png' }).waitFor();
  await page.getByText('Output #0').waitFor();
  assert.deepEqual(await findBarriers(page), []);
  const first = page.url();
  assert.equal(first, `${server.url}/commands/${command.command_id}`);

  await page.getByRole('button', { name: 'Run again' }).press('Enter');
  await page.waitForURL((url) => url.href !== first);
  await page.getByRole('img', { name: 'bars.png' }).waitFor();
  await page.getByRole('button', { name: 'More' }).press('Enter');
  await page.getByRole('dialog', { name: 'More' }).getByRole('button', { name: 'Sign out' }).press('Enter');
  await page.getByLabel('API key').waitFor();
  assert.deepEqual(dashboard.complaints, []);
});
