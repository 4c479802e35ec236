// kill -9 of PostgreSQL under a working server: it comes back by itself, nothing is lost, and callers are told to wait.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ErrorBody } from '@renderio/contract';
import { type Answer, until } from '../support/server.ts';
import { connectTo, startServerProcess } from '../support/server-process.ts';
import { assertSucceededOnce, attemptsOf, makeInstallation } from './setting.ts';

async function killPostgres(dataFolder: string): Promise<number> {
  const pid = Number.parseInt(await readFile(join(dataFolder, 'postgres/cluster/postmaster.pid'), 'utf8'), 10);
  process.kill(pid, 'SIGKILL');
  return pid;
}

test('while PostgreSQL is away every call is answered with 503 or rightly, and the command under way ends once', async () => {
  await using installation = await makeInstallation();
  const { dataFolder } = installation;
  await using server = await startServerProcess({ RENDERIO_DATA: dataFolder, RENDERIO_SUBMITS_PER_MINUTE: '1000000' });
  const client = await connectTo(server);
  const commandId = await client.submit(installation.slowCommand(3));
  await installation.untilFfmpegRuns();

  const answers: Answer[] = [];
  let isCalling = true;
  let number = 0;
  const tiny = {
    input_files: {},
    output_files: { out_video: 'video.mp4' },
    ffmpeg_command: '-f lavfi -i testsrc2=s=64x64:r=5:d=1 {{out_video}}',
  };
  const callers = [
    // With a key the answer is kept in the transaction of the submission: connections die between its statements.
    ...Array.from({ length: 4 }, () => () => {
      number += 1;
      return client.call(
        'POST',
        '/run-ffmpeg-command',
        { ...tiny, metadata: { number } },
        { 'idempotency-key': `k${number}` },
      );
    }),
    () => client.call('GET', `/commands/${commandId}`),
    () => client.call('GET', '/files?limit=5'),
    () => client.call('POST', `/commands/${commandId}/retry-of-nothing`),
  ].map(async (call) => {
    while (isCalling) answers.push(await call());
  });
  // A server that dies of it answers nothing at all.
  const calling = Promise.all(callers).catch((error: unknown) => error);
  try {
    for (let kill = 1; kill <= 2; kill += 1) {
      const before = answers.length;
      await until(10_000, 'calls are under way', () => Promise.resolve(answers.length > before + 20 ? true : null));
      const killedAt = answers.length;
      await killPostgres(dataFolder);
      await until(20_000, 'PostgreSQL is missed', () =>
        Promise.resolve(answers.slice(killedAt).some(({ status }) => status === 503) ? true : null),
      );
      await until(20_000, 'PostgreSQL is back', async () => ((await fetch(`${client.url}/ready`)).ok ? true : null));
    }
  } finally {
    isCalling = false;
  }
  assert.ok(Array.isArray(await calling), `a call was not answered: ${server.said().slice(-2000)}`);

  assert.deepEqual([...new Set(answers.map(({ status }) => status))].sort(), [200, 404, 503], describe(answers));
  for (const { body, headers } of answers.filter(({ status }) => status === 503)) {
    assert.equal((body as ErrorBody).error, 'UNAVAILABLE');
    assert.match(headers.get('retry-after') ?? '', /^[1-9]\d*$/);
  }
  const command = await client.finished(commandId);
  assertSucceededOnce(command);
  assert.deepEqual(attemptsOf(command), [1], 'the worker had no reason to start again');

  // An acknowledged command is there, whatever happened after the answer.
  const accepted = answers.flatMap(({ status, body }) =>
    status === 200 && typeof body === 'object' && body !== null && 'command_id' in body
      ? [String(body.command_id)]
      : [],
  );
  for (const id of new Set(accepted)) assert.equal((await client.call('GET', `/commands/${id}`)).status, 200);
});

function describe(answers: readonly Answer[]): string {
  const odd = answers.find(({ status }) => ![200, 404, 503].includes(status));
  return JSON.stringify(odd?.body);
}
