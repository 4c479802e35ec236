// A loopback host that receives webhooks, keeps what came byte for byte, and answers as the test says.
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from '../support/server.ts';

export interface Received {
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
  readonly atMs: number;
}

/** Answers one request; the default is 200 with an empty body. */
type Answerer = (received: Received, response: http.ServerResponse) => void;

export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  answer: Answerer;
  /** The first `count` requests to a path, once they have come. */
  requests(path: string, count: number, limitMs?: number): Promise<Received[]>;
  stop(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const server = http.createServer((request, response) => {
    response.on('error', () => undefined);
    const chunks: Buffer[] = [];
    request.on('error', () => undefined);
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const one = { path: request.url ?? '', headers: request.headers, body, atMs: performance.now() };
      received.push(one);
      receiver.answer(one, response);
    });
  });
  // All of 127.0.0.0/8, for tests that need many hosts.
  server.listen(0, '0.0.0.0');
  await once(server, 'listening');
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answer: (_received, response) => response.end(),
    async requests(path, count, limitMs = 10_000) {
      return await until(limitMs, `${path} received ${count} requests`, () => {
        const found = received.filter((one) => one.path === path);
        return Promise.resolve(found.length >= count ? found.slice(0, count) : null);
      });
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return receiver;
}

/** Answers every request with this status. */
export const answerWith =
  (status: number, headers: http.OutgoingHttpHeaders = {}, body = ''): Answerer =>
  (_received, response) => {
    response.writeHead(status, headers).end(body);
  };
