// A whole server under attack: an attacker, a victim and a neighbour with accounts of their own, and the canaries around it.
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Command, File } from '@renderio/contract';
import { makeKey } from '../../test/support/accounts.ts';
import { type Answer, startTestServer, type TestServer, until } from '../../test/support/server.ts';
import { type Canaries, makeSecret, plantCanaries } from './canaries.ts';

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

export async function openBattlefield(): Promise<Battlefield> {
  await using stack = new AsyncDisposableStack();
  const adminToken = makeSecret('admin-token');
  const server = await startTestServer({ ...settings, RENDERIO_ADMIN_TOKEN: adminToken });
  stack.defer(() => server.stop());
  const origin = await startOrigin();
  stack.defer(() => origin.stop());
  const canaries = await plantCanaries(server.dataFolder, { ORIGIN: origin.url });
  stack.use(canaries);

  const [attacker, victim, neighbour] = await Promise.all([
    openAccount(server),
    openAccount(server),
    openAccount(server),
  ]);
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

/**
 * An origin of the attacker's: `/redirect/<status>?<URL>` sends the client elsewhere, `/bytes` gives some bytes. Its
 * handlers know no state, so that vectors need none.
 */
async function startOrigin(): Promise<{ url: string; stop(): Promise<void> }> {
  const server = http.createServer((request, response) => {
    response.on('error', () => undefined);
    const [path = '', query = ''] = (request.url ?? '').split(/\?(.*)/s);
    const redirect = /^\/redirect\/(\d{3})$/.exec(path);
    if (redirect !== null) response.writeHead(Number(redirect[1]), { location: query }).end();
    else if (path === '/loop') response.writeHead(302, { location: '/loop' }).end();
    else response.end(path);
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
