// The second wall between accounts, tried with the first one taken away: statements that name no account.
import assert from 'node:assert/strict';
import { Socket } from 'node:net';
import { after, before, test } from 'node:test';
import { inTransaction, type OwnPool, openPool, type Pool } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrate.ts';
import { createTenantDatabase, type TenantDatabase } from '../../src/store/tenants.ts';
import { makeKey, type TestKey } from '../support/accounts.ts';
import { assertAnswer, assertRefused } from '../support/answers.ts';
import { startTestServer, type TestServer, until } from '../support/server.ts';

let server: TestServer;
let pool: OwnPool;
let tenant: TenantDatabase;
let one: TestKey;
let other: TestKey;

before(async () => {
  server = await startTestServer();
  const { options } = server.database;
  pool = openPool({ ...options, password: options.password, max: 2 }, () => undefined);
  tenant = createTenantDatabase(pool);
  [one, other] = await Promise.all([makeKey(server.database), makeKey(server.database)]);
  await Promise.all([fill(one), fill(other)]);
});
after(async () => {
  await pool.end();
  await server.stop();
});

/** Leaves rows of the account in every table. */
async function fill({ key, accountId }: TestKey): Promise<void> {
  const headers = { 'x-api-key': key, 'idempotency-key': 'first' };
  const call = (method: string, path: string, body?: object) => server.call(method, path, body, headers);
  assertAnswer('putWebhookConfig', await call('PUT', '/webhook-config', { url: 'http://127.0.0.1:19999/hook' }));
  await call('POST', '/presets', {
    name: 'own',
    input_file_keys: ['in_a'],
    output_file_definitions: { out_a: 'a.mp4' },
    ffmpeg_command: '-i {{in_a}} {{out_a}}',
  });
  const begun = await fetch(`${server.url}/api/v1/files/tus`, {
    method: 'POST',
    headers: { 'x-api-key': key, 'tus-resumable': '1.0.0', 'upload-length': '10' },
  });
  assert.equal(begun.status, 201);
  const { command_id } = assertAnswer(
    'runFfmpegCommand',
    await call('POST', '/run-ffmpeg-command', {
      input_files: {},
      output_files: { out_a: 'a.png' },
      ffmpeg_command: '-f lavfi -i color=red:s=16x16 -frames:v 1 {{out_a}}',
    }),
  );
  await until(60_000, 'the webhook was tried', async () => {
    const { rows } = await server.database.query(
      `select from delivery_attempts a join deliveries d on d.id = a.delivery_id where d.command_id = $1`,
      [command_id],
    );
    return rows.length > 0 ? true : null;
  });
  // Its own are gone as soon as the whole log is stored.
  await server.database.query(
    `insert into log_chunks (run_id, number, text) select id, 1000000, 'kept' from runs where account_id = $1 and queue = 'commands'`,
    [accountId],
  );
}

/** How the rows of a table are known to be an account's. */
const ownerOf: Readonly<Record<string, string>> = {
  accounts: 'id',
  log_chunks: '(select account_id from runs where id = run_id)',
  delivery_attempts: '(select account_id from deliveries where id = delivery_id)',
};
const ownerIn = (table: string): string => ownerOf[table] ?? 'account_id';

