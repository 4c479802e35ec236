// What was uploaded is not uploaded again: not after a broken connection, a killed server, or a start of the program anew.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { appendFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { connectTo, startServerProcess, testKey } from '../../server/test/support/server-process.ts';
import { type CliSetting, startCliSetting } from './cli.ts';
import { startStallingNetwork } from './stalling-network.ts';

let setting: CliSetting;

before(async () => {
  setting = await startCliSetting();
});
after(() => setting[Symbol.asyncDispose]());

const bytes = randomBytes(6_000_000);
/** The first piece, of one MiB, has been acknowledged by then. */
const stallsAfter = 4_500_000;

async function makeFile(name: string): Promise<void> {
  await writeFile(join(setting.folder, name), bytes);
}

async function bytesOf(fileId: string): Promise<Buffer> {
  const { body } = await setting.server.call<{ storage_url: string }>('GET', `/files/${fileId}`);
  return Buffer.from(await (await fetch(body.storage_url)).arrayBuffer());
}

async function notes(): Promise<string[]> {
  return await readdir(join(setting.folder, '.local/state/renderio/uploads'));
}

/** Has the program begin an upload, and ends it by the signal when the network has stopped. */
async function leaveUpload(args: readonly string[], signal: NodeJS.Signals): ReturnType<CliSetting['cli']> {
  await using network = await startStallingNetwork(setting.server.url, stallsAfter);
  return await setting.cli(args, {
    env: { RENDERIO_URL: network.url },
    onStart: (pid) => {
      void network.stalled.then(() => process.kill(pid, signal));
    },
  });
}

test('an upload goes on where it was when its server was killed and started again', async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'renderio-killed-'));
  const settings = { RENDERIO_DATA: dataFolder, RENDERIO_LOG_LEVEL: 'silent' };
  await makeFile('killed.bin');
  try {
    await using first = await startServerProcess(settings);
    const { url } = await connectTo(first);
    await using network = await startStallingNetwork(url, stallsAfter);
    const uploading = setting.cli(['upload', 'killed.bin'], {
      env: { RENDERIO_URL: network.url, RENDERIO_API_KEY: testKey },
    });
    await network.stalled;
    first.kill('SIGKILL');
    await first.ended;
    network.mend();
    await using second = await startServerProcess({ ...settings, RENDERIO_PORT: new URL(url).port });
    const client = await connectTo(second);
    const { code, stdout, stderr } = await uploading;
    assert.equal(code, 0, stderr);
    assert.match(
      stderr,
      /^Uploading killed\.bin \(6\.0 MB\)\nThe upload broke off at [1-4]\.\d MB of 6\.0 MB: .* Trying again\.\nGoing on with killed\.bin at [1-6]\.\d MB of 6\.0 MB\.\n$/,
    );
    const { body } = await client.call<{ storage_url: string }>('GET', `/files/${stdout.trim()}`);
    assert.ok(Buffer.from(await (await fetch(body.storage_url)).arrayBuffer()).equals(bytes));
    // In good order, PostgreSQL with it.
    second.kill('SIGTERM');
    await second.ended;
  } finally {
    await rm(dataFolder, { recursive: true, force: true });
  }
});

test('Ctrl-C leaves an upload, and the same command goes on with it', async () => {
  await makeFile('left.bin');
  const left = await leaveUpload(['upload', 'left.bin'], 'SIGINT');
  assert.equal(left.code, 130);
  assert.match(
    left.stderr,
    /^Uploading left\.bin \(6\.0 MB\)\n[1-4]\.\d MB of 6\.0 MB of left\.bin are kept for a day: the same command goes on from there\.\nInterrupted\.\n$/,
  );
  const { code, stdout, stderr } = await setting.cli(['upload', 'left.bin']);
  assert.equal(code, 0, stderr);
  assert.match(stderr, /^Going on with left\.bin at [1-5]\.\d MB of 6\.0 MB\.\n$/);
  assert.ok((await bytesOf(stdout.trim())).equals(bytes));
  assert.deepEqual(await notes(), []);
});

test('a killed program goes on too, but not with a file that was changed meanwhile', async () => {
  await makeFile('changed.bin');
  assert.equal((await leaveUpload(['upload', 'changed.bin'], 'SIGKILL')).code, null);
  assert.equal((await notes()).length, 1);
  await appendFile(join(setting.folder, 'changed.bin'), 'x');
  const { code, stdout, stderr } = await setting.cli(['upload', 'changed.bin']);
  assert.deepEqual([code, stderr], [0, 'Uploading changed.bin (6.0 MB)\n']);
  assert.equal((await bytesOf(stdout.trim())).length, bytes.length + 1);
});

test('an upload that the server has forgotten begins anew', async () => {
  await makeFile('forgotten.bin');
  await leaveUpload(['upload', 'forgotten.bin'], 'SIGKILL');
  await setting.server.database.query('delete from partial_uploads');
  const { code, stderr } = await setting.cli(['upload', 'forgotten.bin']);
  assert.deepEqual([code, stderr], [0, 'Uploading forgotten.bin (6.0 MB)\n']);
});

test('a run sends an input once, however often the command is tried', async () => {
  const sine = '-f lavfi -i sine=d=40 -f lavfi -i anoisesrc=d=40 -filter_complex amerge -c:a pcm_s16le noise.wav';
  const made = await setting.ffmpeg(sine.split(' '));
  assert.equal(made.code, 0, made.stderr);
  const left = await leaveUpload(['run', 'ffmpeg -i noise.wav -t 1 -af nonsense=1 out.mp3'], 'SIGINT');
  assert.equal(left.code, 130, left.stderr);
  const failed = await setting.cli(['run', 'ffmpeg -i noise.wav -t 1 -af nonsense=1 out.mp3']);
  assert.equal(failed.code, 10);
  assert.match(failed.stderr, /^Going on with noise\.wav at /m);
  const mended = await setting.cli(['run', 'ffmpeg -i noise.wav -t 1 -af volume=0.5 out.mp3']);
  assert.match(mended.stderr, /^noise\.wav is on the server already\.\nRunning \S+\nWrote out\.mp3 in /);
  // Looked into, it is not deleted: a command may be about to read it.
  assert.match((await setting.cli(['probe', 'noise.wav'])).stdout, /^codec +pcm_s16le$/m);
  const again = await setting.cli(['run', 'ffmpeg -i noise.wav -t 1 -y out.mp3']);
  assert.match(again.stderr, /^noise\.wav is on the server already\.\n/);
});

test('a file that changes while it is uploaded is not sent, and said to have changed', async () => {
  await makeFile('moving.bin');
  await using network = await startStallingNetwork(setting.server.url, stallsAfter);
  const uploading = setting.cli(['upload', 'moving.bin'], { env: { RENDERIO_URL: network.url } });
  await network.stalled;
  await appendFile(join(setting.folder, 'moving.bin'), 'x');
  network.mend();
  const { code, stderr } = await uploading;
  assert.equal(code, 7, stderr);
  assert.match(stderr, /^moving\.bin was changed while it was uploaded\.$/m);
});
