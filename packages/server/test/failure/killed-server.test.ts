// kill -9 of the whole server: the next start on the same folder takes up what was under way, and nothing is done twice.
import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { connectTo, startServerProcess } from '../support/server-process.ts';
import { assertSucceededOnce, attemptsOf, makeInstallation, untilOneRunIsStored } from './setting.ts';

/** About a second when nothing else runs; other tests on the same cores take several times that from it. */
const restartLimitMs = 10_000;

test('a command whose server was killed in the middle ends once, with one set of outputs', async () => {
  await using installation = await makeInstallation();
  const { dataFolder } = installation;
  await using first = await startServerProcess({ RENDERIO_DATA: dataFolder });
  const client = await connectTo(first);
  const commandId = await client.submit(installation.slowCommand(2));
  await installation.untilFfmpegRuns();
  assert.equal((await installation.workspaces()).length, 1);

  first.kill('SIGKILL');
  await first.ended;
  await installation.untilNoFfmpegRuns(2_000);
  // What a kill at another moment would have left.
  const leftover = join(dataFolder, 'scratch/worker-1/workspaces/half-made/job');
  await mkdir(leftover, { recursive: true });
  await writeFile(join(leftover, 'half-written.mp4'), 'half');

  const restartedAt = performance.now();
  await using second = await startServerProcess({ RENDERIO_DATA: dataFolder });
  const clientAgain = await connectTo(second);
  const restartMs = performance.now() - restartedAt;
  assert.ok(restartMs < restartLimitMs, `ready again after ${restartMs} ms`);

  const command = await clientAgain.finished(commandId);
  assertSucceededOnce(command);
  assert.deepEqual(attemptsOf(command), [1, 2]);
  assert.deepEqual(
    command.timeline.map(({ phase, attempt }) => `${phase} ${attempt ?? 1}`),
    ['accepted 1', 'queued 1', 'running 1', 'queued 2', 'fetching 2', 'running 2', 'verifying 2', 'storing 2'],
  );
  await untilOneRunIsStored(dataFolder);
  assert.deepEqual(await installation.workspaces(), []);
  const { body } = await clientAgain.call<{ files: unknown[] }>('GET', '/files');
  assert.equal(body.files.length, 1);
});

test('a command whose server is killed each time it runs is given up after three starts', async () => {
  await using installation = await makeInstallation();
  const settings = { RENDERIO_DATA: installation.dataFolder, RENDERIO_LEASE_SECONDS: '2' };
  let commandId = '';
  for (let start = 1; start <= 3; start += 1) {
    await using server = await startServerProcess(settings);
    const client = await connectTo(server);
    if (start === 1) commandId = await client.submit(installation.slowCommand(60));
    await installation.untilFfmpegRuns();
    server.kill('SIGKILL');
    await server.ended;
    await installation.untilNoFfmpegRuns(2_000);
  }
  await using server = await startServerProcess(settings);
  const client = await connectTo(server);
  const command = await client.finished(commandId, 10_000);
  assert.deepEqual([command.status, command.error_status], ['FAILED', 'WORKER_LOST']);
  assert.match(command.error_message ?? '', /started 3 times/);
  assert.deepEqual(attemptsOf(command), [1, 2, 3]);
  assert.deepEqual(command.output_files, {});
});
