// What agents read about this server, read as an agent would: each rule of docs/agents.md is true, each request of the skill works.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Command, type File, openApiDocument, type Preset } from '@renderio/contract';
import { createClient } from '@renderio/sdk';
import { assertAnswer, assertRefused, faultsOf } from '../support/answers.ts';
import { makeVideo } from '../support/media.ts';
import { type FileHost, startFileHost } from '../support/origin.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

const docsFolder = join(import.meta.dirname, '../../../../docs');
const agentsPage = await readFile(join(docsFolder, 'agents.md'), 'utf8');
const skill = await readFile(join(docsFolder, 'skill/SKILL.md'), 'utf8');
let server: TestServer;
let host: FileHost;
let video: Buffer;
let clip: string;

before(async () => {
  [server, host, video] = await Promise.all([startTestServer(), startFileHost(), makeVideo()]);
  clip = host.serve('talk.mov', video);
});
after(async () => {
  await Promise.all([server.stop(), host.stop()]);
});

const one = (ffmpeg_command: string, more: object = {}): object => ({
  input_files: { in_video: clip },
  output_files: { out_video: 'talk.mp4' },
  ffmpeg_command,
  ...more,
});
const copying = (): object => one('-i {{in_video}} -c copy {{out_video}}');
const runAndWait = async (body: object, path = '/run-ffmpeg-command'): Promise<Command> => {
  const answer = await server.call<{ command_id: string; command: Command }>('POST', `${path}?wait=60`, body);
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  return answer.body.command;
};
const countCommands = async (): Promise<number> =>
  (await server.call<{ commands: unknown[] }>('GET', '/commands?limit=100')).body.commands.length;

/** Beginning of a rule → what shows that it is true. */
const rules: Readonly<Record<string, () => Promise<void>>> = {
  "The command is FFmpeg's own language without a shell": async () => {
    for (const words of [
      '-i {{in_video}} -c copy {{out_video}} | cat',
      '-i {{in_video}} -c copy $HOME/{{out_video}}',
      '-i /etc/passwd -i {{in_video}} {{out_video}}',
      '-i {{in_video}} -c copy {{out_video}} && ffmpeg -i {{in_video}} {{out_video}}',
    ]) {
      const { status, body } = await server.call<{ command_id: string }>('POST', '/run-ffmpeg-command', one(words));
      // What a shell would act on are words like others: either they name what is not allowed, or FFmpeg cannot use them.
      const end = status === 200 ? (await server.finished(body.command_id)).status : 'refused';
      assert.notEqual(end, 'SUCCESS', words);
    }
    const { input_files, output_files } = { input_files: { in_video: clip }, output_files: { out_video: 'talk.mp4' } };
    const passes = [
      '-i {{in_video}} -c:v libx264 -b:v 200k -pass 1 -an -f null -',
      '-i {{in_video}} -c:v libx264 -b:v 200k -pass 2 {{out_video}}',
    ];
    const chain = { input_files, output_files, ffmpeg_commands: passes };
    assert.equal((await runAndWait(chain, '/run-chained-ffmpeg-commands')).status, 'SUCCESS');
  },
  'Every input is a key `in_…`': async () => {
    const faultsWith = async (input_files: object): Promise<string> => {
      const answer = await server.call(
        'POST',
        '/run-ffmpeg-command',
        one('-i {{in_other}} {{out_video}}', { input_files }),
      );
      return JSON.stringify(assertRefused(answer, 'INVALID_REQUEST').detail);
    };
    assert.match(await faultsWith({ video: clip }), /"video"/);
    assert.match(await faultsWith({ in_unused: clip }), /in_other.*in_unused|in_unused.*in_other/);
  },
  'Inputs are http(s) URLs': async () => {
    const form = new FormData();
    form.set('file', new Blob([new Uint8Array(video)]), 'clip.mp4');
    const { body } = await server.call<{ file_id: string }>('POST', '/files/upload', form);
    const file = await server.probed(body.file_id);
    for (const input of [clip, file.file_id, file.storage_url ?? '']) {
      assert.equal((await runAndWait({ ...copying(), input_files: { in_video: input } })).status, 'SUCCESS', input);
    }
  },
  'Output names are plain file names': async () => {
    assertRefused(
      await server.call('POST', '/run-ffmpeg-command', { ...copying(), output_files: { out_video: 'a/b.mp4' } }),
      'INVALID_REQUEST',
    );
    const frames = await runAndWait(
      one('-i {{in_video}} -r 2 {{out_video}}', { output_files: { out_video: 'frame_%04d.png' } }),
    );
    const playlist = await runAndWait(
      one('-i {{in_video}} -c copy -f hls {{out_video}}', { output_files: { out_video: 'index.m3u8' } }),
    );
    for (const { status, output_files } of [frames, playlist]) {
      assert.equal(status, 'SUCCESS');
      assert.ok((output_files['out_video']?.items ?? []).some(({ filename }) => /^(frame_0002|index0)/.test(filename)));
    }
  },
  'Ask before you run': async () => {
    const before = await countCommands();
    assert.equal((await server.call('POST', '/validate', copying())).status, 200);
    assertAnswer('probe', await server.call('POST', '/probe', { input: clip }));
    assertAnswer('listPresets', await server.call('GET', '/presets'));
    assert.equal(await countCommands(), before);
  },
  'Send an `Idempotency-Key` header': async () => {
    const key = { 'idempotency-key': randomUUID() };
    const body = copying();
    const [first, second] = [
      await server.call('POST', '/run-ffmpeg-command', body, key),
      await server.call('POST', '/run-ffmpeg-command', body, key),
    ];
    assert.equal(first.status, 200);
    assert.deepEqual(second.body, first.body);
  },
  'Retry 429 and 503 after `Retry-After`': async () => {
    const faulty = { input_files: { video: 1 }, output_files: {}, ffmpeg_command: 7 };
    const refused = assertRefused(await server.call('POST', '/run-ffmpeg-command', faulty), 'INVALID_REQUEST');
    assert.ok(faultsOf(refused).length >= 3, faultsOf(refused).join());
    const preset = { name: 1, ffmpeg_command: 2, input_file_keys: 3 };
    assert.ok(faultsOf(assertRefused(await server.call('POST', '/presets', preset), 'VALIDATION_ERROR')).length >= 3);
  },
  'The log of FFmpeg is': async () => {
    const { command_id } = await runAndWait(copying());
    const response = await fetch(`${server.url}/api/v1/commands/${command_id}/log`, {
      headers: { 'x-api-key': server.key },
    });
    assert.equal(response.status, 200);
    assert.match(await response.text(), /Input #0/);
  },
  'In TypeScript use the [SDK]': async () => {
    const client = createClient({ baseUrl: server.url, apiKey: server.key });
    const request = { input_files: { in_video: clip }, output_files: { out_video: 'talk.mp4' } };
    const command = await client.run({ ...request, ffmpeg_command: '-i {{in_video}} -c copy {{out_video}}' });
    assert.equal(command.status, 'SUCCESS');
    await assert.rejects(
      client.run({ ...request, ffmpeg_command: '-i {{in_video}} -ss 0:99 {{out_video}}' }),
      /Invalid duration/,
    );
  },
};

const written = (agentsPage.split('## Rules\n')[1] ?? '').split('\n').filter((line) => line.startsWith('- '));
for (const rule of written) {
  const [, prove] = Object.entries(rules).find(([start]) => rule.startsWith(`- ${start}`)) ?? [];
  test(`a rule is true: ${rule.slice(2)}`, async () => {
    assert.ok(prove !== undefined, 'a rule without a test');
    await prove();
  });
}

test('every rule that is tried is written', () => {
  const unused = Object.keys(rules).filter((start) => !written.some((rule) => rule.startsWith(`- ${start}`)));
  assert.deepEqual(unused, []);
});

test('every endpoint that the page and the skill name is there', () => {
  const { paths } = openApiDocument();
  const known = new Set(
    Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    ),
  );
  const named = [...`${agentsPage}\n${skill}`.matchAll(/\b(GET|POST) (?:\$RENDERIO_URL)?(\/api\/v1\/[\w/:<>-]+)/g)].map(
    ([, method = '', path = '']) => `${method} ${path.replaceAll(/<\w+>|:\w+/g, '{}')}`,
  );
  assert.ok(named.length > 8, named.join());
  const withoutNames = new Set([...known].map((line) => line.replaceAll(/\{\w+\}/g, '{}')));
  assert.deepEqual(
    named.filter((line) => !withoutNames.has(line)),
    [],
  );
});

