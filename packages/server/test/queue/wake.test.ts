// Wakes: they reach other connections at once, a burst is one of them, and a broken connection comes back by itself.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { after, test } from 'node:test';
import pg from 'pg';
import { createWake, startWakeListener, type WakeListener } from '../../src/queue/wake.ts';
import { startTestPostgres, type TestDatabase } from '../support/database.ts';
import { until } from '../support/server.ts';

const postgres = await startTestPostgres();
after(() => postgres.stop());

const limitMs = 5_000;

interface Ear extends AsyncDisposable {
  readonly listener: WakeListener;
  readonly errors: string[];
}

/** A listener as another process has it. */
async function listen(database: TestDatabase): Promise<Ear> {
  const errors: string[] = [];
  const listener = await startWakeListener(database.connection, (error) => errors.push(error.message));
  return { listener, errors, [Symbol.asyncDispose]: () => listener.stop() };
}

test('a wake reaches whoever listens to its subject on another connection, and nobody else', async () => {
  await using database = await postgres.clone();
  await using ear = await listen(database);
  const heard: string[] = [];
  for (const subject of ['commands', 'files', 'item:a'] as const) {
    ear.listener.subscribe(subject, () => heard.push(subject));
  }
  const wake = createWake(database.pool);
  wake('files');
  await until(limitMs, 'the files are woken', () => Promise.resolve(heard.includes('files') ? true : null));
  wake('item:a');
  wake('item:b');
  await until(limitMs, 'the item is woken', () => Promise.resolve(heard.includes('item:a') ? true : null));
  assert.deepEqual(heard, ['files', 'item:a']);
});

test('of two subscribers each is called, and one that has left is not', async () => {
  await using database = await postgres.clone();
  await using ear = await listen(database);
  const heard: string[] = [];
  const leave = ear.listener.subscribe('commands', () => heard.push('left'));
  ear.listener.subscribe('commands', () => heard.push('stays'));
  ear.listener.subscribe('commands', () => heard.push('stays too'));
  leave();
  createWake(database.pool)('commands');
  await until(limitMs, 'all are called', () => Promise.resolve(heard.length >= 2 ? true : null));
  assert.deepEqual(heard, ['stays', 'stays too']);
});

test('a burst of 1,000 wakes is one notification at once and one after it', async () => {
  await using database = await postgres.clone();
  const received: (string | undefined)[] = [];
  const client = new pg.Client(database.connection);
  client.on('notification', ({ payload }) => received.push(payload));
  await client.connect();
  await client.query('listen renderio_ready');
  try {
    const wake = createWake(database.pool);
    for (let count = 0; count < 1000; count += 1) wake('commands');
    const hasBoth = (): Promise<true | null> => Promise.resolve(received.length >= 2 ? true : null);
    await until(limitMs, 'both notifications arrive', hasBoth);
    // Notifications keep their order: what the burst sent beside these two would be here before this one.
    wake('files');
    await until(limitMs, 'the last one arrives', () => Promise.resolve(received.includes('files') ? true : null));
    assert.deepEqual(received, ['commands', 'commands', 'files']);
  } finally {
    await client.end();
  }
});

test('the last wake of a burst comes after everything that was said in it', async () => {
  await using database = await postgres.clone();
  await using ear = await listen(database);
  let lastSeen = 0;
  await database.pool.query('create table said (number integer)');
  const reader = database.openPool({ max: 1 });
  ear.listener.subscribe('commands', () => {
    void reader.query<{ number: number }>('select max(number) as number from said').then(({ rows }) => {
      lastSeen = Math.max(lastSeen, rows[0]?.number ?? 0);
    });
  });
  const wake = createWake(database.pool);
  for (let number = 1; number <= 50; number += 1) {
    await database.pool.query('insert into said values ($1)', [number]);
    wake('commands');
  }
  await until(limitMs, 'the last row is seen', () => Promise.resolve(lastSeen === 50 ? true : null));
});

test('a listener whose connection is killed comes back and calls all, for it may have missed some', async () => {
  await using database = await postgres.clone();
  await using ear = await listen(database);
  const heard: string[] = [];
  ear.listener.subscribe('commands', () => heard.push('commands'));
  ear.listener.subscribe('item:a', () => heard.push('item:a'));
  assert.equal(await killListeners(database), 1);
  await until(limitMs, 'all are called', () => Promise.resolve(heard.length >= 2 ? true : null));
  assert.deepEqual(heard, ['commands', 'item:a']);
  assert.equal(ear.errors.length, 1);
  createWake(database.pool)('commands');
  await until(limitMs, 'a wake is heard again', () => Promise.resolve(heard.length === 3 ? true : null));
});

test('a listener that is stopped while it comes back leaves no connection', async () => {
  await using database = await postgres.clone();
  await using door = await openDoor(database);
  const listener = await startWakeListener({ ...database.connection, ...door.address }, () => undefined);
  door.onNextConnection(() => listener.stop());
  await killListeners(database);
  await until(limitMs, 'it has come back and gone', () => Promise.resolve(door.ended === 2 ? true : null));
  assert.equal(await countListeners(database), 0);
});

interface Door extends AsyncDisposable {
  readonly address: { host: string; port: number };
  /** Connections that the client has ended. */
  readonly ended: number;
  /** Is called before the database hears anything of the next connection. */
  onNextConnection(call: () => Promise<void>): void;
}

/** A way to the database on which a test sees connections come and go. */
async function openDoor(database: TestDatabase): Promise<Door> {
  const socketPath = `${database.connection.host ?? ''}/.s.PGSQL.5432`;
  let ended = 0;
  let onConnection = (): Promise<void> => Promise.resolve();
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    void onConnection().then(() => {
      const inside = net.connect(socketPath);
      inside.on('error', () => socket.destroy());
      socket.on('error', () => inside.destroy());
      socket.on('close', () => (ended += 1));
      socket.pipe(inside).pipe(socket);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: { host: '127.0.0.1', port: (server.address() as net.AddressInfo).port },
    get ended() {
      return ended;
    },
    onNextConnection(call) {
      onConnection = call;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

const ofListeners = "application_name = 'renderio-listener' and datname = current_database()";

async function killListeners({ pool }: TestDatabase): Promise<number> {
  const { rows } = await pool.query(`select pg_terminate_backend(pid) from pg_stat_activity where ${ofListeners}`);
  return rows.length;
}

async function countListeners({ pool }: TestDatabase): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity where ${ofListeners}`,
  );
  return rows[0]?.count ?? 0;
}
