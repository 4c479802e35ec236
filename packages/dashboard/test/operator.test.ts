// The operator's screens: opened by the admin token, and a worker taken out and let back in.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findBarriers } from './support/find-barriers.ts';
import { openDashboard, readAdminToken, skip, untilLoaded } from './support/open-dashboard.ts';

test('the operator signs in, drains a worker, lets it work again, and reads how the system is set', {
  skip,
}, async (t) => {
  const dashboard = await openDashboard(t);
  const { server } = dashboard;
  const token = await readAdminToken(server);
  const page = await dashboard.open();

  await page.goto(`${server.url}/workers`);
  await page.getByLabel('API key').fill(token);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('works', { exact: true }).waitFor();
  assert.deepEqual(await findBarriers(page), []);
  await page.getByRole('button', { name: 'Drain' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Drain' }).click();
  await page.getByText('drained', { exact: true }).waitFor();
  assert.deepEqual(await findBarriers(page), []);
  await page.getByRole('button', { name: 'Let it work' }).click();
  await page.getByText('works', { exact: true }).waitFor();

  await page.getByRole('link', { name: 'System' }).click();
  await page.getByText('row-level security').waitFor();
  await page.getByLabel('Find a setting').fill('RENDERIO_DATA');
  await page.getByRole('cell', { name: server.dataFolder }).waitFor();
  assert.deepEqual(await findBarriers(page), []);
  assert.ok(!(await page.content()).includes(token));

  await page.setViewportSize({ width: 390, height: 844 });
  for (const path of ['/workers', '/system']) {
    await page.goto(server.url + path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await untilLoaded(page);
    const widths = await page.evaluate<[number, number]>('[document.documentElement.scrollWidth, window.innerWidth]');
    assert.ok(widths[0] <= widths[1], `${path}: ${widths.join(' of ')}`);
    assert.deepEqual(await findBarriers(page), []);
  }
  assert.deepEqual(dashboard.complaints, []);
});
