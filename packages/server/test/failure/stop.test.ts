// Ctrl-C: the server stops within seconds, leaves no process, and the next start goes on where it was.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findProcesses, waitUntilNoneIsLeft } from '../support/processes.ts';
import { until } from '../support/server.ts';
import { connectTo, spawnServer, startServerProcess } from '../support/server-process.ts';
import { assertSucceededOnce, makeInstallation, untilOneRunIsStored } from './setting.ts';

test('Ctrl-C in the middle of a command stops everything, and the next start finishes it', async () => {
  await using installation = await makeInstallation();
  const { dataFolder, mark } = installation;
  await using first = await startServerProcess({ RENDERIO_DATA: dataFolder });
  const client = await connectTo(first);
  const commandId = await client.submit(installation.slowCommand(2));
  await installation.untilFfmpegRuns();

  const stoppedAt = performance.now();
  // A terminal sends it to every process of its group.
  first.kill('SIGINT', 'group');
  assert.equal(await first.ended, 0);
  const stopMs = performance.now() - stoppedAt;
  assert.ok(stopMs < 8_000, `stopped after ${stopMs} ms`);
  assert.match(first.said(), /Stopped\.\n$/);
  await waitUntilNoneIsLeft(1_000, { folder: dataFolder, word: mark });
  assert.deepEqual(await installation.workspaces(), []);

  await using second = await startServerProcess({ RENDERIO_DATA: dataFolder });
  const command = await (await connectTo(second)).finished(commandId);
  assertSucceededOnce(command);
  assert.deepEqual(
    command.timeline.map(({ attempt }) => attempt),
    command.timeline.map(() => undefined),
    'a start that was handed back does not count',
  );
  await untilOneRunIsStored(dataFolder);
});

test('Ctrl-C during the start ends it, and the next start is none the worse', async () => {
  await using installation = await makeInstallation();
  const { dataFolder, mark } = installation;
  await using first = spawnServer({ RENDERIO_DATA: dataFolder, RENDERIO_PORT: '0' });
  await until(20_000, 'PostgreSQL is being made', async () =>
    (await findProcesses({ folder: dataFolder, word: mark })).length > 0 ? true : null,
  );
  first.kill('SIGINT', 'group');
  assert.notEqual(await first.ended, 0);
  await waitUntilNoneIsLeft(10_000, { folder: dataFolder, word: mark });
  await using second = await startServerProcess({ RENDERIO_DATA: dataFolder });
  await connectTo(second);
});
