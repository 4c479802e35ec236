// The browser that the dashboard is tried in: Debian's Chromium, installed where this user may.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const chromium = '/usr/bin/chromium';
const aptOptions = ['-q', '-y', '--no-install-recommends'];

/**
 * Where it cannot be installed, the tests that need it are skipped, are counted as such, and say the command that helps.
 * Nothing is installed but for root, whose machine it is.
 */
export function prepareBrowser() {
  if (existsSync(chromium) || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  process.stderr.write('Installing Chromium for the tests of the dashboard …\n');
  if (install() !== 0) {
    // The lists may be old, or not there at all.
    apt(['-q', 'update']);
    if (install() !== 0) process.stderr.write('Chromium could not be installed: its tests are skipped.\n');
  }
}

const install = () => apt([...aptOptions, 'install', 'chromium']);

/** @param {string[]} args */
function apt(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'] }).status;
}
