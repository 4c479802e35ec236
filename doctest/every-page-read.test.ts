// Every page of the docs can be read by everyone, on a phone and on a wide screen.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { skip } from '../packages/dashboard/test/support/open-dashboard.ts';
import { startTestServer } from '../packages/server/test/support/server.ts';
import { assertReadable, openBrowser } from './read-pages.ts';

test('every page is readable', { skip, timeout: 600_000 }, async (t) => {
  const server = await startTestServer({ RENDERIO_ROLE: 'api' });
  t.after(() => server.stop());
  const browser = await openBrowser();
  t.after(() => browser.close());
  const entries = (await (await fetch(`${server.url}/docs/search.json`)).json()) as { href: string }[];
  const paths = new Set(entries.map(({ href }) => href.replace(/#.*/, '')));
  assert.ok(paths.size > 60, `only ${paths.size} pages`);
  await assertReadable(
    browser,
    [...paths].map((path) => server.url + path),
  );
});
