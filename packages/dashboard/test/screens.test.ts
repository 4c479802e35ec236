// The screens of what an account has: how it stands, its files, presets, webhook and keys; on a wide window and a phone.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { findBarriers } from './support/find-barriers.ts';
import { makeClip } from './support/make-clip.ts';
import { openDashboard, skip, untilLoaded } from './support/open-dashboard.ts';

test('one sees how things stand, uploads, shares and deletes a file, and keeps presets, webhook and keys', {
  skip,
  timeout: 120_000,
}, async (t) => {
  const receiver = createServer((request, response) => {
    request.resume();
    request.on('end', () => response.end('thank you'));
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  t.after(() => receiver.close());
  const hook = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;

  const dashboard = await openDashboard(t);
  const { server } = dashboard;
  const clip = await makeClip(server);
  await server.run({
    input_files: {},
    output_files: { out_a: 'a.mp4' },
    ffmpeg_command: '-f lavfi -i nothing {{out_a}}',
  });

  const page = await dashboard.openSignedIn('/');
  await page.getByText('50 %').waitFor();
  const cause = page.getByRole('link', { name: /^FFMPEG_FAILED/ });
  await cause.waitFor();
  await isUsable(page, 'overview');
  await cause.click();
  await page.getByRole('button', { name: /^Failed with FFMPEG_FAILED/ }).waitFor();
  const failures = page.getByRole('list', { name: 'Commands' }).getByRole('listitem');
  await failures.filter({ hasText: 'Failed' }).waitFor();
  assert.equal(await failures.count(), 1);

  await page.getByRole('link', { name: 'Files', exact: true }).click();
  const picking = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Upload files' }).click();
  await (await picking).setFiles({ name: 'holiday.mp4', mimeType: 'video/mp4', buffer: clip });
  const card = page.getByRole('button', { name: /^holiday\.mp4/ });
  await card.waitFor();
  await page.getByRole('button', { name: /^holiday\.mp4 320 × 180/ }).waitFor();
  await isUsable(page, 'files');
  await card.click();
  await page.getByRole('dialog').getByText('h264').waitFor();
  await isUsable(page, 'file');
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('File deleted').waitFor();
  await card.waitFor({ state: 'detached' });

  await page.getByRole('link', { name: 'Presets', exact: true }).click();
  await page.getByText('No preset of your own yet').waitFor();
  await page.getByRole('button', { name: 'New preset' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Name').fill('Small');
  await form.getByLabel('FFmpeg command').fill('-i {{in_video}} -vf scale=160:-2 {{out_vide}}');
  await form.getByLabel('Inputs').fill('in_video');
  await form.getByLabel('Outputs').fill('out_video: small.mp4');
  await form.getByRole('button', { name: 'Save' }).click();
  await form.getByRole('alert').waitFor();
  await isUsable(page, 'preset');
  await form.getByLabel('FFmpeg command').fill('-i {{in_video}} -vf scale=160:-2 {{out_video}}');
  await form.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Preset saved').waitFor();
  await page.getByRole('region', { name: 'Your own' }).getByText('Small', { exact: true }).click();
  await page.getByText('makes small.mp4').waitFor();
  await isUsable(page, 'presets');
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('Preset deleted').waitFor();

  await page.getByRole('link', { name: 'Webhooks', exact: true }).click();
  await page.getByText('Nothing has been sent yet').waitFor();
  await page.getByLabel('Address').fill(hook);
  await page.getByRole('button', { name: 'New secret' }).click();
  assert.match(await page.getByLabel('Secret', { exact: true }).inputValue(), /^whsec_[A-Za-z0-9+/]{43}=$/);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Webhook saved').waitFor();
  await page.getByText('Events are signed.').waitFor();
  await page.getByRole('button', { name: 'New secret' }).click();
  await page.getByLabel('The old one ends').selectOption('in an hour');
  await isUsable(page, 'new secret');
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.getByText(/^whsec_\S{44}$/).waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('The secret before, which ends').waitFor();
  await page.getByRole('button', { name: 'Send a test' }).click();
  const delivery = page.getByRole('dialog', { name: 'Delivery' });
  await delivery.getByText('thank you').waitFor();
  await isUsable(page, 'delivery');
  await delivery.getByRole('button', { name: 'Send again' }).click();
  await delivery.getByText('thank you').nth(1).waitFor();
  await page.keyboard.press('Escape');
  await isUsable(page, 'webhooks');

  await page.getByRole('link', { name: 'Keys and limits' }).click();
  await page.getByText('you are signed in with it').waitFor();
  await page.getByRole('button', { name: 'New key' }).click();
  await page.getByLabel('Name').fill('build server');
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.getByText(/^ffsk_[0-9a-f]{64}$/).waitFor();
  await isUsable(page, 'key');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
  await page.getByText('revoked', { exact: true }).waitFor();
  await isUsable(page, 'keys');

  const phone = await dashboard.openSignedIn('/', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' });
  for (const [path, heading] of [
    ['/', 'Overview'],
    ['/files', 'Files'],
    ['/presets', 'Presets'],
    ['/webhooks', 'Webhooks'],
    ['/keys', 'Keys and limits'],
  ] as const) {
    await phone.goto(server.url + path);
    await phone.getByRole('heading', { name: heading, level: 1 }).waitFor();
    await untilLoaded(phone);
    await isUsable(phone, `phone ${heading}`);
  }
  assert.deepEqual(dashboard.complaints, []);
});

/** Nobody is kept out, and nothing reaches beyond the window. */
async function isUsable(page: Page, name: string): Promise<void> {
  assert.deepEqual(await findBarriers(page), [], name);
  const widths = await page.evaluate<[number, number]>('[document.documentElement.scrollWidth, window.innerWidth]');
  assert.ok(widths[0] <= widths[1], `${name}: the page is ${widths[0]} wide in a window of ${widths[1]}`);
  const folder = process.env['SHOTS'];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name.replaceAll(' ', '-')}.png` });
}
