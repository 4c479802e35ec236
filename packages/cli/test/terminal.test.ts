// At a terminal, made by `script` of util-linux: a bar, and Ctrl-C as the keyboard sends it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type CliSetting, startCliSetting } from './cli.ts';

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
    env: { ...process.env, TERM: 'xterm', RENDERIO_URL: setting.server.url, RENDERIO_API_KEY: setting.server.key },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let screen = '';
  let next = 0;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    screen += text;
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
