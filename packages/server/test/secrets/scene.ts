// A server at its most talkative, hosts for it to call, and everything that any of them was told, piece by piece.

import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AdminEndpointName,
  adminEndpoints,
  adminPrefix,
  apiPrefix,
  type Endpoint,
  type EndpointName,
  endpoints,
  type SessionEndpointName,
  sessionEndpoints,
  sessionPrefix,
} from '@renderio/contract';
import { makeVideo } from '../support/media.ts';
import { until } from '../support/server.ts';
import { connectTo, type ServerProcess, startServerProcess } from '../support/server-process.ts';
import { createSecretBook, type SecretBook } from './secret-book.ts';

export type AnyEndpointName = EndpointName | AdminEndpointName | SessionEndpointName;

/** Every row of the contract, with its path from the root. */
export const rows: ReadonlyMap<AnyEndpointName, Endpoint & { readonly from: string }> = new Map(
  (
    [
      [apiPrefix, endpoints],
      [adminPrefix, adminEndpoints],
      [sessionPrefix, sessionEndpoints],
    ] as const
  ).flatMap(([from, table]) =>
    Object.entries(table as Readonly<Record<string, Endpoint>>).map(
      ([name, row]) => [name as AnyEndpointName, { ...row, from }] as const,
    ),
  ),
);

/** A piece of what the server has written, and where: a path such as `answer getFile storage_url`. */
export interface Written {
  readonly where: string;
  readonly text: string;
}

export interface Asked {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as JSON; a string as it stands, a form as what it is. */
  readonly body?: object | string;
  /** Take the place of the good credential that goes with the endpoint. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  // What a step needs of an answer it picks by name, in a test whose interest is in the text.
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Scene extends AsyncDisposable {
  readonly book: SecretBook;
  readonly server: ServerProcess;
  readonly url: string;
  readonly dataFolder: string;
  readonly adminToken: string;
  readonly key: string;
  /** An origin of media and a receiver of webhooks; `video.mp4` is one, `page` a web page, `refuse` answers 500. */
  readonly host: string;
  /** What answers, webhooks and their receivers have been given so far. */
  readonly written: Written[];
  /** Commands whose end nobody has waited for. */
  readonly submitted: string[];
  /** Names of the endpoints → kinds of secrets that have been sent to them beside the credential itself. */
  readonly sent: Map<AnyEndpointName, Set<string>>;
  /** One request; its answer is noted leaf by leaf. */
  ask(name: AnyEndpointName, asked?: Asked): Promise<Reply>;
  /** Any other request. */
  fetch(where: string, path: string, init?: RequestInit): Promise<Reply>;
  /** The value at this name in an answer, which must be a text. */
  textOf(reply: Reply, name: string): string;
  /** The command once it is done. */
  finished(commandId: string): Promise<Readonly<Record<string, unknown>>>;
}

