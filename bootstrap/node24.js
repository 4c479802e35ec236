// Finds the Node 24 that came with the packages: the server runs its TypeScript as it stands, which older ones cannot.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { BootstrapError, repository } from './install-packages.js';

/** @returns {string} the program's path */
export function findNode24() {
  const packaged = join(repository, 'node_modules/.bin/node');
  if (existsSync(packaged)) return packaged;
  if (Number.parseInt(process.versions.node, 10) >= 24) return process.execPath;
  throw new BootstrapError(
    `There is no packaged Node.js 24 for ${process.platform} on ${process.arch}: install Node.js 24 or newer yourself and start again.`,
  );
}
