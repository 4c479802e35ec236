// Every screen in both themes, on a phone and on a wide window: nothing serious for axe, nothing wider than the page.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findBarriers } from '../test/support/find-barriers.ts';
import { openDashboard, skip, untilLoaded } from '../test/support/open-dashboard.ts';

const themes = ['light', 'dark'] as const;
const widths = [390, 1440] as const;

test('every screen can be used in both themes and at both widths', { skip }, async (t) => {
  const dashboard = await openDashboard(t);
  const { server } = dashboard;
  const run = (ffmpeg_command: string, filename: string) =>
    server.run({ input_files: {}, output_files: { out_a: filename }, ffmpeg_command });
  const { command_id: doneId } = await run('-f lavfi -i testsrc2=size=320x180:d=1 {{out_a}}', 'a.mp4');
  const { command_id: failedId } = await run('-f lavfi -i testsrc2=size=oops {{out_a}}', 'b.mp4');
  const screens = ['/compose', `/compose?run=${doneId}`, '/commands', '/commands?status=QUEUED', `/commands/${doneId}`];
  screens.push(
    `/commands/${failedId}`,
    '/',
    '/files',
    '/presets',
    '/webhooks',
    '/keys',
    '/workers',
    '/system',
    '/nowhere',
  );

  for (const theme of themes) {
    for (const width of widths) {
      const page = await dashboard.openAsOperator('/', { colorScheme: theme, viewport: { width, height: 900 } });
      for (const screen of screens) {
        await t.test(`${screen.replace(/[0-9a-f-]{36}/, 'ID')} ${theme} ${width}`, async () => {
          await page.goto(server.url + screen, { waitUntil: 'load' });
          await page.getByRole('heading', { level: 1 }).waitFor();
          await untilLoaded(page);
          assert.deepEqual(await findBarriers(page), []);
          const overflow = await page.evaluate<number>(
            'document.documentElement.scrollWidth - document.documentElement.clientWidth',
          );
          assert.equal(overflow, 0, `it is ${overflow} pixels too wide`);
        });
      }
    }
  }
  assert.deepEqual(dashboard.complaints, []);
});
