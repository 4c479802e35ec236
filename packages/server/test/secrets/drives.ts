// What is done with each endpoint: its ordinary use with secrets in every place that takes them, and its refusals.
import { sessionCookies } from '@renderio/contract';
import { until } from '../support/server.ts';
import { type AnyEndpointName, makeApiKey, type Reply, rows, type Scene } from './scene.ts';

/** A row without a drive does not compile. In the order of the table, so that later ones find what earlier ones made. */
type Drives = Readonly<Record<AnyEndpointName, (scene: Scene) => Promise<void>>>;

const still = '-frames:v 1 {{out_a}}';
const output = { out_a: 'a.png' };
const picture = { input_files: {}, output_files: output, ffmpeg_command: `-f lavfi -i color=s=16x16 ${still}` };

/** A request that works, and several whose inputs, words or receivers do not, each with secrets of its own. */
function requests({ book, host }: Scene): object[] {
  const of = (in_a: string, more: object = {}): object => ({
    input_files: { in_a },
    output_files: output,
    ffmpeg_command: `-i {{in_a}} ${still}`,
    ...more,
  });
  const secret = (path: string): string => book.sign(`${host}${path}`);
  return [
    of(secret('/video.mp4'), { webhook_url: secret('/take') }),
    of(secret('/video.mp4'), { webhook_url: secret('/refuse') }),
    // FFmpeg itself says it.
    of(secret('/video.mp4'), { ffmpeg_command: `-i {{in_a}} -metadata comment="${secret('/seen')}" ${still}` }),
    of(secret('/video.mp4'), { ffmpeg_command: `-i {{in_a}} -c:v "${secret('/codec')}" {{out_a}}` }),
    of(secret('/missing')),
    of(secret('/page')),
    of(secret('/list.m3u8')),
    of(secret('/inside')),
    of(book.sign('http://127.0.0.1:9/')),
    of(book.sign('http://127.0.0.1:1/closed')),
    of(book.sign('http://127.0.0.1:65534/closed')),
    of(book.sign('http://10.0.0.1/inside')),
    of(book.sign('http://does-not-exist.invalid/')),
  ];
}

/** Requests that are refused at once, for what stands where a secret may stand. */
function refusals({ book, host }: Scene): object[] {
  const url = (scheme: string): string => book.sign(`${host}/video.mp4`).replace(/^http/, scheme);
  const words = (text: string): object => ({ ...picture, ffmpeg_command: text });
  return [
    { ...picture, input_files: { in_a: url('ftp') }, ffmpeg_command: `-i {{in_a}} ${still}` },
    { ...picture, input_files: { in_a: url('http').replace('://', ':/ /') }, ffmpeg_command: `-i {{in_a}} ${still}` },
    { ...picture, input_files: { in_a: 7, [url('http')]: url('http') } },
    { ...picture, output_files: { out_a: url('http') } },
    { ...picture, webhook_url: url('ftp') },
    words(`-i ${url('http')} ${still}`),
    words(`-f lavfi -i color=s=16x16 -frames:v 1 ${url('http')}`),
    words(`-f lavfi -i "movie='${url('rtmp').replaceAll(':', '\\:')}'" ${still}`),
    words(`-f lavfi -i color=s=16x16 -headers "Authorization: Basic ${book.make("URL's user info")}" ${still}`),
    words(`-f lavfi -i color=s=16x16 -vf "drawtext=textfile='${url('http').replaceAll(':', '\\:')}'" ${still}`),
    words(`-i {{in_a}} "${url('http')} ${still}`),
  ];
}

const idOf = (scene: Scene, reply: Reply): string => scene.textOf(reply, 'command_id');

async function submitAll(
  scene: Scene,
  name: AnyEndpointName,
  shape: (request: object) => object,
  idsOf: (reply: Reply) => readonly string[],
): Promise<void> {
  for (const request of refusals(scene)) await scene.ask(name, { body: shape(request) });
  const headers = { 'x-api-key': scene.key };
  const ids: string[] = [];
  for (const request of requests(scene)) {
    const body = shape(request);
    const reply = await scene.ask(name, { body, headers: { ...headers, 'idempotency-key': crypto.randomUUID() } });
    if (reply.status !== 200) throw new Error(`${name}: ${JSON.stringify(reply.body)}`);
    ids.push(...idsOf(reply));
  }
  scene.submitted.push(...ids);
}

