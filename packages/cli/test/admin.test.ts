// `renderio admin`, as the operator of a real server uses it.
import assert from 'node:assert/strict';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type CliSetting, type Ended, startCliSetting } from './cli.ts';

let setting: CliSetting;
let token: string;

before(async () => {
  setting = await startCliSetting();
  token = (await readFile(join(setting.server.dataFolder, 'admin-token'), 'utf8')).trim();
});
after(() => setting[Symbol.asyncDispose]());

async function admin(...args: string[]): Promise<Ended> {
  return await setting.cli(['admin', ...args], { env: { RENDERIO_ADMIN_TOKEN: token } });
}

/** Must succeed. */
async function text(...args: string[]): Promise<string> {
  const ended = await admin(...args);
  assert.equal(ended.code, 0, `${args.join(' ')}: ${ended.stderr}`);
  return ended.stdout;
}

async function json<T>(...args: string[]): Promise<T> {
  return JSON.parse(await text(...args, '--json')) as T;
}

test('an account is made, limited, suspended and let go on', async () => {
  const made = await admin('accounts', 'create', 'trial', '--limit', 'stored_bytes=5GB', '--limit', 'run_seconds=60');
  assert.equal(made.code, 0, made.stderr);
  const key = made.stdout.trim();
  const asTrial = (): Promise<Ended> => setting.cli(['limits'], { env: { RENDERIO_API_KEY: key } });
  assert.match((await asTrial()).stdout, /^stored_bytes +5000000000$/m);
  const id = /The account's id is (\S+)\./.exec(made.stderr)?.[1] ?? '';
  assert.match(await text('accounts', 'list'), new RegExp(`^ID +STATE +SINCE +NAME\n${id} +active +\\S+ +trial$`, 'm'));
  assert.match(await text('accounts', 'show', 'trial'), /^stored_bytes +5000000000 \(5\.0 GB\)$/m);

  const { limits } = await json<{ limits: Record<string, number> }>(
    'accounts',
    'change',
    id,
    '--limit',
    'run_seconds=default',
  );
  assert.deepEqual([limits['run_seconds'], limits['stored_bytes']], [3600, 5e9]);
  assert.equal(await text('accounts', 'suspend', 'trial'), 'trial suspended\n');
  assert.equal((await asTrial()).code, 3);
  assert.equal(await text('accounts', 'resume', 'trial'), 'trial active\n');
  assert.equal((await asTrial()).code, 0);
  await text('accounts', 'create', 'trial');
  const twice = await admin('accounts', 'suspend', 'trial');
  assert.deepEqual([twice.code, /^2 accounts are called "trial": say which by its id/.test(twice.stderr)], [2, true]);
  assert.equal((await admin('accounts', 'show', 'nobody')).code, 4);
});

test("an account's keys are made, listed and revoked", async () => {
  const { account_id: account } = await json<{ account_id: string }>('accounts', 'create', 'keyed');
  const made = await admin('keys', 'create', 'keyed', 'ci', '--expires', '2090-01-31T00:00:00Z');
  const id = /Its id is (\S+)\./.exec(made.stderr)?.[1] ?? '';
  const key = made.stdout.trim();
  assert.equal((await setting.cli(['list'], { env: { RENDERIO_API_KEY: key } })).code, 0);
  assert.match(
    await text('keys', 'list', account),
    new RegExp(`^${id} +…${key.slice(-4)} +until 2090-01-31 .* ci$`, 'm'),
  );
  assert.equal(await text('keys', 'revoke', id), `${id} revoked\n`);
  assert.equal((await setting.cli(['list'], { env: { RENDERIO_API_KEY: key } })).code, 3);
});

test('a worker is drained until it holds nothing, and takes work again', async () => {
  const row = /^(\S+) +working +0\/\d+ /m.exec(await text('workers', 'list'));
  const worker = row?.[1] ?? '';
  const long = await setting.server.submit({
    input_files: {},
    output_files: { out_a: 'a.mp3' },
    ffmpeg_command: '-re -f lavfi -i sine=d=60 {{out_a}}',
  });
  await setting.server.call('GET', `/commands/${long}?wait=5`);
  const waiting = admin('workers', 'drain', '--wait', worker);
  assert.equal((await setting.cli(['cancel', long])).code, 0);
  assert.equal((await waiting).stdout, `${worker} drained, runs 0\n`);
  const queued = await setting.server.submit({
    input_files: {},
    output_files: { out_a: 'a.mp3' },
    ffmpeg_command: '-f lavfi -i sine=d=1 {{out_a}}',
  });
  assert.equal((await setting.cli(['get', queued])).stdout.match(/^status +(\w+)$/m)?.[1], 'QUEUED');
  assert.equal(await text('workers', 'undrain', worker), `${worker} working\n`);
  assert.equal((await setting.server.finished(queued)).status, 'SUCCESS');
  assert.equal((await admin('workers', 'drain', 'nothing')).code, 4);
});

test('the system tells versions, room and what was set', async () => {
  const shown = await text('system');
  assert.match(shown, /^renderio +\S+, role all, pid \d+ on /m);
  assert.match(shown, /^storage +disk .*, \S+ \wB of \S+ \wB free$/m);
  assert.match(shown, /^RENDERIO_LEASE_SECONDS +3$/m);
  assert.ok(!shown.includes(token));
});

test('the token comes from a file that is named, the environment, or the data folder, and only goes to this machine', async () => {
  const list = ['admin', 'accounts', 'list'];
  const none = await setting.cli(list, { env: { RENDERIO_DATA: setting.folder } });
  assert.equal(none.code, 3);
  assert.match(none.stderr, /^There is no admin token for http\S+\. Set RENDERIO_ADMIN_TOKEN, or give --token-file; /);
  await writeFile(join(setting.folder, 'token'), `${token}\n`);
  assert.equal((await setting.cli([...list, '--token-file', 'token'])).code, 0);
  assert.equal((await setting.cli([...list, '--token-file', 'nothing'])).code, 7);
  const env = { RENDERIO_DATA: setting.server.dataFolder };
  assert.equal((await setting.cli(list, { env })).code, 0);
  const elsewhere = await setting.cli([...list, '--url', 'http://192.0.2.1'], { env });
  assert.match(elsewhere.stderr, /^There is no admin token for http:\/\/192\.0\.2\.1\./);
  const wrong = await setting.cli(list, { env: { RENDERIO_ADMIN_TOKEN: 'rdadm_wrong' } });
  assert.equal(wrong.code, 3, wrong.stderr);
});

const skipAsRoot = process.getuid?.() === 0 ? 'root may read everything' : false;

test('a token that may not be read is said to be there', { skip: skipAsRoot }, async () => {
  const path = join(setting.folder, 'hidden');
  await writeFile(path, token);
  await chmod(path, 0);
  const ended = await setting.cli(['admin', 'accounts', 'list', '--token-file', 'hidden']);
  assert.deepEqual(
    [ended.code, ended.stderr],
    [3, `${path} holds the admin token, and only who runs the server may read it.\n`],
  );
});
