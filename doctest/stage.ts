// Where examples are executed as they stand: a real server, the files and hosts that they name, and the programs that they call.
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { makeMedia, makeVideo } from '../packages/server/test/support/media.ts';
import { startTestServer, type TestServer } from '../packages/server/test/support/server.ts';
import { samples, texts } from '../recipes/samples.ts';

const execute = promisify(execFile);
const repository = join(import.meta.dirname, '..');
const limitMs = 120_000;

/** What pages call a video when they mean any. */
const anyVideos = ['holiday.mp4', 'talk.mov', 'video.mov', 'video.mp4'];

export interface Stage extends AsyncDisposable {
  readonly server: TestServer;
  /** The text with this stage's server, key and host in place of those that pages name, and its files made. */
  prepare(text: string): Promise<string>;
  /** Runs a program in a new folder that has the files; throws with what it said when it fails. Resolves with what it printed. */
  run(command: readonly string[], files?: Readonly<Record<string, string>>): Promise<string>;
}

export async function openStage(): Promise<Stage> {
  const server = await startTestServer();
  const folder = await mkdtemp(join(tmpdir(), 'renderio-doctest-'));
  const mediaFolder = join(folder, 'media');
  await mkdir(mediaFolder);
  const makeFiles = createMaker(mediaFolder);
  const host = await openHost(mediaFolder);
  const programs = await writePrograms(join(folder, 'programs'));
  let count = 0;

  return {
    server,
    async prepare(text) {
      await makeFiles(text);
      return text
        .replaceAll('https://example.com', host.url)
        .replaceAll('http://127.0.0.1:8080', server.url)
        .replaceAll('ffsk_…', server.key);
    },
    async run(command, files = {}) {
      count += 1;
      const cwd = join(folder, `run-${count}`);
      await mkdir(cwd);
      await symlink(join(repository, 'node_modules'), join(cwd, 'node_modules'));
      await symlink(server.dataFolder, join(cwd, 'data'));
      await cp(mediaFolder, cwd, { recursive: true });
      for (const [name, text] of Object.entries(files)) await writeFile(join(cwd, name), text);
      const env = {
        PATH: `${programs}:${process.env['PATH'] ?? ''}`,
        HOME: programs,
        RENDERIO_URL: server.url,
        RENDERIO_API_KEY: server.key,
      };
      const running = execute(command[0] ?? '', command.slice(1), { cwd, env, timeout: limitMs });
      // What asks for a key gets it; what does not read closes its end.
      running.child.stdin?.on('error', () => undefined).end(server.key);
      return (await running).stdout;
    },
    async [Symbol.asyncDispose]() {
      await host.stop();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Makes the files that a text names; each once, however many examples ask for it at the same time. */
function createMaker(folder: string): (text: string) => Promise<void> {
  const made = new Map<string, Promise<void>>();
  let video: Promise<Buffer> | undefined;
  const makeAnyVideo = (): Promise<Buffer> => (video ??= makeVideo({ seconds: 3, size: '1280x720' }));
  const makers = new Map<string, () => Promise<Buffer | string>>([
    ...Object.values(samples).map(({ filename, make }) => [filename, () => makeOne(make, filename)] as const),
    ...Object.values(texts).map(({ filename, text }) => [filename, () => Promise.resolve(text)] as const),
    ...anyVideos.map((name) => [name, makeAnyVideo] as const),
    // Longer than any cut in the recipes, and sooner made and encoded than the picture that they are shown with.
    [samples.clip.filename, () => makeVideo({ seconds: 4, size: '1280x720' })],
  ]);
  return async (text) => {
    for (const [name, make] of makers) {
      if (!text.includes(name)) continue;
      if (!made.has(name))
        made.set(
          name,
          make().then((bytes) => writeFile(join(folder, name), bytes)),
        );
      await made.get(name);
    }
  };
}

async function makeOne(words: string, name: string): Promise<Buffer> {
  const [bytes] = await makeMedia(words, name);
  if (bytes === undefined) throw new Error(`${name} was not made.`);
  return bytes;
}

/** Stands for every other host: has the files under any path, and takes what is posted. */
async function openHost(folder: string): Promise<{ url: string; stop(): Promise<void> }> {
  const host = http.createServer((request, response) => {
    request.resume();
    const path = join(folder, basename(request.url ?? ''));
    if (request.method !== 'GET' && request.method !== 'HEAD') response.end();
    else if (existsSync(path)) createReadStream(path).pipe(response);
    else response.writeHead(404).end();
  });
  host.listen(0, '127.0.0.1');
  await once(host, 'listening');
  return {
    url: `http://127.0.0.1:${(host.address() as AddressInfo).port}`,
    async stop() {
      host.closeAllConnections();
      host.close();
      await once(host, 'close');
    },
  };
}

/** `renderio` and `npx renderio` are those of this checkout, and a refusal ends curl with an error. Returns the folder. */
async function writePrograms(folder: string): Promise<string> {
  const entry = join(repository, 'packages/cli/bin/renderio.js');
  await mkdir(folder);
  await writeFile(join(folder, '.curlrc'), 'fail-with-body\nsilent\nshow-error\n');
  for (const [name, line] of [
    ['renderio', `exec ${process.execPath} ${entry} "$@"`],
    ['npx', 'exec "$@"'],
  ] as const) {
    await writeFile(join(folder, name), `#!/bin/sh\n${line}\n`);
    await chmod(join(folder, name), 0o755);
  }
  return folder;
}
