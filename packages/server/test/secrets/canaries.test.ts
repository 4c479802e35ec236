// No secret is ever written where it need not be: every endpoint is driven with secrets, and all that was written is searched.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type OwnPool, openPool } from '../../src/store/database.ts';
import { until } from '../support/server.ts';
import { drives, misuse } from './drives.ts';
import { homes } from './homes.ts';
import { readDatabase, readFiles, readProcesses } from './read-everything.ts';
import { type AnyEndpointName, makeApiKey, openScene, rows, type Scene, type Written } from './scene.ts';

let scene: Scene;
let database: OwnPool;
const names = [...rows.keys()];
/** Every place in which a secret was found, and of which kind. */
let findings: readonly { readonly where: string; readonly kind: string }[] = [];

before(async () => {
  scene = await openScene();
  const { book } = scene;
  const folder = join(scene.dataFolder, 'postgres');
  const password = (await readFile(join(folder, 'password'), 'utf8')).trim();
  book.keep('database password', password);
  database = openPool({ host: folder, user: 'renderio', database: 'renderio', password, max: 1 }, () => undefined);
  const { rows: secrets } = await database.query<{ value: Buffer }>('select value from secrets');
  for (const { value } of secrets) book.keep('installation secret', value.toString('latin1'));
  for (const { value } of secrets) book.keep('installation secret', value.toString('hex'));

  for (const name of names) {
    await misuse(scene, name);
    await drives[name](scene);
  }
  await useOtherDoors(scene);
  await breakStatements(scene);
  const running = await readRunning(scene);
  await Promise.all(scene.submitted.map((id) => scene.finished(id)));
  for (const commandId of scene.submitted) await scene.ask('getCommandLog', { params: { commandId } });
  await until(30_000, 'every webhook was tried', async () => {
    const { rows: left } = await database.query(
      `select from deliveries where not exists (select from delivery_attempts where delivery_id = deliveries.id)`,
    );
    return left.length === 0 ? true : null;
  });
  for (const path of ['/metrics', '/health', '/ready']) await scene.fetch(path.slice(1), path);
  const written: Written[] = [
    ...scene.written,
    ...(await readDatabase(database)),
    ...(await readFiles(scene.dataFolder)),
    ...running,
    { where: 'log', text: scene.server.said() },
  ];
  findings = written.flatMap(({ where, text }) => book.findIn(text).map((kind) => ({ where, kind })));
});
after(async () => {
  await database.end();
  await scene[Symbol.asyncDispose]();
});

/** MCP, media links, paths that lead nowhere, and bytes that are no request. */
async function useOtherDoors(scene: Scene): Promise<void> {
  const { book, key, host } = scene;
  const call = (name: string, args: object, bearer = key): Promise<unknown> =>
    scene.fetch(`mcp ${name}`, '/api/mcp', {
      method: 'POST',
      headers: {
        authorization: `Bearer ${bearer}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } }),
    });
  const picture = { output_files: { out_a: 'a.png' }, ffmpeg_command: '-i {{in_a}} -frames:v 1 {{out_a}}' };
  for (const path of ['/video.mp4', '/missing', '/page']) {
    const url = book.sign(host + path);
    await call('run_ffmpeg_command', { ...picture, input_files: { in_a: url } });
    await call('store_file', { file_url: url });
    await call('probe_input', { input: url });
  }
  await call('run_ffmpeg_command', { ...picture, ffmpeg_command: `-i ${book.sign(host)} {{out_a}}`, input_files: {} });
  await call('list_commands', { limit: 100 });
  await call('list_files', { limit: 100 });
  await call(book.make('misplaced word'), { [book.make('misplaced word')]: 1 });
  await call('list_files', {}, book.make('wrong admin token'));

  for (const headers of [
    { 'x-api-key': key },
    { 'x-api-key': makeApiKey(book, 'wrong API key') },
    { authorization: `Bearer ${book.make('wrong admin token')}` },
  ]) {
    for (const metadata of ['filename YS50eHQ=', `token ${book.make('misplaced word')}`]) {
      const tus = { 'tus-resumable': '1.0.0', 'upload-length': '4', 'upload-metadata': metadata };
      await scene.fetch('tus', '/api/v1/files/tus', { method: 'POST', headers: { ...headers, ...tus } });
    }
    await scene.fetch('tus', `/api/v1/files/tus/${book.make('misplaced word')}`, { method: 'PATCH', headers });
  }

  await scene.fetch('media', `/api/media/${book.make('media link')}/a.png`);
  await scene.fetch('nowhere', `/api/v1/${book.make('session')}?token=${book.make('session')}`, {
    headers: { 'x-api-key': key },
  });
  await scene.fetch('nowhere', `/${book.make('session')}/%ff?token=${book.make('session')}`);
}

/** What the database says of a row that it refuses holds the row. */
async function breakStatements(scene: Scene): Promise<void> {
  const { book, host } = scene;
  await database.query('alter table files add constraint none check (false) not valid');
  await database.query('alter table commands add constraint none check (false) not valid');
  await database.query('alter table webhook_configs add constraint none check (false) not valid');
  const url = book.sign(`${host}/video.mp4`);
  const replies = [
    await scene.ask('storeFile', { body: { file_url: url } }),
    await scene.ask('putWebhookConfig', { body: { url, secret: book.make('webhook secret') } }),
    await scene.ask('runFfmpegCommand', {
      body: {
        input_files: { in_a: url },
        output_files: { out_a: 'a.png' },
        ffmpeg_command: '-i {{in_a}} {{out_a}}',
        webhook_url: url,
      },
    }),
  ];
  assert.deepEqual(
    replies.map(({ status }) => status),
    [500, 500, 500],
  );
  for (const table of ['files', 'commands', 'webhook_configs'])
    await database.query(`alter table ${table} drop constraint none`);
}

/** What processes are told, while FFmpeg is one of them. */
async function readRunning(scene: Scene): Promise<Written[]> {
  const { book, host, server } = scene;
  const request = {
    input_files: { in_a: book.sign(`${host}/video.mp4`) },
    output_files: { out_a: 'a.mkv' },
    ffmpeg_command: '-re -stream_loop -1 -i {{in_a}} -c copy {{out_a}}',
  };
  const commandId = scene.textOf(await scene.ask('runFfmpegCommand', { body: request }), 'command_id');
  const seen = await until(20_000, 'FFmpeg runs', async () => {
    const written = await readProcesses(server.pid);
    return written.some(({ where }) => where.startsWith('process ffmpeg ')) ? written : null;
  });
  await scene.ask('cancelCommand', { params: { commandId } });
  await scene.finished(commandId);
  return seen;
}

test('every endpoint of the contract has been told secrets', () => {
  const silent = names.filter((name: AnyEndpointName) => (scene.sent.get(name)?.size ?? 0) < 3);
  assert.deepEqual(silent, []);
  assert.deepEqual(Object.keys(drives).sort(), [...names].sort());
});

test('no secret is where it need not be', () => {
  const leaks = findings.filter(
    ({ where, kind }) => !homes.some((home) => home.where.test(where) && home.holds.some((held) => held === kind)),
  );
  const counted = Map.groupBy(
    leaks,
    ({ where, kind }) => `${where.replaceAll(/[0-9a-f]{8,}(-[0-9a-f]+)*/g, '…')}: ${kind}`,
  );
  assert.deepEqual([...counted.keys()].sort(), []);
});

test('every place on the list of where secrets may be has one', () => {
  const empty = homes.filter(({ where, holds }) =>
    holds.some((held) => !findings.some((finding) => where.test(finding.where) && finding.kind === held)),
  );
  assert.deepEqual(empty, []);
});
