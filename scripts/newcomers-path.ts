// `npm run newcomers-path`: what somebody new goes through, timed: a fresh clone, `npm start`, and from then on only what a screen says, in a terminal and in a browser.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { chromium, type Page } from 'playwright-core';

const execute = promisify(execFile);
const repository = join(import.meta.dirname, '..');
const executablePath = '/usr/bin/chromium';
/** A first start fetches packages and FFmpeg; on a slow line that is minutes. */
const startLimitMs = 10 * 60_000;

const { values } = parseArgs({ options: { pictures: { type: 'string' } } });

interface Leg {
  readonly name: string;
  readonly seconds: number;
}

const legs: Leg[] = [];

async function time<T>(name: string, leg: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  const result = await leg();
  legs.push({ name, seconds: (performance.now() - startedAt) / 1000 });
  process.stderr.write(`${name}\n`);
  return result;
}

/** What a login shell of this machine would have, and not what npm adds for its scripts. */
function environment(port: number): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|NODE_|INIT_CWD$|RENDERIO_|DATABASE_URL$)/i.test(name),
  );
  const path = (process.env['PATH'] ?? '').split(':').filter((folder) => !folder.includes('node_modules'));
  return { ...Object.fromEntries(own), PATH: path.join(':'), RENDERIO_PORT: String(port) };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}

interface Start {
  readonly process: ChildProcess;
  /** Everything it has printed so far. */
  readonly screen: () => string;
}

function startProduct(folder: string, env: NodeJS.ProcessEnv): Start {
  const child = spawn('npm', ['start'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
  }
  return { process: child, screen: () => text };
}

/** The last line of the banner tells that nothing more is to come. */
async function untilReady({ process: child, screen }: Start): Promise<string> {
  const deadline = performance.now() + startLimitMs;
  while (!/npx renderio run .*\n/.test(screen())) {
    if (child.exitCode !== null || performance.now() > deadline) throw new Error(`It did not come up:\n${screen()}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
  return screen();
}

/** As Ctrl-C in its terminal does. */
async function stopProduct({ process: child }: Start): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'close');
  process.kill(-child.pid, 'SIGINT');
  await ended;
}

function read(screen: string, pattern: RegExp): string {
  const found = pattern.exec(screen)?.[1];
  if (found === undefined) throw new Error(`The screen does not say ${String(pattern)}:\n${screen}`);
  return found;
}

/** The indented lines of the banner, pasted as they stand. */
async function pasteExample(screen: string, folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  const example = read(screen, /\n( {2}export RENDERIO_URL=[\s\S]*?\n {2}\}')\n/);
  const { stdout } = await execute('bash', ['-ec', example], { cwd: folder, env });
  const link = read(stdout, /"storage_url":"([^"]+)"/);
  const { headers, status } = await fetch(link);
  if (status !== 200 || headers.get('content-type') !== 'video/mp4') throw new Error(`${link} answered ${status}.`);
}

/** The command line's example on a file of one's own; FFmpeg makes it, which a newcomer does not have to do. */
async function pasteCommandLine(screen: string, folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  const exports = read(screen, /\n( {2}export RENDERIO_URL=.*)\n/);
  const run = read(screen, /\n( {2}npx renderio run .*)\n/);
  const name = read(run, /-i (\S+)/);
  const make = `curl -sf "$RENDERIO_URL/api/v1/run-ffmpeg-command?wait=30" -H "X-API-KEY: $RENDERIO_API_KEY" -H 'Content-Type: application/json' -d '{"input_files": {}, "output_files": {"out_a": "${name}"}, "ffmpeg_command": "-f lavfi -i testsrc2=size=1280x720:duration=2 {{out_a}}"}' | grep -o 'http[^"]*${name}' | xargs curl -sfo ${name}`;
  await execute('bash', ['-ec', `${exports}\n${make}`], { cwd: folder, env });
  await time('`npx renderio run` as printed, on a 2 s clip', async () => {
    await execute('bash', ['-ec', `${exports}\n${run}`], { cwd: folder, env });
  });
  const result = read(run, /(\S+)'$/);
  if (!existsSync(join(folder, result))) throw new Error(`${result} is not there.`);
}

async function picture(page: Page, name: string): Promise<void> {
  if (values.pictures === undefined) return;
  await mkdir(values.pictures, { recursive: true });
  await page.screenshot({ path: join(values.pictures, `${name}.png`) });
}

/** What of a video element is used: this file is checked without the types of browsers. */
interface Video {
  readonly currentTime: number;
}

/** Clicks only what stands on the page, by the words that stand on it. */
async function followTheScreen(screen: string): Promise<void> {
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
    page.setDefaultTimeout(30_000);
    await time('the printed URL opens in the browser', async () => {
      await page.goto(read(screen, /URL {2,}(\S+)/));
      await page.getByLabel('API key').waitFor();
    });
    await picture(page, '1-sign-in');
    await time('signing in with the printed key', async () => {
      await page.getByLabel('API key').fill(read(screen, /API key {2,}(\S+)/));
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('link', { name: 'Compose a command' }).waitFor();
    });
    await picture(page, '2-overview');
    await time('the composer opens with an example that is ready', async () => {
      await page.getByRole('link', { name: 'Compose a command' }).click();
      await page.getByText('Ready to run').waitFor();
    });
    await picture(page, '3-compose');
    const video = page.getByRole('article').locator('video');
    await time('Run, until the result is there', async () => {
      await page.getByRole('button', { name: 'Run', exact: true }).click();
      await video.waitFor();
    });
    await time('it plays', async () => {
      // By keyboard: where the button is within a player is the browser's own affair.
      await video.focus();
      await page.keyboard.press('Space');
      await video.evaluate(untilPlaying);
    });
    await picture(page, '4-result');
  } finally {
    await browser.close();
  }
}

/** Runs in the page. */
async function untilPlaying(video: Video): Promise<void> {
  while (video.currentTime === 0) {
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  }
}

const workplace = await mkdtemp(join(tmpdir(), 'renderio-newcomer-'));
const folder = join(workplace, 'renderio');
const env = environment(await freePort());
try {
  await time('git clone', async () => {
    await execute('git', ['clone', '--quiet', `file://${repository}`, folder]);
  });
  const start = startProduct(folder, env);
  try {
    const screen = await time('first `npm start`, until it says that it is up', () => untilReady(start));
    if (existsSync(executablePath)) await followTheScreen(screen);
    else process.stdout.write(`There is no ${executablePath}: only the way through the terminal was gone.\n`);
    await time('the printed example, pasted, until its link answers', () => pasteExample(screen, folder, env));
    await pasteCommandLine(screen, folder, env);
  } finally {
    await stopProduct(start);
  }
} finally {
  await rm(workplace, { recursive: true, force: true });
}
const rows = legs.map(({ name, seconds }) => `| ${name} | ${seconds.toFixed(1)} |`);
process.stdout.write(`\n| Leg | s |\n|---|---|\n${rows.join('\n')}\n`);
