// The way a person takes through the product for the first time, from signing in to deleting what was made, by mouse.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { findBarriers } from './support/find-barriers.ts';
import { openForWalk, skip } from './support/open-dashboard.ts';

test('one uploads a file, writes a command with a mistake that the editor marks, mends it, runs it, and plays the result', {
  skip,
  timeout: 120_000,
}, async (t) => {
  const { dashboard, clip, receiver } = await openForWalk(t);
  const { server } = dashboard;
  const page = await dashboard.open();

  await page.goto(`${server.url}/compose`);
  await page.getByLabel('API key').fill(server.key);
  assert.deepEqual(await findBarriers(page), []);
  const vocabulary = page.waitForResponse('**/api/v1/ffmpeg');
  await page.getByRole('button', { name: 'Sign in' }).click();

  const uploaded = page.waitForResponse('**/api/v1/files/tus');
  const picking = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Upload files' }).click();
  await (await picking).setFiles({ name: 'holiday.mp4', mimeType: 'video/mp4', buffer: clip });
  await uploaded;
  await page.getByText('holiday.mp4').waitFor();

  const editor = page.getByRole('textbox', { name: 'FFmpeg command' });
  await write(page, '-i {{in_vido}} -vf scale=160:-2,hflip -c:v libx264 -pix_fmt yuv420p {{out_video}}');
  const mark = page.locator('.cm-lintRange-error');
  await mark.first().waitFor();
  assert.equal(await mark.first().textContent(), '{{in_vido}}');
  await page.getByText('Did you mean {{in_video}}?').first().waitFor();
  const run = page.getByRole('button', { name: 'Run', exact: true });
  assert.equal(await run.isDisabled(), true);
  assert.deepEqual(await findBarriers(page), []);

  // Of a filter its own arguments are offered, and then what they may be.
  await write(page, '-i {{in_video}} -vf "overlay=');
  await (await vocabulary).finished();
  await editor.pressSequentially('ev');
  await page.getByRole('option', { name: /^eval/ }).click();
  await page.getByRole('option', { name: /^init/ }).click();
  assert.match((await editor.textContent()) ?? '', /overlay=eval=init/);

  // At half its speed, so that it can be watched.
  await write(page, '-readrate 0.5 -i {{in_video}} -vf scale=160:-2,hflip -c:v ');
  await editor.pressSequentially('libx26');
  await page
    .getByRole('option', { name: /^libx264/ })
    .first()
    .click();
  await editor.pressSequentially(' -pix_fmt yuv420p {{out_video');
  await page.keyboard.press('Escape');
  await page.getByText('Ready to run').waitFor();
  assert.equal(await mark.count(), 0);
  await run.click();
  await page.getByRole('progressbar', { name: 'Progress' }).waitFor();
  await page.getByText('Frames a second').waitFor();
  const result = page.getByRole('article', { name: 'test.mp4' });
  await result.getByText('160 × 90').waitFor();
  const seconds = await result.locator('video').evaluate(playToEnd);
  assert.ok(seconds >= 1, `it played to ${seconds} s`);
  await result.getByRole('button', { name: 'Compare' }).click();
  await result.getByLabel('How much of the picture before is shown').fill('80');
  await result.getByRole('button', { name: 'Play both' }).click();
  await result.getByRole('button', { name: 'Pause both' }).waitFor();

  assert.deepEqual(await findBarriers(page), []);

  await page.getByRole('button', { name: 'Save as preset' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Small and mirrored');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Preset saved').waitFor();
  await page.getByRole('button', { name: 'Presets', exact: true }).click();
  await page.getByLabel('Find a preset').fill('mirrored');
  assert.deepEqual(await findBarriers(page), []);
  await page.getByRole('button', { name: 'Use it' }).click();
  const address = page.url();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.waitForURL((url) => url.href !== address);
  await result.getByText('160 × 90').waitFor();
  // What the run before made is offered first, and the input after it.
  await result.getByRole('button', { name: 'Compare' }).click();
  const other = result.getByLabel('Compare with');
  assert.deepEqual(await other.getByRole('option').allTextContents(), [
    'out_video of the run before',
    'in_video, the input',
  ]);
  await other.selectOption('in_video, the input');
  assert.deepEqual(await findBarriers(page), []);

  await page.getByRole('link', { name: /^[0-9a-f-]{36}$/ }).click();
  await page.getByRole('heading', { name: 'Timeline' }).waitFor();
  assert.deepEqual(await findBarriers(page), []);

  const deliveries = page.getByRole('region', { name: 'Webhook', exact: true });
  await deliveries.getByText('Delivered').waitFor();
  const before = receiver.received.length;
  await deliveries.getByRole('button', { name: 'Send again' }).click();
  await receiver.requests('/hook', before + 1);
  await deliveries.getByRole('row').nth(2).waitFor();

  await page.getByRole('button', { name: 'Delete files' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete files' }).click();
  await page.getByText('One file deleted').waitFor();
  await page.getByRole('article', { name: 'test.mp4' }).getByText('deleted', { exact: true }).waitFor();
  assert.deepEqual(dashboard.complaints, []);
});

/** In place of what stands there, as a person does it. */
async function write(page: Page, command: string): Promise<void> {
  await page.getByRole('textbox', { name: 'FFmpeg command' }).click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(command);
}

/** What of a video element is used: tests are checked without the types of browsers. */
interface Video {
  muted: boolean;
  readonly currentTime: number;
  play(): Promise<void>;
  addEventListener(name: string, listener: () => void): void;
}

/** Runs in the page. */
async function playToEnd(video: Video): Promise<number> {
  const ended = new Promise<void>((resolve) => {
    video.addEventListener('ended', resolve);
  });
  video.muted = true;
  await video.play();
  await ended;
  return video.currentTime;
}