async function anyCommand(scene: Scene): Promise<string> {
  return await until(30_000, 'a command has succeeded', async () => {
    const { body } = await scene.ask('listCommands', { query: { status: 'SUCCESS', limit: '1' } });
    return (body['commands'] as { command_id: string }[])[0]?.command_id ?? null;
  });
}

async function makePreset(scene: Scene): Promise<string> {
  const body = {
    name: 'own',
    input_file_keys: ['in_a'],
    output_file_definitions: output,
    ffmpeg_command: `-i {{in_a}} ${still}`,
  };
  return scene.textOf(await scene.ask('createPreset', { body }), 'preset_id');
}

async function anyDelivery(scene: Scene): Promise<string> {
  const { body } = await scene.ask('listWebhookDeliveries', { query: { limit: '1' } });
  return (body['deliveries'] as { delivery_id: string }[])[0]?.delivery_id ?? '';
}

/** Signs in, and keeps what came as a secret. */
async function signIn(scene: Scene, key: string): Promise<string> {
  const { headers } = await scene.ask('signIn', { body: { key } });
  const cookie = headers.get('set-cookie')?.split(';')[0] ?? '';
  if (cookie !== '') scene.book.keep('session', cookie.split('=')[1] ?? '');
  return cookie;
}

async function makeKey(scene: Scene, name: 'createKey' | 'createKeyOfAccount' | 'createAccount', params = {}) {
  const reply = await scene.ask(name, { params, body: { name: 'one more' } });
  const key = scene.textOf(reply, 'api_key');
  scene.book.keep('API key', key);
  return { key, reply };
}

