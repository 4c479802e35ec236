// A whole server under attack: an attacker, a victim and a neighbour with accounts of their own, and the canaries around it.
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { Command, File } from '@renderio/contract';
import { makeKey } from '../../test/support/accounts.ts';
import { type Answer, startTestServer, type TestServer, until } from '../../test/support/server.ts';
import { type Canaries, makeSecret, plantCanaries } from './canaries.ts';
import { resolveAttackersNames } from './resolve-names.ts';

/** Which of the two walls of a command stand. */
export interface Walls {
  readonly policy: boolean;
  readonly box: boolean;
}

/** One account, by its key. */
export interface Client {
  readonly key: string;
  readonly accountId: string;
  call<T = unknown>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer<T>>;
  /** The text behind a path under `/api/v1`, whatever its type. */
  text(path: string): Promise<string>;
  upload(filename: string, bytes: Uint8Array): Promise<string>;
  finished(commandId: string, limitMs?: number): Promise<Command>;
  stored(fileId: string): Promise<File>;
}

export interface Battlefield extends AsyncDisposable {
  readonly url: string;
  readonly server: TestServer;
  readonly adminToken: string;
  readonly attacker: Client;
  readonly victim: Client;
  readonly neighbour: Client;
  readonly canaries: Canaries;
  /** One more. */
  openAccount(): Promise<Client>;
}

/** Where the attackers' origins and receivers listen, the one range that the server may reach; the canaries are at 127.0.0.1. */
const originAddress = '127.0.0.2';

/** Small enough that what exhausts them takes seconds. */
const settings = {
  RENDERIO_ALLOW_CIDRS: `${originAddress}/32`,
  RENDERIO_CONCURRENCY: '4',
  RENDERIO_COMMAND_MEMORY_MB: '400',
  RENDERIO_MAX_OUTPUT_BYTES: '30000000',
  RENDERIO_MAX_RUN_SECONDS: '20',
};

/** A wall that does not stand is left out for what it keeps off to be seen by the other: without the box nothing is run at all. */
export async function openBattlefield(
  { policy, box }: Walls,
  moreSettings: Readonly<Record<string, string>> = {},
): Promise<Battlefield> {
  await using stack = new AsyncDisposableStack();
  const adminToken = makeSecret('admin-token');
  const server = await startTestServer(
    { ...settings, RENDERIO_ADMIN_TOKEN: adminToken, RENDERIO_ROLE: box ? 'all' : 'api', ...moreSettings },
    policy ? 'on' : 'off',
  );
  stack.defer(() => server.stop());
  const origin = await startOrigin();
  stack.defer(() => origin.stop());
  stack.use(resolveAttackersNames(originAddress));
  const originPort = new URL(origin.url).port;
  const canaries = await plantCanaries(server.dataFolder, { ORIGIN: origin.url, ORIGIN_PORT: originPort });
  stack.use(canaries);

  const [attacker, victim, neighbour] = await Promise.all([
    openAccount(server),
    openAccount(server),
    openAccount(server),
  ]);
  canaries.name('ADMIN', adminToken);
  canaries.name('ATTACKER_KEY', attacker.key);
  canaries.keepSecret('the admin token', adminToken);
  canaries.keepSecret("the victim's key", victim.key);
  const owned = stack.move();
  return {
    url: server.url,
    server,
    adminToken,
    attacker,
    victim,
    neighbour,
    canaries,
    openAccount: () => openAccount(server),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function openAccount(server: TestServer): Promise<Client> {
  const { key, accountId } = await makeKey(server.database);
  const client: Client = {
    key,
    accountId,
    call: (method, path, body, headers = {}) => server.call(method, path, body, { 'x-api-key': key, ...headers }),
    async text(path) {
      const response = await fetch(`${server.url}/api/v1${path}`, { headers: { 'x-api-key': key } });
      return await response.text();
    },
    async upload(filename, bytes) {
      const form = new FormData();
      form.set('file', new Blob([Buffer.from(bytes)]), filename);
      const { status, body } = await client.call<{ file_id: string }>('POST', '/files/upload', form);
      if (status !== 200) throw new Error(`The upload was refused: ${JSON.stringify(body)}`);
      return body.file_id;
    },
    async finished(commandId, limitMs = 90_000) {
      return await until(limitMs, `command ${commandId} is done`, async () => {
        const { body } = await client.call<Command>('GET', `/commands/${commandId}?wait=5`);
        return body.status === 'SUCCESS' || body.status === 'FAILED' ? body : null;
      });
    },
    async stored(fileId) {
      return await until(60_000, `file ${fileId} is stored`, async () => {
        const { body } = await client.call<File>('GET', `/files/${fileId}`);
        return body.status === 'PROCESSING' ? null : body;
      });
    },
  };
  return client;
}

const megabyte = Buffer.alloc(1_000_000, 'x');

/** How the attacker's host answers, by path. */
const behaviours: Readonly<Record<string, (response: http.ServerResponse) => void>> = {
  '/loop': (response) => {
    response.writeHead(302, { location: '/loop' }).end();
  },
  '/endless': (response) => {
    const more = (): void => {
      while (!response.destroyed && response.write(megabyte));
    };
    response.on('drain', more);
    more();
  },
  '/drip': (response) => {
    const timer = setInterval(() => response.write('x'), 500);
    response.on('close', () => {
      clearInterval(timer);
    });
  },
  '/hang': () => undefined,
  '/break': (response) => {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('x', () => response.destroy());
  },
  '/headers': (response) => {
    for (let n = 0; n < 500; n += 1) response.setHeader(`x-${n}`, 'x'.repeat(1000));
    response.end();
  },
  '/compressed': (response) => {
    response.setHeader('content-encoding', 'gzip');
    response.end(gzipSync(Buffer.alloc(100_000_000)));
  },
  '/controls': (response) => {
    response.end('\u0000\u001b[2J\u0007\ud800');
  },
  '/later': (response) => {
    response.writeHead(503, { 'retry-after': '99999999999' }).end();
  },
};

function answerPath(response: http.ServerResponse, path: string): void {
  response.end(path);
}

/**
 * An origin of the attacker's: `/redirect/<status>?<URL>` sends the client elsewhere, others misbehave as they are named.
 */
async function startOrigin(): Promise<{ url: string; stop(): Promise<void> }> {
  const server = http.createServer((request, response) => {
    response.on('error', () => undefined);
    const [path = '', query = ''] = (request.url ?? '').split(/\?(.*)/s);
    const redirect = /^\/redirect\/(\d{3})$/.exec(path);
    if (redirect !== null) response.writeHead(Number(redirect[1]), { location: query, connection: 'close' }).end();
    else (behaviours[path] ?? answerPath)(response, path);
  });
  server.listen(0, originAddress);
  await once(server, 'listening');
  return {
    url: `http://${originAddress}:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
