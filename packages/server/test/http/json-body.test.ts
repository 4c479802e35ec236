// JSON bodies as bytes: what is no JSON is told so, before anything else of the body is judged.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { apiPrefix } from '@renderio/contract';
import fc from 'fast-check';
import { assertAnswer, assertRefused, faultsOf } from '../support/answers.ts';
import { openConnection } from '../support/raw-http.ts';
import { type Answer, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;

before(async () => {
  server = await startTestServer({ RENDERIO_ROLE: 'api' });
});
after(async () => {
  await server.stop();
});
afterEach(async () => {
  assertAnswer('runFfmpegCommand', await server.call('POST', '/run-ffmpeg-command', good));
});

const good = {
  input_files: { in_a: 'https://example.com/a.mp4' },
  output_files: { out_a: 'a.mp4' },
  ffmpeg_command: '-i {{in_a}} {{out_a}}',
};

/** Sends a body as it is; fetch adds a content type of its own to text, so the bytes go as a buffer. */
async function post(
  body: string | Buffer,
  headers: Record<string, string> = { 'content-type': 'application/json' },
): Promise<Answer> {
  return await server.call('POST', '/run-ffmpeg-command', Buffer.from(body), headers);
}

test('JSON is read under every name and spelling of its content type', async () => {
  for (const type of [
    'application/json',
    'Application/JSON',
    'application/json;charset=utf-8',
    'application/json; charset="UTF-8"',
    'application/vnd.api+json',
    'application/problem+json ; profile=x',
  ]) {
    assertAnswer('runFfmpegCommand', await post(JSON.stringify(good), { 'content-type': type }));
  }
  assertAnswer('runFfmpegCommand', await post(` \n\t${JSON.stringify(good, null, 4)}\r\n`));
  assertAnswer('runFfmpegCommand', await post(`\uFEFF${JSON.stringify(good)}`));
});

test('a body of another content type, or of none, is 400 and says so', async () => {
  for (const type of [
    'text/plain',
    'text/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/octet-stream',
    'application/jsonp',
    'json',
    ';;;',
    'application/',
  ]) {
    assert.match(
      assertRefused(await post(JSON.stringify(good), { 'content-type': type }), 'INVALID_REQUEST', type).message,
      /not JSON.*Content-Type/,
    );
  }
  assert.match(
    assertRefused(await post(JSON.stringify(good), {}), 'INVALID_REQUEST').message,
    /not JSON.*Content-Type/,
  );
});

test('a body that is not JSON is 400 and says so', async () => {
  for (const body of [
    '{',
    '{"a":}',
    '{a:1}',
    "{'a':1}",
    '[1,]',
    'undefined',
    'NaN',
    '{"a":1}}',
    '\0',
    '"\t"',
    '{"a":"\\x"}',
    '<xml/>',
    'a=1',
  ]) {
    assert.match(assertRefused(await post(body), 'INVALID_REQUEST', body).message, /not valid JSON/, body);
  }
});

test('an empty body is 400 and says so', async () => {
  const requests = [post(''), post(' \n'), post('', {}), server.call('POST', '/run-ffmpeg-command')];
  for (const request of requests) {
    const { message } = assertRefused(await request, 'INVALID_REQUEST');
    assert.match(message, /empty|not valid JSON/);
  }
});

test('bytes that are not UTF-8 are 400 and say so', async () => {
  for (const bytes of [[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xf8, 0x88, 0x80, 0x80, 0x80], [0xc0, 0xaf]]) {
    const body = Buffer.concat([Buffer.from('{"ffmpeg_command":"'), Buffer.from(bytes), Buffer.from('"}')]);
    assert.match(assertRefused(await post(body), 'INVALID_REQUEST').message, /UTF-8/);
  }
  assert.match(
    assertRefused(await post(Buffer.from(JSON.stringify(good), 'utf16le')), 'INVALID_REQUEST').message,
    /not valid JSON|UTF-8/,
  );
});

test('JSON that is no object is 400, at the body itself', async () => {
  for (const body of ['null', 'true', '0', '"text"', '[]', '[{}]']) {
    assert.deepEqual(faultsOf(assertRefused(await post(body), 'INVALID_REQUEST', body)), ['body invalid_type'], body);
  }
});

test('keys that would reach a prototype are refused and reach none', async () => {
  for (const body of [
    '{"__proto__":{"polluted":1}}',
    '{"metadata":{"__proto__":{"polluted":1}}}',
    '{"constructor":{"prototype":{"polluted":1}}}',
    '{"input_files":{"\\u005f_proto__":"https://example.com"}}',
  ]) {
    assertRefused(await post(body), 'INVALID_REQUEST', body);
  }
  assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
});

test('deeply nested and very wide bodies are judged in a moment', async () => {
  const bodies = {
    'nested lists': '['.repeat(500_000) + ']'.repeat(500_000),
    'nested objects': '{"a":'.repeat(150_000) + '1' + '}'.repeat(150_000),
    'nested metadata': `{"metadata":{"a":${'['.repeat(400_000)}${']'.repeat(400_000)}}}`,
    'unclosed lists': '['.repeat(1_000_000),
    'one long number': '1'.repeat(1_000_000),
    'many unknown fields': `{${Array.from({ length: 80_000 }, (_, index) => `"k${index}":1`).join()}}`,
    'many bad inputs': `{"input_files":{${Array.from({ length: 60_000 }, (_, index) => `"k${index}":1`).join()}}}`,
    'a long list for a command': `{"ffmpeg_command":[${'0,'.repeat(500_000)}0]}`,
  };
  for (const [what, body] of Object.entries(bodies)) {
    const startedAt = performance.now();
    assertRefused(await post(body), 'INVALID_REQUEST', what);
    const ms = performance.now() - startedAt;
    assert.ok(ms < 2_000, `${what}: ${ms.toFixed()} ms`);
  }
});

test('a body has at most 1 MiB, whether its length is announced or not', async () => {
  const json = JSON.stringify(good);
  const fits = json + ' '.repeat(1_048_576 - json.length);
  assertAnswer('runFfmpegCommand', await post(fits));
  for (const body of [`${fits} `, ' '.repeat(3_000_000)]) {
    const { message } = assertRefused(await post(body), 'PAYLOAD_TOO_LARGE');
    assert.match(message, /1 MiB/);
  }
  const chunked = await fetch(`${server.url}${apiPrefix}/run-ffmpeg-command`, {
    method: 'POST',
    headers: { 'x-api-key': server.key, 'content-type': 'application/json' },
    body: new Blob([`${fits} `]).stream(),
    duplex: 'half',
  });
  assertRefused({ status: chunked.status, headers: chunked.headers, body: await chunked.json() }, 'PAYLOAD_TOO_LARGE');
});

test('an announced body that is too long is refused before it is sent', async () => {
  const connection = await openConnection(server.url);
  try {
    const answer = await connection.exchange(
      `POST ${apiPrefix}/run-ffmpeg-command HTTP/1.1\r\nHost: x\r\nX-API-KEY: ${server.key}\r\nContent-Type: application/json\r\nContent-Length: 9000000000\r\n\r\n{`,
    );
    assert.ok(answer);
    assertRefused(answer, 'PAYLOAD_TOO_LARGE');
  } finally {
    connection.close();
  }
});

test('a content type that comes with no body disturbs no request that needs none', async () => {
  const headers = { 'content-type': 'application/json' };
  assertAnswer('listCommands', await server.call('GET', '/commands', undefined, headers));
  for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x']) {
    assertRefused(await server.call('DELETE', '/files/none', undefined, { 'content-type': type }), 'NOT_FOUND', type);
  }
});

