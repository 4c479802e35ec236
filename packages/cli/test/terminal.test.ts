// At a terminal: a bar, questions and their answers, and Ctrl-C as the keyboard sends it.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { atTerminal, noTerminal, type Screen, type Typing } from './at-terminal.ts';
import { type CliSetting, startCliSetting } from './cli.ts';
import { startStallingNetwork } from './stalling-network.ts';

const entry = join(import.meta.dirname, '../bin/renderio.js');

let setting: CliSetting;

before(async () => {
  setting = await startCliSetting();
});
after(() => setting[Symbol.asyncDispose]());

async function typing(words: readonly string[], keys: Typing): Promise<Screen> {
  const { folder, server } = setting;
  const env = { RENDERIO_URL: server.url, RENDERIO_API_KEY: server.key };
  return await atTerminal([process.execPath, entry, ...words], keys, { folder, env });
}

test('a bar with percent, frames a second, speed and time left is drawn, and Ctrl-C cancels', {
  skip: noTerminal,
}, async () => {
  const run = ['run', 'ffmpeg -re -f lavfi -i testsrc2=s=64x64:d=60 -y long.mp4'];
  const { code, screen } = await typing(run, [[/─.* \d+% .*frame \d+ .*fps .*x .*ETA \d+:\d\d/, '\u0003']]);
  assert.equal(code, 130, screen);
  assert.match(screen, /Cancelling \S+ …/);
  assert.match(screen, /The command \S+ was cancelled\./);
});

test('an upload has a bar too, and says where it goes on', { skip: noTerminal }, async () => {
  await writeFile(join(setting.folder, 'large.bin'), randomBytes(6_000_000));
  await using network = await startStallingNetwork(setting.server.url, 4_500_000);
  const left = await typing(
    ['upload', 'large.bin', '--url', network.url],
    [[/━─.* \d+% {2}large\.bin {2}[1-4]\.\d MB of 6\.0 MB/, '\u0003']],
  );
  assert.equal(left.code, 130, left.screen);
  assert.match(left.screen, /MB of large\.bin are kept for a day/);
  const { code, screen } = await typing(['upload', 'large.bin'], []);
  assert.equal(code, 0, screen);
  assert.match(screen, /Going on with large\.bin at \d\.\d MB of 6\.0 MB\./);
  assert.match(screen, /100% {2}large\.bin {2}6\.0 MB of 6\.0 MB/);
});

test('before a file is overwritten it is asked, and only a yes is one', { skip: noTerminal }, async () => {
  const path = join(setting.folder, 'there.mp3');
  const run = ['run', 'ffmpeg -f lavfi -i sine=d=1 there.mp3'];
  const question = /there\.mp3 already exists\. Overwrite\? \[y\/N\] $/;
  const cases: [string, number, RegExp][] = [
    ['\r', 7, /there\.mp3 already exists, and was left as it is\./],
    ['n\r', 7, /there\.mp3 already exists, and was left as it is\./],
    ['\u0003', 130, /Nothing was run\./],
    ['\u0004', 130, /Nothing was run\./],
    ['y\r', 0, /Wrote there\.mp3 in /],
  ];
  for (const [key, code, words] of cases) {
    await writeFile(path, 'mine');
    const ended = await typing(run, [[question, key]]);
    assert.equal(ended.code, code, ended.screen);
    assert.match(ended.screen, words);
    assert.equal((await readFile(path, 'latin1')) === 'mine', code !== 0, JSON.stringify(key));
  }
});

test('login asks for both, and does not show the key', { skip: noTerminal }, async () => {
  const { folder, server } = setting;
  const { code, screen } = await atTerminal(
    [process.execPath, entry, 'login'],
    [
      [/server/i, `\u0015${server.url}\r`],
      [/key/i, `${server.key}\r`],
    ],
    { folder, env: {} },
  );
  assert.equal(code, 0, screen);
  assert.ok(!screen.includes(server.key.slice(5, 20)));
  const kept = JSON.parse(await readFile(join(folder, '.config/renderio/config.json'), 'utf8')) as unknown;
  assert.deepEqual(kept, { url: server.url, api_key: server.key });
});
