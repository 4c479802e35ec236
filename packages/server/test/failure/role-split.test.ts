// One API and two workers on an outside PostgreSQL and a shared data folder: what one worker loses, the other takes over.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { FfmpegBuild } from '@renderio/contract';
import { startTestPostgres, type TestDatabase } from '../support/database.ts';
import { until } from '../support/server.ts';
import {
  connectTo,
  type ServerClient,
  type ServerProcess,
  startServerProcess,
  testKey,
} from '../support/server-process.ts';
import {
  assertSucceededOnce,
  attemptsOf,
  type Installation,
  makeInstallation,
  untilOneRunIsStored,
} from './setting.ts';

const postgres = await startTestPostgres();
after(() => postgres.stop());

const leaseSeconds = 2;

interface Farm extends AsyncDisposable {
  readonly database: TestDatabase;
  readonly installation: Installation;
  readonly client: ServerClient;
  /** The worker that runs the command now, and the one that does not. */
  workersAt(commandId: string): Promise<{ busy: ServerProcess; idle: ServerProcess }>;
}

async function startFarm(): Promise<Farm> {
  const stack = new AsyncDisposableStack();
  try {
    const database = stack.use(await postgres.clone());
    const installation = stack.use(await makeInstallation());
    const settings = {
      DATABASE_URL: database.url,
      RENDERIO_DATA: installation.dataFolder,
      RENDERIO_LEASE_SECONDS: String(leaseSeconds),
      RENDERIO_CONCURRENCY: '1',
    };
    // All at once, as a process supervisor starts them: they migrate, make the first account and take scratch folders.
    const [api, ...workers] = await Promise.all(
      ['api', 'worker', 'worker'].map((role) => startServerProcess({ ...settings, RENDERIO_ROLE: role })),
    );
    for (const server of [api, ...workers]) if (server) stack.use(server);
    if (api === undefined) throw new Error('There is no API.');
    return {
      database,
      installation,
      client: await connectTo(api),
      async workersAt(commandId) {
        const pid = await until(20_000, 'a worker has the command', async () => {
          const { rows } = await database.pool.query<{ pid: number }>(
            'select pid from runs join workers on workers.id = worker_id where item_id = $1 and ended_at is null',
            [commandId],
          );
          return rows[0]?.pid ?? null;
        });
        const busy = workers.find((worker) => worker.pid === pid);
        const idle = workers.find((worker) => worker.pid !== pid);
        if (!busy || !idle) throw new Error(`No worker has the process id ${pid}.`);
        return { busy, idle };
      },
      [Symbol.asyncDispose]: () => stack.disposeAsync(),
    };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

async function runsOf(database: TestDatabase, commandId: string): Promise<unknown[]> {
  const { rows } = await database.pool.query<{ end: string }>(
    'select end_kind from runs where item_id = $1 order by started_at',
    [commandId],
  );
  return rows.map((row) => Object.values(row)[0]);
}

async function recordOf(database: TestDatabase, commandId: string): Promise<unknown> {
  const { rows: commands } = await database.pool.query('select * from commands where id = $1', [commandId]);
  const { rows: files } = await database.pool.query('select * from files order by id');
  return { commands, files };
}

test('an API without FFmpeg tells what the workers’ FFmpeg can do', async () => {
  await using farm = await startFarm();
  const build = await until(20_000, 'a worker has left word', async () => {
    const response = await fetch(`${farm.client.url}/api/v1/ffmpeg`, { headers: { 'x-api-key': testKey } });
    return response.ok ? ((await response.json()) as FfmpegBuild) : null;
  });
  assert.ok(build.encoders.some(({ name }) => name === 'libx264'));
});

test('when a worker is killed the other finishes its command once the lease is over', async () => {
  await using farm = await startFarm();
  const { client, database, installation } = farm;
  const commandId = await client.submit(installation.slowCommand(2));
  const { busy } = await farm.workersAt(commandId);
  await installation.untilFfmpegRuns();
  busy.kill('SIGKILL');
  await busy.ended;

  const command = await client.finished(commandId);
  assertSucceededOnce(command);
  assert.deepEqual(attemptsOf(command), [1, 2]);
  assert.deepEqual(await runsOf(database, commandId), ['lost', 'succeeded']);
  const lost = command.timeline.find(({ phase }) => phase === 'running');
  assert.ok((lost?.seconds ?? 0) >= leaseSeconds, 'nobody may take a command before its lease is over');
  await untilOneRunIsStored(installation.dataFolder);
});

test('a worker that is told to stop hands its command to the other at once, and that start does not count', async () => {
  await using farm = await startFarm();
  const { client, database, installation } = farm;
  const commandId = await client.submit(installation.slowCommand(2));
  const { busy } = await farm.workersAt(commandId);
  await installation.untilFfmpegRuns();
  busy.kill('SIGTERM');
  assert.equal(await busy.ended, 0);
  const { idle: next } = { idle: (await farm.workersAt(commandId)).busy };
  assert.notEqual(next.pid, busy.pid);

  const command = await client.finished(commandId);
  assertSucceededOnce(command);
  assert.deepEqual(await runsOf(database, commandId), ['handed_back', 'succeeded']);
  const { rows } = await database.pool.query('select starts from commands where id = $1', [commandId]);
  assert.deepEqual(rows, [{ starts: 1 }]);
  const [, again] = command.timeline.filter(({ phase }) => phase === 'queued');
  assert.ok((again?.seconds ?? Number.POSITIVE_INFINITY) < leaseSeconds, 'it must not wait for a lease or a poll');
  await untilOneRunIsStored(installation.dataFolder);
});

test('a worker that slept through its lease changes nothing when it wakes, and what it stored is swept', async () => {
  await using farm = await startFarm();
  const { client, database, installation } = farm;
  const commandId = await client.submit(installation.slowCommand(2));
  const { busy } = await farm.workersAt(commandId);
  await installation.untilFfmpegRuns();
  busy.kill('SIGSTOP');

  const command = await client.finished(commandId);
  assertSucceededOnce(command);
  const record = await recordOf(database, commandId);
  busy.kill('SIGCONT');
  await until(20_000, 'the sleeper has cleaned up', async () =>
    (await installation.workspaces()).length === 0 ? true : null,
  );
  await untilOneRunIsStored(installation.dataFolder);
  assert.deepEqual(await recordOf(database, commandId), record);
  assert.deepEqual(await runsOf(database, commandId), ['lost', 'succeeded']);

  // And it is fit for work again, even alone.
  const other = await client.submit(installation.slowCommand(1));
  assertSucceededOnce(await client.finished(other));
});

test('log, progress and a cancel pass between the API and a worker that is another process', async () => {
  await using farm = await startFarm();
  const { client, installation } = farm;
  const commandId = await client.submit(installation.slowCommand(30));
  const response = await fetch(`${client.url}/api/v1/commands/${commandId}/events`, {
    headers: { 'x-api-key': testKey },
    signal: AbortSignal.timeout(40_000),
  });
  const decoder = new TextDecoder();
  let seen = '';
  let isCancelled = false;
  for await (const chunk of response.body ?? []) {
    seen += decoder.decode(chunk as Uint8Array, { stream: true });
    if (isCancelled || !seen.includes('event: log') || !seen.includes('event: progress')) continue;
    isCancelled = true;
    await client.call('POST', `/commands/${commandId}/cancel`);
  }
  assert.match(seen, /event: log\nid: 1\.\d+\ndata: .*Input #0/);
  assert.match(seen, /event: status\ndata: .*"error_status":"CANCELLED"/);
});
