// The docs as they are read: in a browser, on a phone and on a wide screen, by day and by night.
import assert from 'node:assert/strict';
import { type Browser, chromium, type Page } from 'playwright-core';
import { findBarriers } from '../packages/dashboard/test/support/find-barriers.ts';

const screens = [
  { viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
  { viewport: { width: 1440, height: 900 }, colorScheme: 'light' },
] as const;

export async function openBrowser(): Promise<Browser> {
  return await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
}

/** Each in its width, without a heading left out, open to everyone, and without a word of complaint. */
export async function assertReadable(browser: Browser, urls: readonly string[]): Promise<void> {
  for (const screen of screens) {
    const page = await browser.newPage(screen);
    const complaints: string[] = [];
    page.on('console', (message) => {
      // The icon is the dashboard's, which is not built here.
      if (message.type() === 'error' && !message.location().url.endsWith('/icon.svg')) complaints.push(message.text());
    });
    for (const url of urls) {
      await page.goto(url);
      const { overflow, levels } = await measure(page);
      assert.equal(overflow, 0, `${url} is wider than ${screen.viewport.width}`);
      assert.deepEqual(
        levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1),
        [],
        `${url} leaves out a level of its headings`,
      );
      assert.deepEqual(await findBarriers(page), [], url);
      assert.deepEqual(complaints, [], url);
    }
    await page.close();
  }
}

/** Evaluated as text: this file is checked without the types of browsers. */
async function measure(page: Page): Promise<{ overflow: number; levels: number[] }> {
  return await page.evaluate(`({
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    levels: [...document.querySelectorAll('main :is(h1, h2, h3, h4)')].map((heading) => Number(heading.tagName[1])),
  })`);
}
