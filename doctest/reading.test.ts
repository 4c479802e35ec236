// Reading the docs: pages of each kind, the search, and the button that copies.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { skip } from '../packages/dashboard/test/support/open-dashboard.ts';
import { startTestServer } from '../packages/server/test/support/server.ts';
import { assertReadable, openBrowser } from './read-pages.ts';

test('one finds a page by a word of it, turns to the next, and takes an example along', {
  skip,
  timeout: 90_000,
}, async (t) => {
  const server = await startTestServer({ RENDERIO_ROLE: 'api' });
  t.after(() => server.stop());
  const browser = await openBrowser();
  t.after(() => browser.close());
  const base = `${server.url}/docs`;
  await assertReadable(browser, [
    base,
    `${base}/quickstart`,
    `${base}/errors`,
    `${base}/recipes/trim`,
    `${base}/limits`,
  ]);

  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
  const page = await context.newPage();
  await page.goto(base);
  await page.keyboard.press('/');
  await page.keyboard.type('410 attempts');
  await page.getByRole('link', { name: 'Retries Webhooks' }).click();
  await page.waitForURL('**/docs/webhooks#retries');
  assert.equal(await page.getByRole('heading', { level: 1 }).textContent(), 'Webhooks');

  await page.goto(base);
  await page.getByRole('link', { name: 'Next Quickstart' }).click();
  await page.getByRole('heading', { level: 1, name: 'Quickstart' }).waitFor();
  const sample = page.locator('.sample', { hasText: 'npx renderio login' });
  await sample.hover();
  await sample.getByRole('button', { name: 'Copy' }).click();
  assert.match(
    await page.evaluate('navigator.clipboard.readText()'),
    /^npx renderio login .*\nnpx renderio run 'ffmpeg /,
  );
});
