// What is shown changes as it happens, by one stream of events; where there is none, lists look by themselves.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Locator, Page, Request } from 'playwright-core';
import { openDashboard, skip } from './support/open-dashboard.ts';

const picture = {
  input_files: {},
  output_files: { out_a: 'a.png' },
  ffmpeg_command: '-f lavfi -i testsrc2=size=64x64 -frames:v 1 {{out_a}}',
};
const events = '**/api/v1/events?*';

test('a list is told of what happens elsewhere, comes back after a break, looks by itself meanwhile, and lets go when one leaves', {
  skip,
  timeout: 120_000,
}, async (t) => {
  const dashboard = await openDashboard(t);
  const { server } = dashboard;
  const page = await dashboard.openSignedIn('/commands');
  const sign = signOf(page, 'Live');
  const rows = page.getByRole('list', { name: 'Commands' }).getByRole('listitem');
  await page.getByText('Nothing has run yet').waitFor();
  await sign.waitFor();

  await t.test('rows come and change with few requests', async () => {
    const asked = countLists(page);
    await server.run(picture);
    await rows.getByText('Success').waitFor();
    assert.ok(asked() > 0 && asked() <= 4, `${asked()} lists were asked for`);
  });

  await t.test('without the stream lists look by themselves, and it goes on where it was', async () => {
    // Cut after a second, and refused from then on.
    await page.route(events, (route) =>
      route.continue({
        url: route
          .request()
          .url()
          .replace(/seconds=\d+/, 'seconds=1'),
      }),
    );
    await page.reload();
    await sign.waitFor();
    await page.route(events, (route) => route.abort());
    await signOf(page, 'Reconnecting').waitFor();
    await server.run(picture);
    await rows.nth(1).getByText('Success').waitFor();
    const back = page.waitForRequest(events);
    await page.unrouteAll();
    const [lastEventId] = [(await (await back).allHeaders())['last-event-id']];
    assert.match(lastEventId ?? '', /^\d{13}$/);
    await sign.waitFor();
  });

  await t.test('an account that has all its streams open is told so, and its lists go on', async () => {
    const other = await dashboard.openSignedIn('/keys');
    await signOf(other, 'Live').waitFor();
    const leaving = new AbortController();
    const open = await Promise.all(
      Array.from({ length: 14 }, () =>
        fetch(`${server.url}/api/v1/events`, { headers: { 'x-api-key': server.key }, signal: leaving.signal }),
      ),
    );
    assert.ok(open.every(({ ok }) => ok));
    const third = await dashboard.openSignedIn('/commands');
    await signOf(third, 'Every few seconds').waitFor();
    await server.run(picture);
    await third.getByRole('listitem').nth(2).getByText('Success').waitFor();
    leaving.abort();
    await third.close();
    await other.close();
  });

  await t.test('who signs out leaves no stream behind', async () => {
    const ended = page.waitForEvent('requestfailed', (request) => isStream(request));
    await page.getByRole('button', { name: 'Sign out' }).click();
    await ended;
    await page.getByLabel('API key').waitFor();
  });
  assert.deepEqual(dashboard.complaints, []);
});

/** In the side bar; the one on top is for phones. */
function signOf(page: Page, word: string): Locator {
  return page.getByRole('status').filter({ hasText: word }).first();
}

function countLists(page: Page): () => number {
  let count = 0;
  page.on('request', (request) => {
    if (/\/api\/v1\/commands\?/.test(request.url())) count += 1;
  });
  return () => count;
}

function isStream(request: Request): boolean {
  return request.url().includes('/api/v1/events');
}
