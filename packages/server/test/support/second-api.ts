// A second API process's worth of server on the database of a test server: what holds must hold over both.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { startServer } from '../../src/compose.ts';
import { readConfig } from '../../src/config.ts';
import type { TestServer } from './server.ts';

/** Shares nothing with the first but the database. */
export async function startSecondApi(
  first: TestServer,
  settings: Record<string, string> = {},
): Promise<{ url: string; stop(): Promise<void> }> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'renderio-second-'));
  const host = join(first.dataFolder, 'postgres');
  const password = (await readFile(join(host, 'password'), 'utf8')).trim();
  const config = readConfig({
    RENDERIO_DATA: dataFolder,
    RENDERIO_ROLE: 'api',
    RENDERIO_PORT: '0',
    RENDERIO_LOG_LEVEL: 'silent',
    RENDERIO_SUBMITS_PER_MINUTE: '1000000',
    RENDERIO_REQUESTS_PER_MINUTE: '1000000',
    DATABASE_URL: `postgres://renderio:${encodeURIComponent(password)}@localhost/renderio?host=${encodeURIComponent(host)}`,
    ...settings,
  });
  const server = await startServer(config, { log: pino({ level: 'silent' }), onProgress: () => undefined });
  if (server.url === null) throw new Error('The second server has no address.');
  return {
    url: server.url,
    async stop() {
      await server.stop();
      await rm(dataFolder, { recursive: true });
    },
  };
}
