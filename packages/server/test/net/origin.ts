// Loopback origins that lie, each on a port of its own, and a download that may reach them with small limits.
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';
import type { DownloadRequest, DownloadResult } from '../../src/net/download.ts';
import { createOutgoing, type OutgoingOptions } from '../../src/net/outgoing.ts';

export interface Origin {
  /** Such as `http://127.0.0.1:45678`. */
  readonly url: string;
  readonly port: number;
  readonly requests: http.IncomingMessage[];
}

export async function startOrigin(t: TestContext, answer: http.RequestListener): Promise<Origin> {
  const requests: http.IncomingMessage[] = [];
  const server = http.createServer((request, response) => {
    requests.push(request);
    response.on('error', () => undefined);
    answer(request, response);
  });
  const port = await listen(server);
  t.after(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return { url: `http://127.0.0.1:${port}`, port, requests };
}

/** For answers that Node's own server would not send. */
export async function startRawOrigin(
  t: TestContext,
  answer: (socket: net.Socket, connection: number) => void,
): Promise<string> {
  const sockets: net.Socket[] = [];
  const server = net.createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => {
      answer(socket, sockets.length);
    });
  });
  const port = await listen(server);
  t.after(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  return `http://127.0.0.1:${port}`;
}

async function listen(server: net.Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

type Try = Partial<DownloadRequest> & { readonly url: string; readonly options?: Partial<OutgoingOptions> };

export interface Tried {
  readonly result: DownloadResult;
  /** What the folder holds afterwards: the file's bytes, or null when nothing was left. */
  readonly file: Buffer | null;
}

export async function tryDownload(t: TestContext, { options, ...request }: Try): Promise<Tried> {
  const folder = await mkdtemp(path.join(tmpdir(), 'download-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const outgoing = createOutgoing({ allowCidrs: ['127.0.0.0/8'], backOffMs: 5, connectTimeoutMs: 2000, ...options });
  try {
    const result = await outgoing.download({
      destination: path.join(folder, 'input'),
      maxBytes: 50_000_000,
      totalTimeoutMs: 10_000,
      minBytesPerSecond: 1000,
      stallWindowMs: 2000,
      ...request,
    });
    const [name] = await readdir(folder);
    return { result, file: name === undefined ? null : await readFile(path.join(folder, name)) };
  } finally {
    await outgoing.close();
  }
}

/** Asserting on this shows the message when the code is not the expected one. */
export function failureOf({ result, file }: Tried): { code: string; message: string; isFileGone: boolean } {
  if (result.ok) return { code: 'OK', message: `${result.sizeBytes} bytes`, isFileGone: file === null };
  return { ...result.failure, isFileGone: file === null };
}
