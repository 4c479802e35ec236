// How a bootstrap script gives up: one sentence for what we foresaw, the whole stack for what we did not.
import { BootstrapError } from './install-packages.js';

/**
 * @param {unknown} error
 * @returns {never}
 */
export function explainAndExit(error) {
  process.stderr.write(`${error instanceof BootstrapError ? error.message : stackOf(error)}\n`);
  process.exit(1);
}

/** @param {unknown} error */
function stackOf(error) {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
