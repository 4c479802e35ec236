// Finds out early whether the port is free: before anything is downloaded or started for a server that cannot listen.
import { once } from 'node:events';
import { createServer } from 'node:net';

export class PortError extends Error {
  override readonly name = 'PortError';
}

/** Throws `PortError` with the remedy. */
export async function checkPort(host: string, port: number): Promise<void> {
  const probe = createServer().listen({ host, port, exclusive: true });
  try {
    await once(probe, 'listening');
  } catch (error) {
    throw explainListenError(error, host, port);
  }
  probe.close();
  await once(probe, 'close');
}

/** Turns what the kernel says about listening into a sentence; anything else is returned as it came. */
export function explainListenError(error: unknown, host: string, port: number): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  switch (error.code) {
    case 'EADDRINUSE':
      return new PortError(
        `Port ${port} on ${host} is taken by another program: stop it, or choose another port with RENDERIO_PORT=${port + 1} npm start.`,
      );
    case 'EACCES':
      return new PortError(`This user may not listen on port ${port}: choose one above 1023 with RENDERIO_PORT.`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new PortError(`${host} is not an address of this machine: correct RENDERIO_HOST.`);
    default:
      return error;
  }
}
