// A load of equal requests over keep-alive connections, from a thread of its own so that it costs the server's thread nothing.
import { once } from 'node:events';
import { connect } from 'node:net';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

export interface Load {
  readonly url: string;
  readonly path: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  /** `@N@` in it becomes a number that no other request has. */
  readonly body: string;
  /** Whether each request has an `Idempotency-Key` of its own. */
  readonly hasKey: boolean;
  readonly connections: number;
  readonly seconds: number;
}

export interface LoadResult {
  /** Milliseconds of each request that was answered 200. */
  readonly latencies: Float64Array;
  readonly seconds: number;
  /** Status → answers other than 200. */
  readonly refused: Readonly<Record<string, number>>;
}

/** Requests as fast as they are answered, on so many connections, for so many seconds. */
export async function runLoad(load: Load): Promise<LoadResult> {
  const worker = new Worker(new URL(import.meta.url), { workerData: load });
  // Both from the start: they may come in one turn.
  const [[result]] = (await Promise.all([once(worker, 'message'), once(worker, 'exit')])) as [[LoadResult], unknown];
  return result;
}

/** One request after the other on one connection until the deadline. */
async function useConnection(
  load: Load,
  name: string,
  deadline: number,
  onAnswer: (status: string, ms: number) => void,
) {
  const { hostname, port } = new URL(load.url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  await once(socket, 'connect');
  const head = [
    `${load.method} ${load.path} HTTP/1.1`,
    `Host: ${hostname}`,
    ...Object.entries(load.headers).map(([header, value]) => `${header}: ${value}`),
  ].join('\r\n');
  const done = Promise.withResolvers<undefined>();
  let number = 0;
  let sentAt = 0;
  let received = '';
  const send = (): void => {
    number += 1;
    sentAt = performance.now();
    const key = load.hasKey ? `\r\nIdempotency-Key: ${name}-${number}` : '';
    const body = load.body.replace('@N@', `${name}-${number}`);
    const length = body === '' ? '' : `\r\nContent-Length: ${Buffer.byteLength(body)}`;
    socket.write(`${head}${length}${key}\r\n\r\n${body}`, 'latin1');
  };
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    received += chunk;
    const end = received.indexOf('\r\n\r\n');
    if (end === -1) return;
    const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? 0);
    if (received.length < end + 4 + length) return;
    onAnswer(received.slice(9, 12), performance.now() - sentAt);
    received = '';
    if (performance.now() < deadline) send();
    else done.resolve(undefined);
  });
  socket.on('error', done.reject);
  send();
  await done.promise;
  socket.destroy();
}

if (!isMainThread) {
  const load = workerData as Load;
  const startedAt = performance.now();
  const latencies: number[] = [];
  const refused: Record<string, number> = {};
  await Promise.all(
    Array.from({ length: load.connections }, (_, index) =>
      useConnection(load, `${process.hrtime.bigint()}-${index}`, startedAt + load.seconds * 1000, (status, ms) => {
        if (status === '200') latencies.push(ms);
        else refused[status] = (refused[status] ?? 0) + 1;
      }),
    ),
  );
  const result: LoadResult = {
    latencies: Float64Array.from(latencies),
    seconds: (performance.now() - startedAt) / 1000,
    refused,
  };
  parentPort?.postMessage(result);
}
