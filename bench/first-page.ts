// How long the dashboard takes from nothing to being of use: a new browser each time, empty caches, this machine's own server.
import { type BrowserContext, chromium } from 'playwright-core';
import { buildDashboard } from '../bootstrap/build-dashboard.js';
import { startTestServer } from '../packages/server/test/support/server.ts';
import { median } from './bare.ts';

const dashboardFolder = new URL('../packages/dashboard/dist', import.meta.url).pathname;

interface FirstPage {
  /** From the navigation until what one came for is painted and no long task is left. */
  readonly interactiveMs: number;
  readonly paintMs: number;
  /** Over the wire, compressed. */
  readonly scriptBytes: number;
}

export async function benchFirstPage(runs = 5): Promise<void> {
  const fault = await buildDashboard(process.execPath);
  if (fault !== null) throw new Error(fault);
  const server = await startTestServer({}, 'on', dashboardFolder);
  try {
    const measure = async (isSignedIn: boolean): Promise<FirstPage> => {
      const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
      try {
        const context = await browser.newContext();
        if (isSignedIn) await context.request.post(`${server.url}/api/session`, { data: { key: server.key } });
        return await load(context, server.url);
      } finally {
        await browser.close();
      }
    };
    // The first of each fills the machine's own caches and is not counted.
    for (const [name, isSignedIn] of [
      ['signing in', false],
      ['the first screen, signed in', true],
    ] as const) {
      await measure(isSignedIn);
      const pages: FirstPage[] = [];
      for (let run = 0; run < runs; run += 1) pages.push(await measure(isSignedIn));
      const of = (read: (page: FirstPage) => number): number => median(pages.map(read));
      const line = [
        `interactive ${of((page) => page.interactiveMs).toFixed(0)} ms`,
        `first paint ${of((page) => page.paintMs).toFixed(0)} ms`,
        `scripts ${(of((page) => page.scriptBytes) / 1000).toFixed(0)} kB`,
      ];
      process.stdout.write(`${name.padEnd(30)} ${line.join(', ')}\n`);
    }
  } finally {
    await server.stop();
  }
}

/** Text of the page's code: this file knows no browser. A heading or field is what one came for. */
const untilInteractive = `new Promise((resolve) => {
  let longTaskEnd = 0;
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) longTaskEnd = Math.max(longTaskEnd, task.startTime + task.duration);
  }).observe({ type: 'longtask', buffered: true });
  const look = () => {
    if (document.querySelector('main h1, main input') === null) return requestAnimationFrame(look);
    requestAnimationFrame(() => setTimeout(() => {
      const readyAt = performance.now();
      const scripts = performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.js'));
      const paint = performance.getEntriesByName('first-contentful-paint')[0];
      setTimeout(() => resolve({
        interactiveMs: Math.max(readyAt, longTaskEnd),
        paintMs: paint === undefined ? readyAt : paint.startTime,
        scriptBytes: scripts.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
      }), 200);
    }));
  };
  look();
})`;

async function load(context: BrowserContext, url: string): Promise<FirstPage> {
  const page = await context.newPage();
  await page.goto(url, { waitUntil: 'commit' });
  return await page.evaluate<FirstPage>(untilInteractive);
}