test('no JSON whatever brings the server down or makes it answer 500', async () => {
  const part = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.jsonValue(), fc.integer(), fc.double());
  const placeholder = fc.constantFrom(
    '{{in_a}}',
    '<<out_a>>',
    '{{ in_b }}',
    '\\{\\{out_a\\}\\}',
    '{{',
    '>>',
    "'",
    '"',
    '\\',
    '\n',
    ' -i ',
    ' -f lavfi ',
  );
  const bodies = fc.record(
    {
      input_files: fc.oneof(part, fc.dictionary(fc.constantFrom('in_a', 'in_b', 'out_a', 'x'), part)),
      output_files: fc.oneof(part, fc.dictionary(fc.constantFrom('out_a', 'out_b', 'in_a', ''), part)),
      ffmpeg_command: fc.oneof(
        part,
        fc.array(fc.oneof(placeholder, fc.string())).map((words) => words.join('')),
      ),
      metadata: fc.oneof(part, fc.dictionary(fc.string(), part)),
      webhook_url: fc.oneof(
        part,
        fc.webUrl(),
        fc.string().map((rest) => `https://example.com/${rest}`),
      ),
      max_command_run_seconds: part,
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.oneof({ weight: 4, arbitrary: bodies }, { weight: 1, arbitrary: fc.jsonValue() }),
      async (body) => {
        const sent = typeof body === 'object' && !Array.isArray(body) ? { ...good, ...body } : body;
        const answer = await post(JSON.stringify(sent));
        if (answer.status === 200) assertAnswer('runFfmpegCommand', answer);
        else assertRefused(answer, 'INVALID_REQUEST', JSON.stringify(sent));
      },
    ),
    { numRuns: 1000 },
  );
});
