// `npm run screenshots`: pictures of every screen of the dashboard for the docs, with work in it as it would be found.
import { mkdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { buildDashboard } from '../bootstrap/build-dashboard.js';
import { readAdminToken, signIn, untilLoaded } from '../packages/dashboard/test/support/open-dashboard.ts';
import { programsFolder } from '../packages/server/test/support/programs.ts';
import { startTestServer, type TestServer } from '../packages/server/test/support/server.ts';

const folder = join(import.meta.dirname, '../docs/img');
const dashboardFolder = join(import.meta.dirname, '../packages/dashboard/dist');
const mostBytes = 60_000;

interface Shot {
  readonly name: string;
  readonly path: string;
  readonly isDark?: true;
  readonly isPhone?: true;
  readonly isSignedOut?: true;
  /** By one who holds the admin token too. */
  readonly isOperator?: true;
  /** So high that its result is in sight. */
  readonly isTall?: true;
  /** What one does there before it is worth a picture. */
  readonly act?: (page: Page) => Promise<void>;
}

interface Scene {
  readonly server: TestServer;
  readonly clipId: string;
  readonly doneId: string;
  readonly failedId: string;
}

function shotsOf({ doneId, failedId, clipId }: Scene): readonly Shot[] {
  return [
    { name: 'sign-in', path: '/', isSignedOut: true },
    { name: 'overview', path: '/' },
    { name: 'files', path: '/files', act: untilPictured },
    { name: 'presets', path: '/presets' },
    { name: 'webhooks', path: '/webhooks', isDark: true },
    { name: 'keys', path: '/keys' },
    { name: 'compose', isTall: true, path: '/compose', act: (page) => compose(page, clipId) },
    { name: 'compose-objections', path: '/compose', isDark: true, act: makeMistakes },
    { name: 'compose-phone', path: '/compose', isPhone: true, isDark: true },
    { name: 'commands', path: '/commands', act: (page) => page.getByRole('listitem').first().waitFor() },
    {
      name: 'command',
      path: `/commands/${doneId}`,
      act: (page) => page.getByRole('img', { name: 'poster.png' }).waitFor(),
    },
    { name: 'workers', path: '/workers', isOperator: true },
    { name: 'system', path: '/system', isOperator: true, isDark: true },
    { name: 'command-failed', path: `/commands/${failedId}`, isDark: true },
  ];
}

async function compose(page: Page, clipId: string): Promise<void> {
  await page.getByRole('button', { name: 'Add a URL' }).click();
  await page.getByLabel('Where in_file comes from').fill(clipId);
  await page.getByLabel('File name of out_video').fill('small.mp4');
  await write(
    page,
    '-i {{in_file}} -vf "scale=640:-2,hue=h=120:s=1.3" -c:v libx264 -crf 24 -pix_fmt yuv420p {{out_video}}',
  );
  await page.getByText('Ready to run').waitFor();
  await page.keyboard.press('Control+Enter');
  const result = page.getByRole('article');
  await result.getByText('640 × 360').waitFor();
  await result.getByRole('button', { name: 'Compare' }).click();
  await result.getByRole('button', { name: 'Play both' }).waitFor();
  for (const video of await result.locator('video').all()) await video.evaluate(untilShown);
}

/** What of a video element is used: this file is checked without the types of browsers. */
interface Video {
  readonly readyState: number;
  addEventListener(name: string, listener: () => void): void;
}

/** Runs in the page. */
async function untilShown(video: Video): Promise<void> {
  if (video.readyState >= 2) return;
  await new Promise<void>((resolve) => {
    video.addEventListener('loadeddata', resolve);
  });
}

/** Every file by its picture. */
async function untilPictured(page: Page): Promise<void> {
  const files = page.getByRole('list', { name: 'Files' });
  await files.locator('svg path[stroke-width="1.2"]').waitFor({ state: 'attached' });
  for (const video of await files.locator('video').all()) await video.evaluate(untilShown);
}

async function makeMistakes(page: Page): Promise<void> {
  await write(page, '-i {{in_vide}} -vf drawtext=textfile=/etc/passwd -c:v libx26');
  await page
    .getByRole('option', { name: /libx264/ })
    .first()
    .waitFor();
}

async function write(page: Page, command: string): Promise<void> {
  await page.getByRole('textbox', { name: 'FFmpeg command' }).click();
  await page.keyboard.press('Control+a');
  await page.keyboard.type(command);
}

/** Some work of a day. */
async function setTheScene(server: TestServer): Promise<Scene> {
  const made = await server.run({
    input_files: {},
    output_files: { out_clip: 'interview.mp4' },
    ffmpeg_command:
      '-f lavfi -i mandelbrot=s=1280x720:rate=25:start_scale=0.4 -f lavfi -i sine -t 4 -c:v libx264 -preset veryfast -pix_fmt yuv420p -c:a aac {{out_clip}}',
  });
  const clipId = made.output_files['out_clip']?.file_id ?? '';
  const run = (ffmpeg_command: string, name: string, metadata?: Record<string, string>) =>
    server.run({
      input_files: { in_video: clipId },
      output_files: { out_result: name },
      ffmpeg_command,
      ...(metadata === undefined ? {} : { metadata }),
    });
  await run('-i {{in_video}} -vf "crop=ih*9/16:ih" -c:v libx264 -c:a copy {{out_result}}', 'vertical.mp4');
  await run('-i {{in_video}} -vn -af loudnorm=I=-16:TP=-1.5 -c:a aac {{out_result}}', 'voice.m4a', { show: 'Morning' });
  const failed = await run('-i {{in_video}} -vf "scale=w=oops:h=-2" -c:v libx264 {{out_result}}', 'small.mp4');
  await run('-i {{in_video}} -c:v libx264 -hls_time 2 -hls_playlist_type vod {{out_result}}', 'stream.m3u8');
  await run('-ss 5 -i {{in_video}} -frames:v 1 {{out_result}}', 'late.png');
  const done = await run('-ss 1 -i {{in_video}} -vf "scale=960:-2" -frames:v 1 {{out_result}}', 'poster.png', {
    show: 'Morning',
    episode: '218',
  });
  return { server, clipId, doneId: done.command_id, failedId: failed.command_id };
}

/** Where and on what the pictures were taken is nobody's business. */
async function disguise(page: Page, { dataFolder }: TestServer): Promise<void> {
  await page.route('**/api/admin/**', async (route) => {
    const answer = await route.fetch();
    const body = (await answer.text())
      .replaceAll(dataFolder, '/var/lib/renderio')
      .replaceAll(programsFolder, '/var/lib/renderio/programs')
      .replaceAll(JSON.stringify(hostname()), '"media-1"');
    await route.fulfill({ response: answer, body });
  });
}

async function take(browser: Browser, { server }: Scene, shot: Shot): Promise<void> {
  const context = await browser.newContext({
    viewport: shot.isPhone ? { width: 390, height: 780 } : { width: 1280, height: shot.isTall ? 1060 : 800 },
    colorScheme: shot.isDark ? 'dark' : 'light',
    reducedMotion: 'reduce',
  });
  if (!shot.isSignedOut) await signIn(context.request, server.url, server.key);
  if (shot.isOperator) await signIn(context.request, server.url, await readAdminToken(server));
  const page = await context.newPage();
  if (shot.isOperator) await disguise(page, server);
  await page.goto(server.url + shot.path);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await untilLoaded(page);
  await shot.act?.(page);
  const debug = await context.newCDPSession(page);
  for (const quality of [80, 60, 40, 20]) {
    const { data } = await debug.send('Page.captureScreenshot', { format: 'webp', quality });
    const bytes = Buffer.from(data, 'base64');
    if (bytes.length > mostBytes) continue;
    await writeFile(join(folder, `dashboard-${shot.name}.webp`), bytes);
    process.stdout.write(`dashboard-${shot.name}.webp ${(bytes.length / 1000).toFixed(0)} kB\n`);
    await context.close();
    return;
  }
  throw new Error(`${shot.name} cannot be made smaller than ${mostBytes} bytes.`);
}

const fault = await buildDashboard(process.execPath);
if (fault !== null) throw new Error(fault);
await mkdir(folder, { recursive: true });
const server = await startTestServer({}, 'on', dashboardFolder);
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  const scene = await setTheScene(server);
  // Names after the command take these alone.
  const named = new Set(process.argv.slice(2));
  for (const shot of shotsOf(scene)) if (named.size === 0 || named.has(shot.name)) await take(browser, scene, shot);
} finally {
  await browser.close();
  await server.stop();
}
