// A loopback host that serves bytes by name, for inputs by URL; what lies about them is in the tests that need it.
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FileHost {
  /** Serves `bytes` under this name from now on, and returns the URL. */
  serve(name: string, bytes: Uint8Array, headers?: Record<string, string>): string;
  /** Answers requests for this name by hand, and returns the URL. */
  answer(name: string, listener: http.RequestListener): string;
  stop(): Promise<void>;
}

export async function startFileHost(): Promise<FileHost> {
  const listeners = new Map<string, http.RequestListener>();
  const server = http.createServer((request, response) => {
    response.on('error', () => undefined);
    const listener = listeners.get(decodeURIComponent((request.url ?? '').replace(/\?.*$/, '').slice(1)));
    if (listener === undefined) response.writeHead(404).end();
    else listener(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const answer = (name: string, listener: http.RequestListener): string => {
    listeners.set(name, listener);
    return `${base}/${encodeURIComponent(name)}`;
  };
  return {
    answer,
    serve: (name, bytes, headers = {}) =>
      answer(name, (_request, response) => {
        response.writeHead(200, { 'content-length': bytes.length, ...headers }).end(bytes);
      }),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
