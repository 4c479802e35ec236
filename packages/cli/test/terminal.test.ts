// At a terminal, made by `script` of util-linux: a bar, and Ctrl-C as the keyboard sends it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { type CliSetting, startCliSetting } from './cli.ts';
import { startStallingNetwork } from './stalling-network.ts';

const skip = existsSync('/usr/bin/script') ? false : 'there is no script(1) to make a terminal with';
const entry = join(import.meta.dirname, '../bin/renderio.js');

let setting: CliSetting;

before(async () => {
  setting = await startCliSetting();
});
after(() => setting[Symbol.asyncDispose]());

/** Types `keys` once the screen has shown `prompt`, each pair in its turn. */
async function atTerminal(
  words: readonly string[],
  typing: readonly (readonly [prompt: RegExp, keys: string])[],
): Promise<{ code: number | null; screen: string }> {
  const line = [process.execPath, entry, ...words].map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['-qefc', line, '/dev/null'], {
    cwd: setting.folder,
    env: {
      ...process.env,
      HOME: setting.folder,
      TERM: 'xterm',
      RENDERIO_URL: setting.server.url,
      RENDERIO_API_KEY: setting.server.key,
    },
    stdio: ['pipe', 'pipe', 'inherit'],
    timeout: 60_000,
  });
  let screen = '';
  let next = 0;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    screen = stripVTControlCharacters(screen + text);
    const [prompt, keys] = typing[next] ?? [];
    if (prompt === undefined || keys === undefined || !prompt.test(screen)) return;
    next += 1;
    child.stdin.write(keys);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, screen };
}

test('a bar with percent, frames a second, speed and time left is drawn, and Ctrl-C cancels', { skip }, async () => {
  const run = ['run', 'ffmpeg -re -f lavfi -i testsrc2=s=64x64:d=60 -y long.mp4'];
  const { code, screen } = await atTerminal(run, [[/─.* \d+% .*frame \d+ .*fps .*x .*ETA \d+:\d\d/, '\u0003']]);
  assert.equal(code, 130, screen);
  assert.match(screen, /Cancelling \S+ …/);
  assert.match(screen, /The command \S+ was cancelled\./);
});

test('an upload has a bar too, and says where it goes on', { skip }, async () => {
  await writeFile(join(setting.folder, 'large.bin'), randomBytes(6_000_000));
  await using network = await startStallingNetwork(setting.server.url, 4_500_000);
  const left = await atTerminal(
    ['upload', 'large.bin', '--url', network.url],
    [[/━─.* \d+% {2}large\.bin {2}[1-4]\.\d MB of 6\.0 MB/, '\u0003']],
  );
  assert.equal(left.code, 130, left.screen);
  assert.match(left.screen, /MB of large\.bin are kept for a day/);
  const { code, screen } = await atTerminal(['upload', 'large.bin'], []);
  assert.equal(code, 0, screen);
  assert.match(screen, /Going on with large\.bin at \d\.\d MB of 6\.0 MB\./);
  assert.match(screen, /100% {2}large\.bin {2}6\.0 MB of 6\.0 MB/);
});
