// Requests that come a byte at a time end in a bounded time, and files on slow lines arrive.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertAnswer, assertRefused } from '../support/answers.ts';
import { openConnection } from '../support/raw-http.ts';
import { type Answer, startTestServer, type TestServer } from '../support/server.ts';

const limitSeconds = 2;
/** How often Node looks for headers that are late, and room for a busy machine. */
const slackSeconds = 6;
const pauseMs = 250;

let server: TestServer;
before(async () => {
  server = await startTestServer({ RENDERIO_ROLE: 'api', RENDERIO_REQUEST_SECONDS: String(limitSeconds) });
});
after(() => server.stop());

/** Sends the rest in pieces of `pieceBytes` until there is an answer, which is returned with the seconds it took. */
async function sendSlowly(
  head: string,
  rest: Buffer,
  pieceBytes: number,
): Promise<{ answer: Answer | null; seconds: number }> {
  const connection = await openConnection(server.url);
  const startedAt = performance.now();
  let sent = 0;
  const sending = setInterval(() => {
    if (sent < rest.length) connection.socket.write(rest.subarray(sent, sent + pieceBytes));
    sent += pieceBytes;
  }, pauseMs);
  const answer = await connection.exchange(head);
  clearInterval(sending);
  const seconds = (performance.now() - startedAt) / 1000;
  connection.close();
  return { answer, seconds };
}

const post = (path: string, type: string, length: number): string =>
  `POST /api/v1${path} HTTP/1.1\r\nHost: x\r\nX-API-KEY: ${server.key}\r\nContent-Type: ${type}\r\nContent-Length: ${length}\r\n\r\n`;

function assertCut({ answer, seconds }: { answer: Answer | null; seconds: number }): void {
  assert.ok(answer !== null, 'the connection was closed without a word');
  assertRefused(answer, 'REQUEST_TIMEOUT');
  assert.equal(answer.headers.get('connection'), 'close');
  assert.ok(seconds >= limitSeconds - 0.1 && seconds < limitSeconds + slackSeconds, `after ${seconds} s`);
}

test('a JSON body that comes a byte at a time is cut at its time, however steadily it comes', async () => {
  const json = Buffer.from('{"input_files": {}, "output_files": {"out_a": "a.png"}, "ffmpeg_command": "x"}');
  assertCut(await sendSlowly(post('/run-ffmpeg-command', 'application/json', json.length), json, 1));
});

test('a JSON body without an end in chunks is cut as well', async () => {
  const head = post('/run-ffmpeg-command', 'application/json', 0).replace(
    /Content-Length.*\r\n/,
    'Transfer-Encoding: chunked\r\n',
  );
  assertCut(await sendSlowly(head, Buffer.from('1\r\n{\r\n'.repeat(100)), 6));
});

test('headers that come a byte at a time are cut at their time', async () => {
  assertCut(await sendSlowly('GET /api/v1/files HTTP/1.1\r\nHost: x\r\nX-A: ', Buffer.alloc(1000, 'a'), 1));
});

test('a JSON body that is slow but within its time is taken', async () => {
  const json = Buffer.from(
    '{"input_files": {}, "output_files": {"out_a": "a.png"}, "ffmpeg_command": "-f lavfi -i sine {{out_a}}"}',
  );
  const { answer } = await sendSlowly(post('/validate', 'application/json', json.length), json, 30);
  assert.equal(answer?.status, 200);
});

/** One multipart upload with a file of so many bytes. */
function multipart(fileBytes: number): Buffer {
  const head = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n';
  return Buffer.concat([Buffer.from(head), Buffer.alloc(fileBytes, 'a'), Buffer.from('\r\n--b--\r\n')]);
}

test('a file on a slow line arrives, though it takes longer than a JSON body may', async () => {
  const body = multipart(12_000);
  // 4 KiB a second: three times as long as JSON has.
  const { answer, seconds } = await sendSlowly(
    post('/files/upload', 'multipart/form-data; boundary=b', body.length),
    body,
    500,
  );
  assert.ok(answer !== null);
  assertAnswer('uploadFile', answer);
  assert.ok(seconds > 2 * limitSeconds, `it took ${seconds} s`);
});

test('a file that comes a byte at a time is cut, and leaves nothing', async () => {
  const body = multipart(12_000);
  assertCut(await sendSlowly(post('/files/upload', 'multipart/form-data; boundary=b', body.length), body, 1));
  const { files } = assertAnswer('listFiles', await server.call('GET', '/files'));
  assert.equal(files.length, 1);
});

test('the rest of a body that was refused long ago is not waited for without end', async () => {
  const connection = await openConnection(server.url);
  const answer = await connection.exchange(post('/files/upload', 'application/octet-stream', 1_000_000));
  assert.equal(answer?.status, 422);
  const sending = setInterval(() => connection.socket.write('x'), pauseMs);
  await new Promise((resolve) => connection.socket.once('close', resolve));
  clearInterval(sending);
  connection.close();
});
