// The built dashboard on a real server, and a browser that keeps count of everything its pages complain of.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type APIRequestContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { buildDashboard } from '../../../../bootstrap/build-dashboard.js';
import { startTestServer, type TestServer } from '../../../server/test/support/server.ts';
import { type Receiver, startReceiver } from '../../../server/test/webhooks/receiver.ts';
import { makeClip } from './make-clip.ts';

const executablePath = '/usr/bin/chromium';
/** Why tests that need a browser are left out; false where there is one. */
export const skip = existsSync(executablePath)
  ? false
  : 'There is no Chromium: sudo apt-get install --no-install-recommends chromium';

const packageFolder = join(import.meta.dirname, '../..');

export interface Dashboard {
  readonly server: TestServer;
  /** What pages wrote to the console as errors, what they threw, and what their policy refused. */
  readonly complaints: readonly string[];
  /** A page of a person of its own. */
  open(options?: BrowserContextOptions): Promise<Page>;
  /** One who has signed in already, with the account's key. */
  openSignedIn(path: string, options?: BrowserContextOptions): Promise<Page>;
  /** One who has signed in with the admin token too. */
  openAsOperator(path: string, options?: BrowserContextOptions): Promise<Page>;
}

/** Built as for users, by the first test that needs it: the others find it as it is. */
export async function buildOnce(): Promise<string> {
  const fault = await buildDashboard(process.execPath);
  if (fault !== null) throw new Error(fault);
  return join(packageFolder, 'dist');
}

export async function openDashboard(t: TestContext, settings: Record<string, string> = {}): Promise<Dashboard> {
  const folder = await buildOnce();
  const server = await startTestServer(settings, 'on', folder);
  t.after(() => server.stop());
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  t.after(() => browser.close());
  const complaints: string[] = [];

  async function open(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      // What the server refuses is shown on the page, and asserted there.
      const isAnswer = message.text().startsWith('Failed to load resource');
      if (message.type() === 'error' && !isAnswer) complaints.push(message.text());
    });
    return page;
  }
  async function openWith(keys: readonly string[], path: string, options?: BrowserContextOptions): Promise<Page> {
    const page = await open(options);
    for (const key of keys) await signIn(page.request, server.url, key);
    await page.goto(server.url + path);
    return page;
  }

  return {
    server,
    complaints,
    open,
    openSignedIn: (path, options) => openWith([server.key], path, options),
    openAsOperator: async (path, options) => openWith([server.key, await readAdminToken(server)], path, options),
  };
}

/** With a clip to upload, and a receiver that the account's webhook goes to. */
export async function openForWalk(
  t: TestContext,
): Promise<{ readonly dashboard: Dashboard; readonly clip: Buffer; readonly receiver: Receiver }> {
  const dashboard = await openDashboard(t);
  const clip = await makeClip(dashboard.server);
  const receiver = await startReceiver();
  t.after(() => receiver.stop());
  await dashboard.server.call('PUT', '/webhook-config', { url: `${receiver.url}/hook` });
  return { dashboard, clip, receiver };
}

export async function readAdminToken({ dataFolder }: Pick<TestServer, 'dataFolder'>): Promise<string> {
  return (await readFile(join(dataFolder, 'admin-token'), 'utf8')).trim();
}

/** Both an account's key and the admin token may be held at once. */
export async function signIn(request: APIRequestContext, url: string, key: string): Promise<void> {
  const answer = await request.post(`${url}/api/session`, { data: { key } });
  if (!answer.ok()) throw new Error(`Signing in answered ${answer.status()}.`);
}

/** What a screen has asked for is there. The network is never idle: a stream of events stays open. */
export async function untilLoaded(page: Page): Promise<void> {
  await page.getByText('Loading', { exact: true }).first().waitFor({ state: 'detached' });
}
