// Requests a minute: hold over API processes that share only the database, and tell the caller where it stands.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { makeKey, setOwnLimits } from '../support/accounts.ts';
import { assertAnswer, assertRefused } from '../support/answers.ts';
import { startSecondApi } from '../support/second-api.ts';
import { type Answer, startTestServer, type TestServer } from '../support/server.ts';

const perMinute = { RENDERIO_SUBMITS_PER_MINUTE: '100', RENDERIO_REQUESTS_PER_MINUTE: '600' };

let server: TestServer;
let second: { url: string; stop(): Promise<void> };

before(async () => {
  server = await startTestServer({ RENDERIO_ROLE: 'api', RENDERIO_QUEUED_COMMANDS: '150', ...perMinute });
  second = await startSecondApi(server, { RENDERIO_QUEUED_COMMANDS: '150', ...perMinute });
});
after(async () => {
  await second.stop();
  await server.stop();
});

const command = {
  input_files: { in_video: 'https://example.com/a.mp4' },
  output_files: { out_video: 'a.mp4' },
  ffmpeg_command: '-i {{in_video}} {{out_video}}',
};

async function ask(url: string, key: string, method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { 'x-api-key': key, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}
const list = (url: string, key: string) => ask(url, key, 'GET', '/commands?limit=1');
const submit = (url: string, key: string) => ask(url, key, 'POST', '/run-ffmpeg-command', command);

/** So many requests from each of 8 callers, who take the processes in turn. */
async function flood(count: number, request: (url: string) => Promise<Answer>): Promise<Answer[]> {
  const caller = async (first: number): Promise<Answer[]> => {
    const answers: Answer[] = [];
    for (let index = 0; index < count; index += 1) {
      answers.push(await request((first + index) % 2 === 0 ? server.url : second.url));
    }
    return answers;
  };
  return (await Promise.all(Array.from({ length: 8 }, (_, index) => caller(index)))).flat();
}

function countPassed(answers: readonly Answer[]): number {
  const passed = answers.filter(({ status }) => status === 200).length;
  for (const answer of answers) if (answer.status !== 200) assertRefused(answer, 'RATE_LIMITED');
  return passed;
}

test('two processes at full speed let no request more pass than the limit, and 95 % of it', async () => {
  const { key } = await makeKey(server.database);
  const passed = countPassed(await flood(100, (url) => list(url, key)));
  assert.ok(passed <= 600 && passed >= 570, `${passed} of 600`);
});

test('one process at full speed beside one that is asked once lets 95 % pass', async () => {
  const { key } = await makeKey(server.database);
  assert.equal((await list(second.url, key)).status, 200);
  const passed = 1 + countPassed(await flood(80, () => list(server.url, key)));
  assert.ok(passed <= 600 && passed >= 570, `${passed} of 600`);
});

test('submissions have a budget of their own, over both processes', async () => {
  const { key } = await makeKey(server.database);
  const passed = countPassed(await flood(20, (url) => submit(url, key)));
  assert.ok(passed <= 100 && passed >= 95, `${passed} of 100`);
  assert.equal((await list(server.url, key)).status, 200);
});

test('each answer tells limit, rest and seconds; a refused one the seconds to wait', async () => {
  const { key } = await makeKey(server.database);
  const read = ({ headers }: Answer) =>
    ['limit', 'remaining', 'reset'].map((name) => Number(headers.get(`ratelimit-${name}`)));
  const first = read(await list(server.url, key));
  assert.deepEqual(first.slice(0, 2), [600, 599]);
  assert.ok((first[2] ?? 0) >= 59 && (first[2] ?? 0) <= 60, String(first));
  assert.deepEqual(read(await submit(server.url, key)).slice(0, 2), [100, 99]);
  // What the caller did wrong counts as well, and is told the same.
  assert.deepEqual(read(await ask(server.url, key, 'POST', '/run-ffmpeg-command', {})).slice(0, 2), [100, 98]);
  assert.deepEqual(read(await ask(server.url, key, 'GET', '/commands?limit=0')).slice(0, 2), [600, 598]);

  const answers = await flood(20, () => submit(server.url, key));
  const refused = answers.find(({ status }) => status === 429);
  assert.ok(refused);
  assert.match(assertRefused(refused, 'RATE_LIMITED').message, /100 submissions a minute/);
  const [limit, remaining, reset] = read(refused);
  assert.deepEqual([limit, remaining], [100, 0]);
  assert.equal(refused.headers.get('retry-after'), String(reset));
});

test('when the minute is over the next one begins', async () => {
  const { key, accountId } = await makeKey(server.database);
  assert.ok(countPassed(await flood(15, () => submit(server.url, key))) <= 100);
  await server.database.query(
    `update rate_windows set started_at = started_at - interval '1 minute' where account_id = $1`,
    [accountId],
  );
  // The process that was refused goes by what it knows; the other asks.
  assert.equal((await submit(second.url, key)).status, 200);
});

test("an account's own limit replaces the default within a second", async () => {
  const { key, accountId } = await makeKey(server.database);
  await setOwnLimits(server.database, accountId, { requests_per_minute: 3 });
  const statuses: number[] = [];
  for (let index = 0; index < 5; index += 1) statuses.push((await list(server.url, key)).status);
  assert.deepEqual(statuses, [200, 200, 200, 429, 429]);
  const other = await makeKey(server.database);
  assert.equal((await list(server.url, other.key)).headers.get('ratelimit-limit'), '600');
});

test('an account has at most so many commands waiting', async () => {
  const { key, accountId } = await makeKey(server.database);
  await setOwnLimits(server.database, accountId, { queued_commands: 25 });
  const batch = { commands: Array.from({ length: 10 }, () => command) };
  const several = () => ask(server.url, key, 'POST', '/run-multiple-ffmpeg-commands', batch);
  assertAnswer('runMultipleFfmpegCommands', await several());
  assertAnswer('runMultipleFfmpegCommands', await several());
  const refused = await several();
  assert.match(assertRefused(refused, 'RATE_LIMITED').message, /25 commands waiting/);
  assert.match(refused.headers.get('retry-after') ?? '', /^\d+$/);
  for (let index = 0; index < 5; index += 1) assertAnswer('runFfmpegCommand', await submit(server.url, key));
  assertRefused(await submit(server.url, key), 'RATE_LIMITED');
  // The other process counts for itself.
  assertRefused(await submit(second.url, key), 'RATE_LIMITED');
  const { rows } = await server.database.query('select 1 from commands where account_id = $1', [accountId]);
  assert.equal(rows.length, 25);
});