export const drives: Drives = {
  runFfmpegCommand: (scene) =>
    submitAll(
      scene,
      'runFfmpegCommand',
      (request) => request,
      (reply) => [idOf(scene, reply)],
    ),
  runChainedFfmpegCommands: (scene) =>
    submitAll(
      scene,
      'runChainedFfmpegCommands',
      ({ ffmpeg_command, ...rest }: { ffmpeg_command?: string }) => ({ ...rest, ffmpeg_commands: [ffmpeg_command] }),
      (reply) => [idOf(scene, reply)],
    ),
  runMultipleFfmpegCommands: (scene) =>
    submitAll(
      scene,
      'runMultipleFfmpegCommands',
      (request) => ({ commands: [request] }),
      ({ body }) => body['command_ids'] as string[],
    ),
  async getCommand(scene) {
    await scene.ask('getCommand', { params: { commandId: await anyCommand(scene) } });
  },
  async getCommandLog(scene) {
    await scene.ask('getCommandLog', { params: { commandId: await anyCommand(scene) } });
  },
  async getCommandEvents(scene) {
    await scene.ask('getCommandEvents', { params: { commandId: await anyCommand(scene) } });
    const [request = {}] = requests(scene);
    const commandId = idOf(scene, await scene.ask('runFfmpegCommand', { body: request }));
    await scene.ask('getCommandEvents', { params: { commandId } });
  },
  async cancelCommand(scene) {
    const [request = {}] = requests(scene);
    const body = { ...request, ffmpeg_command: `-stream_loop -1 -re -i {{in_a}} -f null - -t 0.1 ${still}` };
    const commandId = idOf(scene, await scene.ask('runFfmpegCommand', { body }));
    await scene.ask('cancelCommand', { params: { commandId } });
    await scene.finished(commandId);
  },
  async retryCommand(scene) {
    const commandId = await anyCommand(scene);
    await scene.finished(idOf(scene, await scene.ask('retryCommand', { params: { commandId } })));
  },
  async deleteCommandFiles(scene) {
    await scene.ask('deleteCommandFiles', { params: { commandId: await anyCommand(scene) } });
  },
  async validateCommand(scene) {
    for (const body of [...refusals(scene), ...requests(scene)]) await scene.ask('validateCommand', { body });
  },
  async listCommands(scene) {
    const { book } = scene;
    await scene.ask('listCommands', { query: { limit: '100', text: book.make("URL's query") } });
    await scene.ask('listCommands', { query: { limit: '100', 'metadata.token': book.make("URL's query") } });
    await scene.ask('listCommands', { query: { limit: '100' } });
  },
  async uploadFile(scene) {
    const form = new FormData();
    form.set('token', scene.book.make('wrong API key'));
    form.set('file', new Blob(['some text']), 'a.txt');
    const reply = await scene.ask('uploadFile', { body: form });
    const link = scene.textOf(reply, 'storage_url');
    scene.book.keep('media link', new URL(link).pathname.split('/')[3] ?? '');
    await scene.fetch('media', new URL(link).pathname);
    const empty = new FormData();
    empty.set('token', scene.book.make('wrong API key'));
    await scene.ask('uploadFile', { body: empty });
  },
  async storeFile(scene) {
    const { book, host } = scene;
    for (const path of ['/video.mp4', '/missing', '/page', '/inside', '/cut.mp4']) {
      const reply = await scene.ask('storeFile', { body: { file_url: book.sign(host + path) } });
      const params = { fileId: scene.textOf(reply, 'file_id') };
      if (path === '/cut.mp4') await scene.ask('deleteFile', { params });
      else await until(60_000, 'the file is fetched', async () => await fetched(scene, params));
    }
    await scene.ask('storeFile', { body: { file_url: book.sign(host).replace('http', 'ftp') } });
    await scene.ask('storeFile', { body: { file_url: `:${book.sign(host)}` } });
  },
  async probe(scene) {
    const { book, host } = scene;
    for (const path of ['/video.mp4', '/missing', '/page']) {
      await scene.ask('probe', { body: { input: book.sign(host + path) } });
    }
    await scene.ask('probe', { body: { input: book.sign(host).replace('http', 'ftp') } });
    await scene.ask('probe', { body: { input: `:${book.sign(host)}` } });
  },
  async getFile(scene) {
    const { body } = await scene.ask('listFiles', { query: { limit: '100' } });
    for (const { file_id: fileId } of body['files'] as { file_id: string }[]) {
      await scene.ask('getFile', { params: { fileId } });
    }
  },
  async listFiles(scene) {
    await scene.ask('listFiles', { query: { limit: '100' } });
  },
  async deleteFile(scene) {
    const reply = await scene.ask('storeFile', { body: { file_url: scene.book.sign(`${scene.host}/video.mp4`) } });
    const params = { fileId: scene.textOf(reply, 'file_id') };
    await scene.ask('deleteFile', { params });
    await scene.ask('getFile', { params });
  },
  async createPreset(scene) {
    await makePreset(scene);
    const url = scene.book.sign(`${scene.host}/video.mp4`);
    const body = { name: 'bad', input_file_keys: [], output_file_definitions: output };
    await scene.ask('createPreset', { body: { ...body, ffmpeg_command: `-i ${url} ${still}` } });
    await scene.ask('createPreset', { body: { ...body, input_file_keys: [url], ffmpeg_command: still } });
  },
  async listPresets(scene) {
    await scene.ask('listPresets', { query: { category: scene.book.make("URL's query") } });
  },
  async getPreset(scene) {
    await scene.ask('getPreset', { params: { presetId: await makePreset(scene) } });
  },
  async updatePreset(scene) {
    const params = { presetId: await makePreset(scene) };
    const url = scene.book.sign(`${scene.host}/video.mp4`);
    await scene.ask('updatePreset', { params, body: { ffmpeg_command: `-i ${url} ${still}` } });
    await scene.ask('updatePreset', { params, body: { name: 'renamed' } });
  },
  async deletePreset(scene) {
    await scene.ask('deletePreset', { params: { presetId: await makePreset(scene) } });
  },
  async executePreset(scene) {
    const params = { presetId: await makePreset(scene) };
    const { book, host } = scene;
    const body = { input_files: { in_a: book.sign(`${host}/video.mp4`) }, webhook_url: book.sign(`${host}/refuse`) };
    await scene.finished(idOf(scene, await scene.ask('executePreset', { params, body })));
    await scene.ask('executePreset', { params, body: { input_files: { in_b: book.sign(host) } } });
    await scene.ask('executePreset', {
      params,
      body: { input_files: { in_a: book.sign(host).replace('http', 'ftp') } },
    });
  },
  async listKeys(scene) {
    await scene.ask('listKeys', { query: { limit: '100' } });
  },
  async createKey(scene) {
    const { key } = await makeKey(scene, 'createKey');
    await scene.ask('getLimits', { headers: { 'x-api-key': key } });
  },
  async revokeKey(scene) {
    const { key, reply } = await makeKey(scene, 'createKey');
    await scene.ask('revokeKey', { params: { keyId: scene.textOf(reply, 'key_id') } });
    await scene.ask('getLimits', { headers: { 'x-api-key': key } });
  },
  async getLimits(scene) {
    await scene.ask('getLimits');
  },
  async getUsage(scene) {
    await scene.ask('getUsage');
  },
  async getFfmpegBuild(scene) {
    await scene.ask('getFfmpegBuild');
  },
  async getFfmpegFilter(scene) {
    await scene.ask('getFfmpegFilter', { params: { name: 'scale' } });
  },
  async getFfmpegEncoder(scene) {
    await scene.ask('getFfmpegEncoder', { params: { name: 'aac' } });
  },
  async getWebhookConfig(scene) {
    await scene.ask('getWebhookConfig');
  },
  async putWebhookConfig(scene) {
    const { book, host } = scene;
    // One after the other: the secret is changed while what it signs is still being tried.
    for (const path of ['/refuse', '/take', '/refuse']) {
      for (const prefix of ['', 'whsec_']) {
        const secret = `${prefix}${book.make('webhook secret')}`;
        await scene.ask('putWebhookConfig', { body: { url: book.sign(host + path), secret } });
        await scene.finished(idOf(scene, await scene.ask('runFfmpegCommand', { body: picture })));
      }
    }
    await scene.ask('putWebhookConfig', {
      body: { url: book.sign(host).replace('http', 'ftp'), secret: book.make('webhook secret') },
    });
    await scene.ask('putWebhookConfig', {
      body: { url: book.sign('http://10.0.0.1/'), secret: `whsec_${book.make('webhook secret')}!` },
    });
    await scene.ask('putWebhookConfig', { body: { url: book.sign('http://10.0.0.1/') } });
  },
  async deleteWebhookConfig(scene) {
    await scene.ask('deleteWebhookConfig');
    await scene.ask('getWebhookConfig');
  },
  async rotateWebhookSecret(scene) {
    const { book } = scene;
    await scene.ask('putWebhookConfig', { body: { url: book.sign(`${scene.host}/refuse`) } });
    for (const prefix of ['', 'whsec_', '']) {
      await scene.ask('rotateWebhookSecret', { body: { secret: `${prefix}${book.make('webhook secret')}` } });
      await scene.finished(idOf(scene, await scene.ask('runFfmpegCommand', { body: picture })));
    }
    await scene.ask('rotateWebhookSecret', { body: { secret: `whsec_${book.make('webhook secret')}!` } });
  },
  async testWebhook(scene) {
    const body = { url: scene.book.sign(`${scene.host}/refuse`), secret: scene.book.make('webhook secret') };
    await scene.ask('putWebhookConfig', { body });
    const deliveryId = scene.textOf(await scene.ask('testWebhook'), 'delivery_id');
    await until(30_000, 'the test was sent', async () => {
      const delivery = await scene.ask('getWebhookDelivery', { params: { deliveryId } });
      return delivery.body['attempt_count'] === 0 ? null : true;
    });
  },
  async listWebhookDeliveries(scene) {
    await scene.ask('listWebhookDeliveries', { query: { limit: '100' } });
  },
  async getWebhookDelivery(scene) {
    const { body } = await scene.ask('listWebhookDeliveries', { query: { limit: '100' } });
    for (const { delivery_id: deliveryId } of body['deliveries'] as { delivery_id: string }[]) {
      await scene.ask('getWebhookDelivery', { params: { deliveryId } });
    }
  },
  async replayWebhookDelivery(scene) {
    await scene.ask('replayWebhookDelivery', { params: { deliveryId: await anyDelivery(scene) } });
  },
  async createAccount(scene) {
    const { key } = await makeKey(scene, 'createAccount');
    await scene.ask('getLimits', { headers: { 'x-api-key': key } });
  },
  async listAccounts(scene) {
    await scene.ask('listAccounts');
  },
  async changeAccount(scene) {
    const { key, reply } = await makeKey(scene, 'createAccount');
    const params = { accountId: scene.textOf(reply, 'account_id') };
    await scene.ask('changeAccount', { params, body: { suspended: true } });
    await scene.ask('getLimits', { headers: { 'x-api-key': key } });
  },
  async createKeyOfAccount(scene) {
    const { reply } = await makeKey(scene, 'createAccount');
    await makeKey(scene, 'createKeyOfAccount', { accountId: scene.textOf(reply, 'account_id') });
  },
  async listKeysOfAccount(scene) {
    const { reply } = await makeKey(scene, 'createAccount');
    await scene.ask('listKeysOfAccount', { params: { accountId: scene.textOf(reply, 'account_id') } });
  },
  async revokeAnyKey(scene) {
    const { key, reply } = await makeKey(scene, 'createAccount');
    await scene.ask('revokeAnyKey', { params: { keyId: scene.textOf(reply, 'key_id') } });
    await scene.ask('getLimits', { headers: { 'x-api-key': key } });
  },
  async listWorkers(scene) {
    await scene.ask('listWorkers');
  },
  async drainWorker(scene) {
    await scene.ask('drainWorker', { params: { workerId: '0197c0de-0000-7000-8000-00000000abcd' } });
  },
  async resumeWorker(scene) {
    await scene.ask('resumeWorker', { params: { workerId: '0197c0de-0000-7000-8000-00000000abcd' } });
  },
  async getEvents(scene) {
    await anyCommand(scene);
    await scene.ask('getEvents', {
      query: { seconds: '2' },
      headers: { 'x-api-key': scene.key, 'last-event-id': String(Date.now() - 60_000) },
    });
  },
  async getSystem(scene) {
    await scene.ask('getSystem');
  },
  async getSession(scene) {
    const cookie = await signIn(scene, scene.key);
    await scene.ask('getSession', { headers: { cookie } });
    await scene.ask('getLimits', { headers: { cookie } });
    await scene.ask('createKey', { headers: { cookie }, body: { name: 'from elsewhere' } });
  },
  async signIn(scene) {
    await signIn(scene, scene.adminToken);
    await signIn(scene, makeApiKey(scene.book, 'wrong API key'));
    await signIn(scene, scene.book.make('wrong admin token'));
    const { key, reply } = await makeKey(scene, 'createAccount');
    await scene.ask('revokeAnyKey', { params: { keyId: scene.textOf(reply, 'key_id') } });
    await signIn(scene, key);
  },
  async signOut(scene) {
    const cookie = await signIn(scene, scene.key);
    await scene.ask('signOut', { headers: { cookie } });
  },
};

