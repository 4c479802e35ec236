// Everything of the API from the terminal, as text for people and as JSON for programs.
import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type CliSetting, startCliSetting } from './cli.ts';

let setting: CliSetting;

before(async () => {
  setting = await startCliSetting();
});
after(() => setting[Symbol.asyncDispose]());

/** Must succeed. */
async function json<T>(...args: string[]): Promise<T> {
  const ended = await setting.cli([...args, '--json']);
  assert.equal(ended.code, 0, `${args.join(' ')}: ${ended.stderr}`);
  return JSON.parse(ended.stdout) as T;
}

async function text(...args: string[]): Promise<string> {
  const ended = await setting.cli(args);
  assert.equal(ended.code, 0, `${args.join(' ')}: ${ended.stderr}`);
  return ended.stdout;
}

test('a key is kept for its server alone, readable by its owner alone, and only if it works', async () => {
  const env = { RENDERIO_API_KEY: '', RENDERIO_URL: '' };
  const { url, key } = setting.server;
  const path = join(setting.folder, '.config/renderio/config.json');
  const refused = await setting.cli(['login', '--url', url], { env, input: Buffer.from(`ffsk_${'0'.repeat(64)}`) });
  assert.equal(refused.code, 3, refused.stderr);
  await assert.rejects(stat(path));
  const kept = await setting.cli(['login', '--url', url], { env, input: Buffer.from(`${key}\n`) });
  assert.equal(kept.code, 0, kept.stderr);
  assert.deepEqual(JSON.parse(await readFile(path, 'utf8')), { url, api_key: key });
  assert.equal((await stat(path)).mode & 0o777, 0o600);
  assert.equal((await setting.cli(['list'], { env })).code, 0);
  const elsewhere = await setting.cli(['list', '--url', 'http://localhost:1'], { env });
  assert.equal(elsewhere.code, 3);
  assert.match(elsewhere.stderr, /There is no API key for http:\/\/localhost:1\. Run `renderio login`/);
});

test('a command is started, waited for, shown, listed, repeated and cancelled', async () => {
  const id = (await text('run', '--detach', '--metadata', 'job=one', 'ffmpeg -f lavfi -i sine=d=1 a.mp3')).trim();
  assert.equal((await json<{ status: string }>('wait', id)).status, 'SUCCESS');
  assert.match(await text('get', id), /^id +\S+\nstatus +SUCCESS\n[^]*\n {2}a\.mp3 +mp3 +1\.\d s +\S+ kB +http/);
  const page = await json<{ commands: { command_id: string }[] }>('list', '--metadata', 'job=one');
  assert.deepEqual(
    page.commands.map((command) => command.command_id),
    [id],
  );
  assert.match(await text('list', '--status', 'success'), new RegExp(`^ID +STATUS .*\n${id} +SUCCESS`));
  const again = (await text('retry', id)).trim();
  assert.equal((await json<{ retry_of: string }>('get', again)).retry_of, id);
  const long = (await text('run', '--detach', 'ffmpeg -re -f lavfi -i sine=d=60 b.mp3')).trim();
  assert.equal(await text('cancel', long), `${long} CANCELLED\n`);
  assert.equal((await setting.cli(['wait', long])).code, 130);
  assert.equal((await setting.cli(['get', 'nothing'])).code, 4);
});
