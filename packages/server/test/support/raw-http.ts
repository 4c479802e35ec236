// HTTP as bytes on a socket, for requests that no client library would send.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Answer } from './server.ts';

/** Sends bytes on a connection of its own and reads one answer; null when the server closed without one. */
export async function exchange(url: string, bytes: string | Buffer): Promise<Answer | null> {
  const connection = await openConnection(url);
  try {
    return await connection.exchange(bytes);
  } finally {
    connection.close();
  }
}

export interface Connection {
  /** Sends bytes and reads the next answer; null when the server closes without one. */
  exchange(bytes: string | Buffer): Promise<Answer | null>;
  /** The socket itself, for what is sent in pieces. */
  readonly socket: Socket;
  close(): void;
}

export async function openConnection(url: string): Promise<Connection> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  await once(socket, 'connect');
  // A server that refuses early may reset the connection while we still send.
  socket.on('error', () => undefined);
  const reader = readAnswers(socket);
  return {
    socket,
    async exchange(bytes) {
      socket.write(bytes);
      const { value } = await reader.next();
      return value ?? null;
    },
    close() {
      socket.destroy();
    },
  };
}

/** One answer after the other. Reads bodies by `Content-Length` or to the end, which is all that the server sends here. */
async function* readAnswers(socket: Socket): AsyncGenerator<Answer, null> {
  let received = Buffer.alloc(0);
  const more = async (): Promise<boolean> => {
    const chunk = await nextChunk(socket);
    if (chunk === null) return false;
    received = Buffer.concat([received, chunk]);
    return true;
  };
  for (;;) {
    let headEnd: number;
    while ((headEnd = received.indexOf('\r\n\r\n')) === -1) if (!(await more())) return null;
    const [statusLine = '', ...lines] = received.toString('latin1', 0, headEnd).split('\r\n');
    received = received.subarray(headEnd + 4);
    const status = Number(statusLine.split(' ')[1]);
    if (status === 100) continue;
    const headers = new Headers(
      lines.map((line): [string, string] => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon), line.slice(colon + 1).trim()];
      }),
    );
    const length = Number(headers.get('content-length') ?? 0);
    while (received.length < length) if (!(await more())) return null;
    const text = received.toString('utf8', 0, length);
    received = received.subarray(length);
    yield { status, headers, body: text === '' ? null : (JSON.parse(text) as unknown) };
  }
}

async function nextChunk(socket: Socket): Promise<Buffer | null> {
  for (;;) {
    const chunk = socket.read() as Buffer | null;
    if (chunk !== null) return chunk;
    if (socket.readableEnded || socket.destroyed) return null;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const wake = (): void => {
      resolve(undefined);
    };
    for (const event of wakingEvents) socket.once(event, wake);
    await promise;
    for (const event of wakingEvents) socket.off(event, wake);
  }
}

const wakingEvents = ['readable', 'end', 'close', 'error'] as const;