async function tablesOfTenants(): Promise<string[]> {
  const { rows } = await server.database.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relrowsecurity order by 1`,
  );
  return rows.map(({ name }) => name);
}

async function countOf(database: Pool, statement: string, values: readonly unknown[] = []): Promise<number> {
  return (await database.query(statement, values)).rows.length;
}

test('a statement without any account sees the rows of the account that acts, in every table', async () => {
  for (const table of await tablesOfTenants()) {
    const mine = await countOf(server.database, `select from ${table} where ${ownerIn(table)} = $1`, [one.accountId]);
    assert.ok(mine > 0, `${table} has no row to be seen`);
    assert.equal(await countOf(tenant(one.accountId), `select from ${table}`), mine, table);
    const others = await tenant(one.accountId).query(`select from ${table} where ${ownerIn(table)} = $1`, [
      other.accountId,
    ]);
    assert.equal(others.rows.length, 0, table);
  }
});

test('whoever acts for nobody sees nothing', async () => {
  const nobody = tenant('');
  for (const table of await tablesOfTenants()) assert.equal(await countOf(nobody, `select from ${table}`), 0, table);
});

test('nobody changes, deletes or makes rows of another account', async () => {
  for (const table of await tablesOfTenants()) {
    const count = (): Promise<number> =>
      countOf(server.database, `select from ${table} where ${ownerIn(table)} = $1`, [other.accountId]);
    const before = await count();
    const deletion = `delete from ${table} where ${ownerIn(table)} = $1 returning 1`;
    await tenant(one.accountId)
      .query(deletion, [other.accountId])
      .then(({ rows }) => {
        assert.equal(rows.length, 0, table);
      }, assertForbidden);
    assert.equal(await count(), before, table);
    if (ownerOf[table] !== undefined) continue;
    await assert.rejects(
      tenant(one.accountId).query(`update ${table} set account_id = $1`, [other.accountId]),
      /row-level security|permission denied/,
      `${table}: a row given away`,
    );
  }
  await assert.rejects(
    tenant(one.accountId).query(
      `insert into presets select gen_random_uuid(), $1, name, description, category, command_type, ffmpeg_command,
              ffmpeg_commands, input_file_keys, output_file_definitions from presets`,
      [other.accountId],
    ),
    /row-level security/,
  );
  await assert.rejects(
    tenant(one.accountId).query('update webhook_configs set account_id = $1', [other.accountId]),
    /row-level security/,
  );
});

function assertForbidden(error: unknown): void {
  assert.match(String(error), /permission denied/);
}

/** What an account must not do to rows of its own: they are the operator's business, or the worker's. */
const beyondRights = [
  `update accounts set name = 'x'`,
  `update accounts set own_limits = '{}'`,
  'update accounts set suspended_at = null',
  'delete from accounts',
  `insert into accounts (id, name) values (gen_random_uuid(), 'x')`,
  'update api_keys set expires_at = null',
  'update commands set max_run_seconds = 1000000',
  'delete from commands',
  `update files set object_key = 'x'`,
  'delete from files',
  `update runs set lease_until = 'infinity'`,
  'delete from runs',
  'delete from delivery_attempts',
  `update deliveries set body = ''`,
  'delete from deliveries',
  'update rate_windows set taken = 0',
  `insert into log_chunks select run_id, 0, '' from log_chunks`,
] as const;

test('of its own rows an account changes what accounts change, and nothing that is the operator’s', async () => {
  const mine = tenant(one.accountId);
  for (const statement of beyondRights) await assert.rejects(mine.query(statement), /permission denied/, statement);
  assert.equal((await mine.query('update accounts set stored_bytes = stored_bytes')).rowCount, 1);
});

test('rights that an earlier version gave are taken back at the next start', async () => {
  const { rows } = await server.database.query<{ role: string }>(
    `select format('%I', rolname) as role from pg_roles where rolname = current_database() || '_tenant'`,
  );
  await server.database.query(`grant all on accounts, secrets to ${rows[0]?.role ?? ''}`);
  const mine = tenant(one.accountId);
  assert.equal((await mine.query('update accounts set name = name')).rowCount, 1);
  await migrate(server.database);
  await assert.rejects(mine.query('update accounts set name = name'), /permission denied/);
  await assert.rejects(mine.query('select from secrets'), /permission denied/);
});

test('the role sees no table but those of tenants', async () => {
  const { rows } = await server.database.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and not relrowsecurity order by 1`,
  );
  assert.deepEqual(
    rows.map(({ name }) => name),
    ['ffmpeg_builds', 'migrations', 'secrets', 'workers'],
  );
  for (const { name } of rows) {
    await assert.rejects(tenant(one.accountId).query(`select from ${name}`), /permission denied/, name);
  }
});

test('a connection that served one account serves the next one with its own rows', async () => {
  for (let round = 0; round < 6; round += 1) {
    const { accountId } = round % 2 === 0 ? one : other;
    const seen = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const { rows } = await tenant(accountId).query<{ id: string }>('select id from accounts');
        return rows.map(({ id }) => id);
      }),
    );
    assert.deepEqual(seen, Array(4).fill([accountId]));
  }
});

test('what the API reads and changes, it does from behind the wall', async () => {
  const call = (method: string, path: string, body?: object) =>
    server.call<Record<string, unknown[]>>(method, path, body, { 'x-api-key': one.key });
  const id = assertAnswer('listCommands', await call('GET', '/commands')).commands[0]?.command_id ?? '';
  const lists = { commands: 'commands', files: 'files', 'presets?is_system=false': 'presets', keys: 'api_keys' };
  for (const [path, table] of Object.entries(lists)) {
    const field = path.replace(/\?.*/, '');
    assert.ok(((await call('GET', `/${path}`)).body[field]?.length ?? 0) > 0, path);
    await server.database.query(`alter policy own on ${table} using (false)`);
    assert.deepEqual((await call('GET', `/${path}`)).body[field], [], path);
    if (table === 'commands') {
      assertRefused(await call('GET', `/commands/${id}`), 'NOT_FOUND');
      assertRefused(await call('POST', `/commands/${id}/cancel`), 'NOT_FOUND');
    }
    await server.database.query(`alter policy own on ${table} using (account_id = (select current_account()))`);
  }
  assertAnswer('getCommand', await call('GET', `/commands/${id}`));
  const health = (await (await fetch(`${server.url}/health`)).json()) as { tenants: string };
  assert.equal(health.tenants, 'row-level security');
});

test('a connection that breaks while it is told whom it acts for fails the statement, and nothing else', async () => {
  const makeStream = (): Socket => {
    const socket = new Socket();
    const send = socket._write.bind(socket);
    // Not `write`, which `connect` puts back.
    const cutOrSend: typeof send = (chunk: Buffer, encoding, done) => {
      if (chunk.includes('renderio.account')) socket.destroy(new Error('cut by the test'));
      send(chunk, encoding, done);
    };
    Object.assign(socket, { _writev: null, _write: cutOrSend });
    return socket;
  };
  const { options } = server.database;
  const cutPool = openPool({ ...options, password: options.password, stream: makeStream }, () => undefined);
  const cut = createTenantDatabase(cutPool)(one.accountId);
  const failed = /cut by the test|Connection terminated/;
  // An error event that nobody hears would fail the whole file.
  await assert.rejects(cut.query('select 1'), failed);
  await assert.rejects(
    inTransaction(cut, () => Promise.resolve()),
    failed,
  );
  await cutPool.end();
});
