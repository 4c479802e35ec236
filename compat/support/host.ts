// A loopback host: serves files to fetch, and takes what is posted to it.
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
  readonly atMs: number;
}

export interface Host {
  readonly url: string;
  /** Serves bytes under this path from now on, and returns the URL. */
  serve(path: string, bytes: Uint8Array | string, type?: string): string;
  /** Posts to this path are answered with these statuses, one after the other, then 200. */
  answerPosts(path: string, ...statuses: number[]): string;
  /** The posts to a path, once there are so many. Throws after `limitMs`. */
  received(path: string, count: number, limitMs?: number): Promise<Received[]>;
  stop(): Promise<void>;
}

export async function startHost(): Promise<Host> {
  const files = new Map<string, { bytes: Uint8Array | string; type: string }>();
  const statuses = new Map<string, number[]>();
  const posts = new Map<string, Received[]>();
  let wake: () => void = () => undefined;
  const server = http.createServer((request, response) => {
    const path = decodeURIComponent((request.url ?? '').replace(/\?.*$/, ''));
    if (request.method !== 'POST') {
      const file = files.get(path);
      if (file === undefined) response.writeHead(404).end();
      else
        response
          .writeHead(200, { 'content-type': file.type, 'content-length': Buffer.byteLength(file.bytes) })
          .end(file.bytes);
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const list = posts.get(path) ?? [];
      list.push({ headers: request.headers, body: Buffer.concat(chunks), atMs: Date.now() });
      posts.set(path, list);
      response.writeHead(statuses.get(path)?.shift() ?? 200).end('ok');
      wake();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    serve(path, bytes, type = 'application/octet-stream') {
      files.set(path, { bytes, type });
      return url + encodeURI(path);
    },
    answerPosts(path, ...answers) {
      statuses.set(path, answers);
      return url + path;
    },
    async received(path, count, limitMs = 30_000) {
      const deadline = AbortSignal.timeout(limitMs);
      for (;;) {
        const list = posts.get(path) ?? [];
        if (list.length >= count) return list;
        await new Promise<void>((resolve, reject) => {
          wake = resolve;
          deadline.addEventListener('abort', () => {
            reject(new Error(`${list.length} of ${count} posts to ${path} after ${limitMs / 1000} s`));
          });
        });
      }
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