test('the steps of the skill lead to a result', async () => {
  const probe = assertAnswer('probe', await server.call('POST', '/probe', { input: clip }));
  assert.ok(Math.abs((probe.duration ?? 0) - 2) < 0.1);
  const { presets } = (await server.call<{ presets: Preset[] }>('GET', '/presets?limit=100')).body;
  const preset = presets.find(({ name }) => name === 'Thumbnail');
  assert.ok(preset !== undefined);
  const inputs = Object.fromEntries(preset.input_file_keys.map((key) => [key, clip]));
  const executed = await runAndWait({ input_files: inputs }, `/presets/${preset.preset_id}/execute`);
  assert.equal(executed.status, 'SUCCESS');
  for (const output of Object.values(executed.output_files)) {
    assert.equal((await fetch(output.storage_url ?? '')).status, 200);
    assert.ok(output.checks.every(({ verdict }) => verdict === 'pass'));
  }
  const failed = await runAndWait(one('-i {{in_video}} -ss 0:99 {{out_video}}'));
  assert.equal(failed.status, 'FAILED');
  assert.match(failed.error_message ?? '', /Invalid duration/);
  const file: File = await server.probed(Object.values(executed.output_files)[0]?.file_id ?? '');
  assert.equal(file.rendi_store_type, 'OUTPUT');
});

test('every link of llms.txt leads somewhere', async () => {
  const text = await (await fetch(`${server.url}/llms.txt`)).text();
  const links = [...text.matchAll(/\]\((\/[^)#]*)(?:#([^)]*))?\)/g)];
  assert.ok(links.length > 50);
  const pages = new Map<string, string>();
  for (const [, path = '', anchor] of links) {
    if (!pages.has(path)) {
      const response = await fetch(server.url + path);
      assert.equal(response.status, 200, path);
      pages.set(path, await response.text());
    }
    if (anchor !== undefined) assert.ok(pages.get(path)?.includes(` id="${anchor}"`), `${path}#${anchor}`);
  }
});
