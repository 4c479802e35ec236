// A whole server for a test file: its own data folder and PostgreSQL, the real sandbox, and a key to call it with.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command, File } from '@renderio/contract';
import type { Policy } from '@renderio/ffmpeg-language';
import { pino } from 'pino';
import { type RunningServer, startServer } from '../../src/compose.ts';
import { type Config, readConfig } from '../../src/config.ts';
import { type OwnPool, openPool } from '../../src/store/database.ts';
import { programsFolder } from './programs.ts';

export interface Answer<T = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

export interface CommandRequest {
  input_files?: Record<string, string>;
  output_files?: Record<string, string>;
  ffmpeg_command?: string;
  metadata?: Record<string, unknown>;
  max_command_run_seconds?: number;
  webhook_url?: string;
}

export interface TestServer {
  readonly url: string;
  readonly key: string;
  readonly dataFolder: string;
  readonly server: RunningServer;
  /** The server's own database, for what cannot be brought about over the wire. */
  readonly database: OwnPool;
  /** One request under `/api/v1` with the key; a plain object is sent as JSON, anything else as it is. */
  call<T = unknown>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer<T>>;
  /** Uploads bytes and returns the file's id. */
  upload(filename: string, bytes: Uint8Array): Promise<string>;
  /** Submits a command that must be accepted, and returns its id. */
  submit(request: CommandRequest): Promise<string>;
  /** The command once it is done; throws after `limitMs` (60 s). */
  finished(commandId: string, limitMs?: number): Promise<Command>;
  /** Submits and waits. */
  run(request: CommandRequest): Promise<Command>;
  /** The file once its probe is done. */
  probed(fileId: string): Promise<File>;
  stop(): Promise<void>;
}

/**
 * `settings` are environment variables beside those a test needs.
 *
 * @param policy off to try the sandbox by itself
 * @param dashboardFolder none by default: what is built beside the sources is no part of a test
 */
export async function startTestServer(
  settings: Record<string, string> = {},
  policy: Policy = 'on',
  dashboardFolder = join(tmpdir(), 'no-dashboard'),
): Promise<TestServer> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'renderio-server-'));
  const config = readConfig({
    RENDERIO_DATA: dataFolder,
    RENDERIO_PROGRAMS_DIR: programsFolder,
    RENDERIO_PORT: '0',
    RENDERIO_ALLOW_CIDRS: '127.0.0.0/8',
    RENDERIO_LEASE_SECONDS: '3',
    RENDERIO_LOG_LEVEL: 'silent',
    // Set to gvisor by hand, to hold the other box by the same tests.
    RENDERIO_SANDBOX: process.env['RENDERIO_SANDBOX'] ?? 'bubblewrap',
    // Tests that look again and again are no clients to be slowed down.
    RENDERIO_SUBMITS_PER_MINUTE: '1000000',
    RENDERIO_REQUESTS_PER_MINUTE: '1000000',
    ...settings,
  });
  const log = pino({ level: config.logLevel });
  const server = await startServer(config, { log, onProgress: () => undefined, policy, dashboardFolder });
  return wrap(server, dataFolder, await openDatabase(config));
}

/** A second pool on the server's database; the embedded one listens on a Unix socket in its own folder. */
async function openDatabase({ databaseUrl, dataFolder }: Config): Promise<OwnPool> {
  if (databaseUrl !== null) return openPool({ connectionString: databaseUrl, max: 2 }, () => undefined);
  const host = join(dataFolder, 'postgres');
  const password = (await readFile(join(host, 'password'), 'utf8')).trim();
  return openPool({ host, user: 'renderio', database: 'renderio', password, max: 2 }, () => undefined);
}

function wrap(server: RunningServer, dataFolder: string, database: OwnPool): TestServer {
  const { url, firstKey: key } = server;
  if (url === null || key === null) throw new Error('The server has no address or made no key.');

  const test: TestServer = {
    url,
    key,
    dataFolder,
    server,
    database,
    async call<T>(
      method: string,
      path: string,
      body?: unknown,
      headers: Record<string, string> = {},
    ): Promise<Answer<T>> {
      const isJson = body !== undefined && (Array.isArray(body) || Object.getPrototypeOf(body) === Object.prototype);
      const response = await fetch(`${url}/api/v1${path}`, {
        method,
        headers: { 'x-api-key': key, ...(isJson ? { 'content-type': 'application/json' } : {}), ...headers },
        ...(body === undefined
          ? {}
          : { body: isJson ? JSON.stringify(body) : (body as NonNullable<RequestInit['body']>) }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, body: (text === '' ? null : JSON.parse(text)) as T };
    },
    async upload(filename, bytes) {
      const form = new FormData();
      form.set('file', new Blob([Buffer.from(bytes)]), filename);
      const { status, body } = await test.call<{ file_id: string }>('POST', '/files/upload', form);
      if (status !== 200) throw new Error(`The upload was refused: ${JSON.stringify(body)}`);
      return body.file_id;
    },
    async submit(request) {
      const { status, body } = await test.call<{ command_id: string }>('POST', '/run-ffmpeg-command', request);
      if (status !== 200) throw new Error(`The command was refused: ${JSON.stringify(body)}`);
      return body.command_id;
    },
    async finished(commandId, limitMs = 60_000) {
      return await until(limitMs, `command ${commandId} is done`, async () => {
        const { body } = await test.call<Command>('GET', `/commands/${commandId}`);
        return body.status === 'SUCCESS' || body.status === 'FAILED' ? body : null;
      });
    },
    async run(request) {
      return await test.finished(await test.submit(request));
    },
    async probed(fileId) {
      return await until(30_000, `file ${fileId} is probed`, async () => {
        const { body } = await test.call<File>('GET', `/files/${fileId}`);
        return body.status === 'PROCESSING' ? null : body;
      });
    },
    async stop() {
      await database.end();
      await server.stop();
      await rm(dataFolder, { recursive: true });
    },
  };
  return test;
}

const lookMs = 25;

/** Looks again and again until `look` gives something; throws after `limitMs`, naming what was waited for. */
export async function until<T>(limitMs: number, what: string, look: () => Promise<T | null>): Promise<T> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (performance.now() > deadline) throw new Error(`It took more than ${limitMs / 1000} s until ${what}.`);
    await new Promise((resolve) => {
      setTimeout(resolve, lookMs);
    });
  }
}
