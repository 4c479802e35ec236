// Where the server's own entry is, when this program runs from a checkout that holds it.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface ServerCheckout {
  readonly folder: string;
  readonly entry: string;
}

/** Null for the published program, which comes without a server. */
export function findServer(): ServerCheckout | null {
  // From src/ and from dist/ alike.
  const folder = fileURLToPath(new URL('../../..', import.meta.url));
  const entry = `${folder}bootstrap/start.js`;
  return existsSync(entry) && existsSync(`${folder}packages/server`) ? { folder, entry } : null;
}
