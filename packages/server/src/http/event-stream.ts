// Server-sent events (WHATWG HTML, "Server-sent events"): how changes are written, and kept alive while nothing happens.
import { Readable } from 'node:stream';

export interface ServerEvent {
  readonly event: string;
  readonly id?: string;
  readonly data: unknown;
}

/** Proxies close what is silent for 30 to 60 seconds. */
const keepAliveMs = 15_000;

export function eventStream(events: AsyncIterable<ServerEvent>): Readable {
  const stream = new Readable({ read: () => undefined });
  const keepAlive = setInterval(() => stream.push(': still here\n\n'), keepAliveMs);
  const write = async (): Promise<void> => {
    for await (const { event, id, data } of events) {
      if (stream.destroyed) return;
      stream.push(`event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`);
    }
    stream.push(null);
  };
  stream.once('close', () => {
    clearInterval(keepAlive);
  });
  write().catch((error: unknown) => stream.destroy(error instanceof Error ? error : new Error(String(error))));
  return stream;
}
