// What people publish for services like this one, run over the wire on real media: none may fail, and the bytes must be right.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { CommandOutput } from '@renderio/contract';
import { type FileHost, startFileHost } from '../support/origin.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { type FixtureName, makeFixtures } from './fixtures.ts';
import { type Inspected, type Inspector, openInspector } from './inspect.ts';
import { packageCommands, textCommands } from './published/package-commands.ts';
import { pictureCommands } from './published/picture-commands.ts';
import type { ExpectedOutput } from './published/published-command.ts';
import { soundCommands } from './published/sound-commands.ts';
import { timingCommands } from './published/timing-commands.ts';
import { videoCommands } from './published/video-commands.ts';

const commands = [
  ...videoCommands,
  ...soundCommands,
  ...pictureCommands,
  ...packageCommands,
  ...textCommands,
  ...timingCommands,
];

let server: TestServer;
let inspector: Inspector;
let host: FileHost;
const ids: string[] = [];
let falseFailures = 0;

before(async () => {
  let fixtures: ReadonlyMap<FixtureName, Buffer>;
  [server, inspector, host, fixtures] = await Promise.all([
    startTestServer(),
    openInspector(),
    startFileHost(),
    makeFixtures(),
  ]);
  const uploads = new Map<FixtureName, string>();
  for (const [name, bytes] of fixtures) uploads.set(name, await server.upload(name, bytes));
  const links = new Map([...fixtures].map(([name, bytes]) => [name, `${host.serve(name, bytes)}?v=1&sig=a%2Fb`]));
  // All are queued at once; every other one takes its inputs by URL.
  for (const [index, { inputs, outputs, command }] of commands.entries()) {
    const sources = index % 2 === 0 ? uploads : links;
    const input_files = Object.fromEntries(
      Object.entries(inputs).map(([alias, name]) => [alias, sources.get(name) ?? '']),
    );
    ids.push(await server.submit({ input_files, output_files: { ...outputs }, ffmpeg_command: command }));
  }
});
after(async () => {
  await Promise.all([server.stop(), inspector.close(), host.stop()]);
  console.log(`${commands.length} good commands, ${falseFailures} false FAILED`);
});

for (const [index, { name, outputs, expect }] of commands.entries()) {
  test(`as published: ${name}`, async () => {
    const done = await server.finished(ids[index] ?? '', 120_000);
    if (done.status !== 'SUCCESS') falseFailures += 1;
    assert.equal(done.status, 'SUCCESS', `${done.error_status ?? ''}: ${done.error_message ?? ''}`);
    assert.deepEqual(Object.keys(done.output_files).sort(), Object.keys(outputs).sort());
    for (const [alias, expected] of Object.entries(expect)) {
      const output = done.output_files[alias];
      assert.ok(output !== undefined, alias);
      await assertOutput(output, expected);
    }
  });
}

test('there are enough of them to be worth the name', () => {
  assert.ok(commands.length >= 100, `${commands.length}`);
  assert.equal(new Set(commands.map(({ name }) => name)).size, commands.length);
});

async function assertOutput(output: CommandOutput, expected: ExpectedOutput): Promise<void> {
  const { filename } = output;
  const bytes = await download(output.storage_url);
  assert.equal(bytes.length, Math.round((output.size_mbytes ?? 0) * 1_048_576), filename);
  const notPassed = output.checks.filter(({ verdict }) => verdict !== 'pass');
  assert.deepEqual(
    notPassed.map(({ name, verdict }) => `${name} ${verdict}`),
    expected.warns === undefined ? [] : [`${expected.warns} warn`],
    notPassed.map(({ message }) => message).join(' '),
  );
  if (expected.fileType !== undefined) assert.equal(output.file_type, expected.fileType, filename);
  if (expected.text !== undefined) assert.match(bytes.toString(), expected.text);
  expected.bytes?.(bytes);
  const items = await downloadItems(output);
  if (expected.items !== undefined) assertWithin(items.size, expected.items, `${filename}: files`);
  if (expected.streams === undefined && expected.seconds === undefined && expected.frames === undefined) return;

  // A series is an archive of which the first member is looked at; a playlist is played with what lies beside it.
  const [firstItem] = items.keys();
  const isSeries = firstItem !== undefined && bytes.toString('latin1', 0, 2) === 'PK';
  const main = isSeries ? firstItem : 'main' + filename.slice(Math.max(0, filename.lastIndexOf('.')));
  const found = await inspector.inspect(main, new Map([...items, ...(isSeries ? [] : [[main, bytes] as const])]));
  assertFound(found, expected, filename);
  if (!isSeries && items.size === 0) assertSaidTruly(output, found);
}

function assertFound(found: Inspected, expected: ExpectedOutput, filename: string): void {
  const said = `${filename}: ${JSON.stringify(found)}`;
  if (expected.streams !== undefined) {
    assert.equal(found.streams.length, expected.streams.length, said);
    for (const [index, stream] of expected.streams.entries()) {
      assert.ok(`${found.streams[index] ?? ''} `.startsWith(`${stream} `), said);
    }
  }
  if (expected.seconds !== undefined) {
    assert.ok(Math.abs((found.seconds ?? 0) - expected.seconds) <= 0.15, said);
  }
  if (expected.frames !== undefined) assertWithin(found.frames ?? 0, expected.frames, said);
}

/** The server's own facts of an output are what ffprobe says of its bytes. */
function assertSaidTruly(output: CommandOutput, found: Inspected): void {
  if (output.file_type !== 'video' && output.file_type !== 'image') return;
  assert.deepEqual({ width: output.width, height: output.height }, { width: found.width, height: found.height });
  assert.equal(output.codec, found.streams.find((stream) => /\d+x\d+/.test(stream))?.split(' ')[0]);
  if (output.file_type === 'video' && found.seconds !== null) assert.equal(output.duration, found.seconds);
}

function assertWithin(found: number, expected: number | readonly [number, number], said: string): void {
  const [low, high] = typeof expected === 'number' ? [expected, expected] : expected;
  assert.ok(found >= low && found <= high, `${said}: ${found}, not ${low} to ${high}`);
}

/** Members of a package are fetched as a player does: by their names, relative to the playlist's own link. */
async function downloadItems({ items = [], storage_url, filename }: CommandOutput): Promise<Map<string, Buffer>> {
  const isPackage = /\.(m3u8|mpd)$/.test(filename);
  const files = new Map<string, Buffer>();
  for (const item of items) {
    const link = isPackage ? new URL(item.filename, storage_url ?? '').href : item.storage_url;
    files.set(item.filename, await download(link));
  }
  return files;
}

async function download(link: string | null): Promise<Buffer> {
  const response = await fetch(link ?? '');
  assert.equal(response.status, 200, link ?? '');
  return Buffer.from(await response.arrayBuffer());
}
