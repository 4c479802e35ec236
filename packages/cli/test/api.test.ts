// Everything of the API from the terminal, as text for people and as JSON for programs.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { verifyWebhook } from '@renderio/sdk';
import { until } from '../../server/test/support/server.ts';
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

test('files go up and down, are probed, listed and deleted', async () => {
  assert.equal((await setting.ffmpeg('-f lavfi -i sine=d=1 -c:a libmp3lame tone.mp3'.split(' '))).code, 0);
  const id = (await text('upload', 'tone.mp3')).trim();
  await setting.server.probed(id);
  assert.match(await text('files', 'get', id), /^name +tone\.mp3$/m);
  assert.match(await text('files', 'list'), new RegExp(`^${id} +UPLOAD .* tone\\.mp3$`, 'm'));
  assert.match(await text('probe', 'tone.mp3'), /^codec +mp3$/m);
  assert.equal(await text('download', id, '--to', 'down'), 'down/tone.mp3\n');
  assert.ok(
    (await readFile(join(setting.folder, 'down/tone.mp3'))).equals(await readFile(join(setting.folder, 'tone.mp3'))),
  );
  assert.equal((await setting.cli(['download', id, '--to', 'down'])).code, 7);
  assert.equal(await text('files', 'delete', id), `${id} deleted\n`);
  assert.equal((await setting.cli(['files', 'delete', id])).code, 4);
});

test("a command's log is printed, and followed to its end", async () => {
  const id = (await text('run', '--detach', 'ffmpeg -re -f lavfi -i sine=d=2 c.mp3')).trim();
  assert.match(await text('logs', '-f', id), /Input #0, lavfi/);
  assert.match(await text('logs', id), /Output #0, mp3/);
});

test('presets are listed, shown, run on local files, made and deleted', async () => {
  const { presets } = await json<{ presets: { name: string; category: string }[] }>('presets', 'list');
  assert.ok(presets.length > 50);
  await writeFile(
    join(setting.folder, 'preset.json'),
    JSON.stringify({
      name: 'To WAV',
      ffmpeg_command: '-i {{in_audio}} {{out_wav}}',
      input_file_keys: ['in_audio'],
      output_file_definitions: { out_wav: 'made.wav' },
    }),
  );
  const id = (await text('presets', 'create', 'preset.json')).trim();
  assert.match(await text('presets', 'show', 'to wav'), /^command +-i \{\{in_audio\}\} \{\{out_wav\}\}$/m);
  assert.equal(await text('presets', 'run', 'To WAV', 'tone.mp3'), 'made.wav\n');
  assert.equal((await readFile(join(setting.folder, 'made.wav'))).subarray(0, 4).toString(), 'RIFF');
  assert.equal(await text('presets', 'delete', id), `${id} deleted\n`);
});

test('keys are made, listed and revoked', async () => {
  const { key_id: id, api_key: key } = await json<{ key_id: string; api_key: string }>('keys', 'create', 'ci');
  assert.equal((await setting.cli(['list'], { env: { RENDERIO_API_KEY: key } })).code, 0);
  assert.match(await text('keys', 'list'), new RegExp(`^${id} +…${key.slice(-4)} +active .* ci$`, 'm'));
  await text('keys', 'revoke', id);
  assert.match(await text('keys', 'list'), new RegExp(`^${id} .* revoked`, 'm'));
});

test('a webhook is set, pinged and looked into, and listen hands events on with signatures that verify', async () => {
  const received = Promise.withResolvers<{ body: string; headers: IncomingHttpHeaders }>();
  const receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      response.end('thanks');
      if (request.url === '/local') received.resolve({ body, headers: request.headers });
    });
  });
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const base = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  await text('webhooks', 'set', `${base}/hook`);
  assert.match(await text('webhooks', 'get'), /^is_active +true$/m);
  assert.match(await text('webhooks', 'rotate-secret'), /^whsec_\S{44}\n$/);
  const rotated = await setting.cli(['webhooks', 'rotate-secret'], { env: { WEBHOOK_SECRET: 'of my own' } });
  assert.equal(rotated.stdout, 'Signed by your secret from now on.\n');
  assert.match(rotated.stderr, /signs as well until 20\d\d-/);
  const delivery = (await text('webhooks', 'ping')).trim();
  const answered = await until(20_000, 'the ping is delivered', async () => {
    const shown = await text('webhooks', 'delivery', delivery);
    return shown.includes('DELIVERED') ? shown : null;
  });
  assert.match(answered, / 200 /);
  assert.match(await text('webhooks', 'deliveries'), new RegExp(`^${delivery} +DELIVERED`, 'm'));

  let id = '';
  let secret = '';
  let listening = 0;
  const ended = await setting.cli(['listen', '--forward-to', `${base}/local`], {
    onStderr: (said, pid) => {
      if (listening === 0 && said.includes('Listening')) {
        listening = pid;
        secret = /^Secret of the signatures: (whsec_\S+)$/m.exec(said)?.[1] ?? '';
        void text('run', '--detach', 'ffmpeg -f lavfi -i sine=d=1 d.mp3').then((out) => (id = out.trim()));
      }
      if (said.includes('→ 200')) process.kill(pid, 'SIGINT');
    },
  });
  assert.equal(ended.code, 0, ended.stderr);
  const { body, headers } = await received.promise;
  const event = await verifyWebhook(body, headers, secret);
  assert.deepEqual([event.data.command_id, event.data.status], [id, 'SUCCESS']);
  assert.equal(headers['x-webhook-signature'], createHmac('sha256', secret).update(body).digest('hex'));
  receiver.close();
  receiver.closeAllConnections();
  await text('webhooks', 'delete');
});

test('a command is judged without its files, limits and usage are told', async () => {
  assert.match(await text('validate', 'ffmpeg -i none.mov -vf scale=2:2 out.mp4'), /^ffmpeg -i \S*in_none/);
  const bad = await setting.cli(['validate', 'ffmpeg -i none.mov -vf frei0r=x out.mp4']);
  assert.equal(bad.code, 5);
  assert.match(bad.stderr, /frei0r/);
  assert.match(await text('limits'), /^run_seconds +\d+$/m);
  assert.match(await text('usage'), /^succeeded +\d+$/m);
});

test('doctor finds nothing to mend at a good server, and says what to do where there is none', async () => {
  const good = await setting.cli(['doctor']);
  assert.equal(good.code, 0, good.stdout);
  for (const name of ['node', 'server', 'ffmpeg', 'database', 'storage', 'sandbox', 'key']) {
    assert.match(good.stdout, new RegExp(`^ok +${name} `, 'm'));
  }
  const away = await setting.cli(['doctor', '--url', 'http://127.0.0.1:8999']);
  assert.equal(away.code, 8);
  assert.match(
    away.stdout,
    /^fail +server +http:\/\/127\.0\.0\.1:8999 does not answer: .*\n +Start it with `renderio up`/m,
  );
});