export async function openScene(): Promise<Scene> {
  await using stack = new AsyncDisposableStack();
  const book = createSecretBook();
  const written: Written[] = [];
  const sent = new Map<AnyEndpointName, Set<string>>();
  const dataFolder = await mkdtemp(join(tmpdir(), 'renderio-secrets-'));
  stack.defer(() => rm(dataFolder, { recursive: true, force: true }));
  const host = await startHost(await makeVideo({ seconds: 1 }), written);
  stack.defer(() => host.stop());

  const adminToken = book.make('admin token');
  const key = makeApiKey(book, 'API key');
  const server = await startServerProcess({
    RENDERIO_DATA: dataFolder,
    RENDERIO_LOG_LEVEL: 'trace',
    RENDERIO_API_KEY: key,
    RENDERIO_ADMIN_TOKEN: adminToken,
    RENDERIO_ALLOW_CIDRS: '127.0.0.0/8',
    RENDERIO_SUBMITS_PER_MINUTE: '1000000',
    RENDERIO_REQUESTS_PER_MINUTE: '1000000',
  });
  stack.use(server);
  // In good order: a database that is still ending would write into the folder while it is removed.
  stack.defer(async () => {
    server.kill('SIGTERM');
    await server.ended;
  });
  const { url } = await connectTo(server);

  const note = async (where: string, response: Response): Promise<Reply> => {
    const text = await response.text();
    for (const [name, value] of response.headers) written.push({ where: `${where} header ${name}`, text: value });
    const body = parseJson(text);
    if (body !== undefined) written.push(...leavesOf(where, body));
    else {
      const events = [...text.matchAll(/^data: ?(.*)$/gm)].map(([, data = '']) => parseJson(data));
      if (events.length === 0) written.push({ where, text });
      for (const event of events) written.push(...leavesOf(where, event));
    }
    const isObject = typeof body === 'object' && body !== null;
    return { status: response.status, headers: response.headers, body: isObject ? (body as Reply['body']) : {} };
  };

  const scene: Omit<Scene, keyof AsyncDisposable> = {
    book,
    server,
    url,
    dataFolder,
    adminToken,
    key,
    host: host.url,
    written,
    submitted: [],
    sent,
    async ask(name, { params = {}, query = {}, body, headers } = {}) {
      const row = rows.get(name);
      if (row === undefined) throw new Error(`There is no endpoint ${name}.`);
      const path = row.path.replaceAll(/:([A-Za-z]+)/g, (_all, param: string) =>
        encodeURIComponent(params[param] ?? 'none'),
      );
      const search = new URLSearchParams(query).toString();
      const isForm = body instanceof FormData;
      const bytes = body === undefined || isForm || typeof body === 'string' ? body : JSON.stringify(body);
      const credential =
        row.from === adminPrefix
          ? { authorization: `Bearer ${adminToken}` }
          : row.from === apiPrefix
            ? { 'x-api-key': key }
            : {};
      const all = {
        ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
        ...(headers ?? credential),
      };
      const told = [path, search, typeof bytes === 'string' ? bytes : '', ...Object.values(headers ?? {})].join('\n');
      const kinds = sent.get(name) ?? new Set();
      for (const kind of book.findIn(told)) kinds.add(kind);
      sent.set(name, kinds);
      const init = { method: row.method, headers: all, ...(bytes === undefined ? {} : { body: bytes }) };
      return await note(
        `answer ${name}`,
        await fetch(`${url}${row.from}${path}${search === '' ? '' : `?${search}`}`, init),
      );
    },
    async fetch(where, path, init) {
      return await note(where, await fetch(url + path, init));
    },
    textOf({ status, body }, name) {
      const value = body[name];
      if (typeof value !== 'string') throw new Error(`${status}: no ${name} in ${JSON.stringify(body)}`);
      return value;
    },
    async finished(commandId) {
      return await until(60_000, `command ${commandId} is done`, async () => {
        const { body } = await scene.ask('getCommand', { params: { commandId }, query: { wait: '5' } });
        return body['status'] === 'SUCCESS' || body['status'] === 'FAILED' ? body : null;
      });
    },
  };
  const owned = stack.move();
  return { ...scene, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** In the form of a key, so that it is looked up. */
export function makeApiKey(book: SecretBook, kind: 'API key' | 'wrong API key'): string {
  return `ffsk_${book.make(kind)}${'0'.repeat(16)}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Every text and number of a JSON value with its path; `[]` stands for all places of a list. */
export function leavesOf(where: string, value: unknown): Written[] {
  if (typeof value !== 'object' || value === null) return [{ where, text: String(value) }];
  if (Array.isArray(value)) return value.flatMap((entry) => leavesOf(`${where}[]`, entry));
  return Object.entries(value).flatMap(([name, entry]) => [
    { where: `${where} name`, text: name },
    ...leavesOf(`${where} ${name}`, entry),
  ]);
}

async function startHost(video: Buffer, written: Written[]): Promise<{ url: string; stop(): Promise<void> }> {
  const server = http.createServer((request, response) => {
    const path = (request.url ?? '').replace(/\?.*$/, '');
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('error', () => undefined);
    request.on('end', () => {
      if (request.method === 'POST') {
        written.push(...leavesOf('webhook body', parseJson(Buffer.concat(chunks).toString())));
        for (const [name, value] of Object.entries(request.headers)) {
          written.push({ where: `webhook header ${name}`, text: String(value) });
        }
      }
      if (path === '/video.mp4') response.writeHead(200, { 'content-length': video.length }).end(video);
      else if (path === '/page') response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><p>no');
      else if (path === '/list.m3u8') response.writeHead(200).end('#EXTM3U\n#EXTINF:1,\na.ts\n');
      else if (path === '/cut.mp4') {
        response.writeHead(200, { 'content-length': video.length });
        response.write(video.subarray(0, 1000), () => response.destroy());
      } else if (path === '/inside') {
        // Somebody's signed address, of a host that may not be reached.
        const to = (request.url ?? '').replace(/^[^?]*/, 'http://10.1.2.3/secret');
        response.writeHead(302, { location: to }).end();
      } else if (path === '/take') response.writeHead(204).end();
      else response.writeHead(path === '/refuse' ? 500 : 404).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