async function fetched(scene: Scene, params: Readonly<Record<string, string>>): Promise<true | null> {
  const { body } = await scene.ask('getFile', { params });
  return body['status'] === 'PROCESSING' ? null : true;
}

/** What can be done wrong with any endpoint: secrets in every place of a request but the right one. */
export async function misuse(scene: Scene, name: AnyEndpointName): Promise<void> {
  const { book } = scene;
  const row = rows.get(name);
  const wrong = makeApiKey(book, 'wrong API key');
  const body = row?.body === undefined ? {} : { body: {} };
  for (const headers of [
    { 'x-api-key': wrong },
    { 'x-api-key': `${wrong}x` },
    { authorization: `Bearer ${wrong}` },
    { authorization: `Bearer ${book.make('wrong admin token')}` },
    { authorization: `Basic ${Buffer.from(`me:${book.make('wrong admin token')}`).toString('base64')}` },
    { cookie: `${sessionCookies.account}=${book.make('session')}; ${sessionCookies.admin}=${book.make('session')}` },
  ]) {
    await scene.ask(name, { ...body, headers });
  }
  const misplaced = book.make("URL's query");
  const query = { api_key: wrong, limit: misplaced, cursor: book.make("URL's query"), seconds: misplaced };
  if (row?.method === 'GET') await scene.ask(name, { query });
  const params = Object.fromEntries(
    Object.keys(row?.params?.shape ?? {}).map((param) => [param, book.make('misplaced word')]),
  );
  if (row?.params !== undefined) await scene.ask(name, { params, query, ...body });
  if (row?.body === undefined) return;
  const url = book.sign(scene.host);
  await scene.ask(name, { body: `{"input_files": {"in_a": "${url}` });
  await scene.ask(name, { body: `${url} is no JSON` });
  await scene.ask(name, { body: [url] });
  await scene.ask(name, { body: { [url]: url, name: { [url]: url }, input_files: url, secret: { [url]: 1 } } });
}
