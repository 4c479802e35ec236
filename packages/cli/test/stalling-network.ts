// A network between the program and a server, which stops dead once so many bytes have gone up, until it is mended.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface StallingNetwork extends AsyncDisposable {
  /** Where the server is reached through it. */
  readonly url: string;
  /** Resolves when nothing more gets through. */
  readonly stalled: Promise<void>;
  /** Ends what hangs, and lets everything through from now on. */
  mend(): void;
}

export async function startStallingNetwork(serverUrl: string, afterBytes: number): Promise<StallingNetwork> {
  const { hostname, port } = new URL(serverUrl);
  const stalled = Promise.withResolvers<undefined>();
  const open = new Set<Socket>();
  let leftBytes = afterBytes;
  const network = createServer((client) => {
    const server = connect(Number(port), hostname);
    for (const socket of [client, server]) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        open.delete(socket);
        client.destroy();
        server.destroy();
      });
    }
    server.pipe(client);
    client.on('data', (chunk: Buffer) => {
      leftBytes -= chunk.length;
      if (leftBytes > 0) {
        if (!server.write(chunk)) client.pause();
        return;
      }
      client.pause();
      stalled.resolve(undefined);
    });
    server.on('drain', () => client.resume());
  });
  network.listen(0, '127.0.0.1');
  await once(network, 'listening');
  return {
    url: `http://127.0.0.1:${(network.address() as AddressInfo).port}`,
    stalled: stalled.promise,
    mend() {
      leftBytes = Infinity;
      for (const socket of open) socket.destroy();
    },
    async [Symbol.asyncDispose]() {
      network.close();
      for (const socket of open) socket.destroy();
      await once(network, 'close');
    },
  };
}
