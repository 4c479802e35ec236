// The same way as by mouse, by keyboard alone: every control is reached by Tab, and shows that it is.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { openForWalk, skip } from './support/open-dashboard.ts';

test('one uploads, mends a mistake, runs, keeps and runs a preset, sends a webhook again and deletes without a mouse', {
  skip,
  timeout: 120_000,
}, async (t) => {
  const { dashboard, clip, receiver } = await openForWalk(t);
  const { server } = dashboard;
  const page = await dashboard.open({ colorScheme: 'dark' });
  const { keyboard } = page;

  await page.goto(`${server.url}/compose`);
  await tabTo(page, page.getByLabel('API key'));
  await keyboard.insertText(server.key);
  await keyboard.press('Enter');

  await page.getByRole('heading', { name: 'Compose' }).waitFor();
  await tabTo(page, page.getByRole('link', { name: 'Skip to the content' }));
  await keyboard.press('Enter');
  const picking = page.waitForEvent('filechooser');
  await tabTo(page, page.getByRole('button', { name: 'Upload files' }));
  await keyboard.press('Enter');
  await (await picking).setFiles({ name: 'holiday.mp4', mimeType: 'video/mp4', buffer: clip });
  await page.getByText('holiday.mp4').waitFor();

  const editor = page.getByRole('textbox', { name: 'FFmpeg command' });
  await tabTo(page, editor);
  await keyboard.press('Control+a');
  await keyboard.type('-i {{in_video}} -vf negate -c:v libx264 {{out_vidoe}}');
  await page.locator('.cm-lintRange-error').first().waitFor();
  // The mistake is mended where it stands: F8 goes there and says what is wrong.
  await keyboard.press('Escape');
  await keyboard.press('F8');
  await page.locator('.cm-tooltip-lint').getByText('Did you mean {{out_video}}?').waitFor();
  await keyboard.press('Control+a');
  await keyboard.type('-i {{in_video}} -vf negate -c:v libx264 {{out_video}}');
  await keyboard.press('Escape');
  await page.getByText('Ready to run').waitFor();
  await keyboard.press('Control+Enter');
  await page.getByRole('article', { name: 'test.mp4' }).getByText('320 × 180').waitFor();

  await tabTo(page, page.getByRole('button', { name: 'Save as preset' }));
  await keyboard.press('Enter');
  await tabTo(page, page.getByLabel('Name', { exact: true }));
  await keyboard.type('Negative');
  await keyboard.press('Enter');
  await page.getByText('Preset saved').waitFor();
  await page.getByRole('dialog', { name: 'Save as a preset' }).waitFor({ state: 'detached' });

  await tabTo(page, page.getByRole('button', { name: 'Presets', exact: true }));
  await keyboard.press('Enter');
  await tabTo(page, page.getByLabel('Find a preset'));
  await keyboard.type('negative');
  await tabTo(page, page.getByRole('button', { name: 'Use it' }));
  await keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Begin with a preset' }).waitFor({ state: 'detached' });
  const before = page.url();
  await tabTo(page, page.getByRole('button', { name: 'Run', exact: true }));
  await keyboard.press('Enter');
  await page.waitForURL((url) => url.href !== before);
  await page.getByRole('article', { name: 'test.mp4' }).getByText('320 × 180').waitFor();

  await keyboard.press('Control+k');
  await page.getByRole('dialog', { name: 'Find' }).waitFor();
  await keyboard.type('commands');
  await page.getByRole('option', { name: 'Commands' }).waitFor();
  await keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Commands' }).waitFor();
  await tabTo(page, page.getByRole('link', { name: /negate/ }).first());
  await keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Timeline' }).waitFor();
  const deliveries = page.getByRole('region', { name: 'Webhook', exact: true });
  await deliveries.getByText('Delivered').waitFor();
  const sent = receiver.received.length;
  await tabTo(page, deliveries.getByRole('button', { name: 'Send again' }));
  await keyboard.press('Enter');
  await receiver.requests('/hook', sent + 1);
  await tabTo(page, page.getByRole('button', { name: 'Delete files' }));
  await keyboard.press('Enter');
  const question = page.getByRole('alertdialog');
  await question.waitFor();
  await tabTo(page, question.getByRole('button', { name: 'Delete files' }));
  await keyboard.press('Enter');
  await page.getByText('One file deleted').waitFor();
  assert.deepEqual(dashboard.complaints, []);
});

const mostTabs = 80;

/** What of the page is used: tests are checked without the types of browsers. */
interface Focusable {
  readonly matches: (selector: string) => boolean;
}

async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor({ state: 'attached' });
  for (let tabs = 0; tabs < mostTabs; tabs += 1) {
    if (await target.evaluate(hasVisibleFocus)) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`Tab does not reach ${String(target)}.`);
}

/** Runs in the page: what has the focus shows it, itself or by what is around it. */
function hasVisibleFocus(element: Focusable): boolean {
  return element.matches(':focus-visible');
}
