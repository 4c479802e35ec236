// The official client against a real server: both generations of the protocol, and what each kind of tool tells a model.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type CallToolResult, Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { exchange } from '../../server/test/support/raw-http.ts';
import { startTestServer, type TestServer } from '../../server/test/support/server.ts';
import { tools } from '../src/index.ts';

let server: TestServer;

before(async () => {
  server = await startTestServer();
});
after(async () => {
  await server.stop();
});

type Mode = 'legacy' | 'auto';

async function connect(mode: Mode = 'auto', query = ''): Promise<AsyncDisposable & { client: Client }> {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
  const transport = new StreamableHTTPClientTransport(new URL(`${server.url}/api/mcp${query}`), {
    requestInit: { headers: { authorization: `Bearer ${server.key}` } },
  });
  await client.connect(transport);
  return { client, [Symbol.asyncDispose]: () => client.close() };
}

async function call(client: Client, name: string, input: Record<string, unknown> = {}): Promise<CallToolResult> {
  return await client.callTool({ name, arguments: input });
}

function textOf({ content }: CallToolResult): string {
  return content.map((block) => (block.type === 'text' ? block.text : '')).join('\n');
}

const picture = {
  input_files: {},
  output_files: { out_picture: 'red.png' },
  ffmpeg_command: '-f lavfi -i color=red:s=320x240:d=1 -frames:v 1 {{out_picture}}',
};

for (const mode of ['auto', 'legacy'] as const) {
  test(`a client of the ${mode === 'auto' ? 'current' : 'older'} protocol sees all tools and runs a command`, async () => {
    await using open = await connect(mode);
    const { client } = open;
    const listed = await client.listTools();
    assert.deepEqual(listed.tools.map(({ name }) => name).sort(), Object.keys(tools).sort());
    for (const { name, description, inputSchema } of listed.tools) {
      assert.match(description ?? '', /^\S.{20,}\.$/s, name);
      assert.equal(inputSchema.type, 'object', name);
    }
    const result = await call(client, 'run_ffmpeg_command', picture);
    assert.match(textOf(result), /^Command [0-9a-f-]{36} SUCCEEDED in .*\n- out_picture: red\.png \(image, .*320x240/);
    const link = result.content.find((block) => block.type === 'resource_link');
    assert.ok(link !== undefined);
    assert.equal((await fetch(link.uri)).headers.get('content-type'), 'image/png');
  });
}

test('the current protocol is spoken where the client can', async () => {
  await using open = await connect('auto');
  assert.equal(open.client.getNegotiatedProtocolVersion(), '2026-07-28');
  assert.match(open.client.getInstructions() ?? '', /ordinary FFmpeg command line/);
});

test('without a good key nothing is answered, and the answer says what is asked for', async () => {
  for (const headers of [{}, { authorization: `Bearer ffsk_${'0'.repeat(64)}` }]) {
    const response = await fetch(`${server.url}/api/mcp`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
    });
    assert.equal(response.status, 401);
    assert.match(response.headers.get('www-authenticate') ?? '', /^Bearer/);
  }
});

test('a page of another origin reaches nothing, even with a key', async () => {
  const response = await fetch(`${server.url}/api/mcp`, {
    method: 'POST',
    headers: { 'x-api-key': server.key, origin: 'https://evil.example', 'content-type': 'application/json' },
    body: '{}',
  });
  assert.equal(response.status, 403);
});

test('a page whose name was made to lead here reaches nothing; one of an address or of localhost does', async () => {
  const { port } = new URL(server.url);
  const statusFor = async (host: string): Promise<number> => {
    const lines = [
      'POST /api/mcp HTTP/1.1',
      `Host: ${host}:${port}`,
      `Origin: http://${host}:${port}`,
      `X-API-KEY: ${server.key}`,
      'Content-Type: application/json',
      'Content-Length: 2',
      'Connection: close',
      '',
      '{}',
    ];
    return (await exchange(server.url, lines.join('\r\n')))?.status ?? 0;
  };
  assert.equal(await statusFor('evil.example'), 403);
  for (const host of ['localhost', '127.0.0.1', '[::1]']) assert.equal(await statusFor(host), 400, host);
});

test('a command that fails is told as an error with its cause and what to do', async () => {
  await using open = await connect();
  const result = await call(open.client, 'run_ffmpeg_command', {
    ...picture,
    ffmpeg_command: '-f lavfi -i color=red:s=320x240:d=1 -c:v nonsense {{out_picture}}',
  });
  assert.equal(result.isError, true);
  assert.match(textOf(result), /FAILED: FFMPEG_FAILED\.\n.*nonsense[^]*get_command_log/);
  const id = /Command (\S+)/.exec(textOf(result))?.[1];
  assert.match(textOf(await call(open.client, 'get_command_log', { command_id: id })), /Unknown encoder 'nonsense'/);
});

