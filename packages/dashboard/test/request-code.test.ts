// The code that the composer hands out is run as it stands, by the tools it is for; n8n's is in the server's test/no-code.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { startTestServer } from '../../server/test/support/server.ts';
import { type ApiCall, writeCode } from '../src/compose/request-code.ts';

const run = promisify(execFile);
const server = await startTestServer();
after(() => server.stop());
const env = { ...process.env, RENDERIO_API_KEY: server.key };

const lackOfPython = await run('python3', ['--version']).then(
  () => false,
  () => 'there is no Python here: apt-get install python3',
);

/** With everything that a shell, a string or a template could trip over. */
const awkward: ApiCall = {
  path: '/run-ffmpeg-command',
  body: {
    input_files: {},
    output_files: { out_it: 'it\'s $HOME "quoted" `x` \\ ünï.txt' },
    ffmpeg_command: `-f lavfi -i testsrc2=size=32x32:duration=0.1 -vf "drawtext=text='{{out_it}}':fontsize=1" -f framecrc {{out_it}}`,
    metadata: { who: "O'Brien ${x} $(x)", isTest: true, nothing: 1.5 },
  },
};
const chain: ApiCall = {
  path: '/run-chained-ffmpeg-commands',
  body: {
    input_files: {},
    output_files: { out_b: 'b.png' },
    ffmpeg_commands: ['-f lavfi -i testsrc2=size=32x32 -frames:v 1 a.png', '-i a.png -vf hflip {{out_b}}'],
  },
};

for (const [name, call, filename] of [
  ['a command with awkward names', awkward, Object.values(awkward.body['output_files'] as object)[0] as string],
  ['a chain', chain, 'b.png'],
] as const) {
  test(`curl runs ${name}`, async () => {
    const { stdout } = await run('sh', ['-c', writeCode('curl', call, server.url)], { env });
    const { command } = JSON.parse(stdout) as { command: { output_files: Record<string, { filename: string }> } };
    assert.deepEqual(
      Object.values(command.output_files).map((output) => output.filename),
      [filename],
    );
  });

  test(`TypeScript runs ${name}`, async () => {
    const code = writeCode('TypeScript', call, server.url);
    const options = { env, cwd: import.meta.dirname };
    const { stdout } = await run(process.execPath, ['--input-type=module-typescript', '--eval', code], options);
    assert.match(stdout, /storage_url/);
  });

  test(`Python runs ${name}`, { skip: lackOfPython }, async () => {
    const { stdout } = await run('python3', ['-c', writeCode('Python', call, server.url)], { env });
    assert.match(stdout, /'status': 'STORED'/);
  });
}

test('TypeScript runs a preset by its id', async () => {
  const { body: preset } = await server.call<{ preset_id: string }>('POST', '/presets', {
    name: 'A pattern',
    ffmpeg_command: '-f lavfi -i testsrc2=size=32x32 -frames:v 1 {{out_a}}',
    input_file_keys: [],
    output_file_definitions: { out_a: 'a.png' },
  });
  const call = { path: `/presets/${preset.preset_id}/execute`, body: { input_files: {} } };
  const options = { env, cwd: import.meta.dirname };
  const code = writeCode('TypeScript', call, server.url);
  const { stdout } = await run(process.execPath, ['--input-type=module-typescript', '--eval', code], options);
  assert.match(stdout, /a\.png/);
});
