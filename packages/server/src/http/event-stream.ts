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
  // A reader that is slower than what happens holds the source back, and not the memory.
  let room = Promise.withResolvers<undefined>();
  const makeRoom = (): void => {
    room.resolve(undefined);
  };
  const stream = new Readable({ read: makeRoom });
  // Something at once, or the head of the answer waits for the first event; and how soon browsers come back.
  stream.push('retry: 1000\n\n');
  const keepAlive = setInterval(() => stream.push(': still here\n\n'), keepAliveMs);
  const write = async (): Promise<void> => {
    for await (const { event, id, data } of events) {
      if (stream.destroyed) return;
      room = Promise.withResolvers();
      const hasRoom = stream.push(
        `event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`,
      );
      if (!hasRoom) await room.promise;
    }
    stream.push(null);
  };
  stream.once('close', () => {
    clearInterval(keepAlive);
    makeRoom();
  });
  write().catch((error: unknown) => stream.destroy(error instanceof Error ? error : new Error(String(error))));
  return stream;
}