test('what the API refuses is told with every fault', async () => {
  await using open = await connect();
  const refused = await call(open.client, 'run_ffmpeg_command', { ...picture, ffmpeg_command: '-i {{in_x}} out.mp4' });
  assert.equal(refused.isError, true);
  assert.match(textOf(refused), /^INVALID_REQUEST: [^]*in_x/);
  const unknown = await call(open.client, 'get_command', { command_id: 'nothing' });
  assert.equal(unknown.isError, true);
  assert.match(textOf(unknown), /^NOT_FOUND: /);
  const checked = await call(open.client, 'validate_command', picture);
  assert.match(textOf(checked), /^It would run as:\nffmpeg /);
});

test('progress is told while a command runs', async () => {
  await using open = await connect();
  const heard: number[] = [];
  const result = await open.client.callTool(
    {
      name: 'run_ffmpeg_command',
      arguments: {
        input_files: {},
        output_files: { out_video: 'slow.mp4' },
        ffmpeg_command: '-re -f lavfi -i testsrc=s=64x64:r=10:d=6 -t 6 {{out_video}}',
      },
    },
    { onprogress: ({ progress }) => heard.push(progress) },
  );
  assert.match(textOf(result), /SUCCEEDED/);
  assert.ok(heard.length > 0, 'nothing was heard');
  assert.deepEqual(
    heard,
    [...heard].sort((a, b) => a - b),
  );
});

test('a frame is shown as a picture, and leaves nothing stored', async () => {
  await using open = await connect();
  const made = await call(open.client, 'run_ffmpeg_command', picture);
  const id = /file_id ([0-9a-f-]{36})/.exec(textOf(made))?.[1];
  const shown = await call(open.client, 'preview_frame', { input: id });
  const image = shown.content.find((block) => block.type === 'image');
  assert.ok(image !== undefined, textOf(shown));
  assert.deepEqual([...Buffer.from(image.data, 'base64').subarray(0, 3)], [0xff, 0xd8, 0xff]);
  const files = textOf(await call(open.client, 'list_files', { limit: 100 }));
  assert.doesNotMatch(files, /frame\.jpg/);
});

test('in read-only mode the tools that change something are absent', async () => {
  await using open = await connect('auto', '?read_only=1');
  const names = (await open.client.listTools()).tools.map(({ name }) => name);
  const readOnly = Object.entries(tools).filter(([, { isReadOnly }]) => isReadOnly);
  assert.deepEqual(names.sort(), readOnly.map(([name]) => name).sort());
  assert.ok(names.includes('get_command') && !names.includes('run_ffmpeg_command'));
});

test('prompts and resources are there for common jobs', async () => {
  await using open = await connect();
  const { prompts } = await open.client.listPrompts();
  assert.deepEqual(prompts.map(({ name }) => name).sort(), [
    'add_captions',
    'compress_to_size',
    'explain_failure',
    'social_cut',
  ]);
  const prompt = await open.client.getPrompt({
    name: 'compress_to_size',
    arguments: { video: 'https://example.com/talk.mov', megabytes: '8' },
  });
  assert.match(JSON.stringify(prompt.messages), /at most 8 MB: https:\/\/example\.com\/talk\.mov/);
  const { contents } = await open.client.readResource({ uri: 'renderio://presets' });
  assert.match(JSON.stringify(contents), /Preset /);
});

test('a preset is found and run by the tools alone', async () => {
  await using open = await connect();
  const id = await server.upload('red.png', Buffer.from(await pngBytes(open.client)));
  const list = textOf(await call(open.client, 'list_presets'));
  const preset = /^- (\S+): .*\((in_\w+)\)$/m.exec(
    list
      .split('\n')
      .filter((line) => /image|picture|webp/i.test(line))
      .join('\n'),
  );
  assert.ok(preset !== null, list);
  const [, presetId = '', alias = ''] = preset;
  const result = await call(open.client, 'execute_preset', { preset_id: presetId, input_files: { [alias]: id } });
  assert.match(textOf(result), /SUCCEEDED/);
});

async function pngBytes(client: Client): Promise<ArrayBuffer> {
  const made = await call(client, 'run_ffmpeg_command', picture);
  const link = made.content.find((block) => block.type === 'resource_link');
  return await (await fetch(link?.uri ?? '')).arrayBuffer();
}

test('the same is spoken on standard input and output', async () => {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [join(import.meta.dirname, '../../cli/bin/renderio.js'), 'mcp'],
    env: { RENDERIO_URL: server.url, RENDERIO_API_KEY: server.key },
  });
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: 'auto' } });
  await client.connect(transport);
  try {
    assert.match(textOf(await call(client, 'run_ffmpeg_command', picture)), /SUCCEEDED/);
  } finally {
    await client.close();
  }
});
