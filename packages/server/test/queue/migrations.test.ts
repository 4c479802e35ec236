// The schema: brought up to date once, whoever comes first, and never by a server that is older than it.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { after, test } from 'node:test';
import type { Pool } from '../../src/store/database.ts';
import { migrate, SchemaError } from '../../src/store/migrate.ts';
import { createTenantDatabase } from '../../src/store/tenants.ts';
import { startTestPostgres, type TestDatabase } from '../support/database.ts';

const postgres = await startTestPostgres();
after(() => postgres.stop());

const files = (await readdir(new URL('../../src/store/migrations/', import.meta.url))).sort();

test('a fresh database gets every migration in order, and a second start finds nothing to do', async () => {
  await using database = await postgres.createEmpty();
  assert.deepEqual(await migrate(database.pool), { applied: files, wallMissing: null });
  assert.deepEqual(await migrate(database.pool), { applied: [], wallMissing: null });
  assert.deepEqual(await appliedTo(database.pool), files);
});

test('of processes that start together one migrates and the others wait for it', async () => {
  await using database = await postgres.createEmpty();
  const processes = [database.pool, database.openPool(), database.openPool(), database.openPool()];
  const applied = await Promise.all(processes.map(migrate));
  assert.deepEqual(applied.map(({ applied: names }) => names.length).sort(), [0, 0, 0, files.length]);
  assert.deepEqual(await appliedTo(database.pool), files);
});

test('a database of a newer version is refused by name and left as it is', async () => {
  await using database = await postgres.clone();
  await database.pool.query("insert into migrations (name) values ('9999-of-tomorrow.sql')");
  await assert.rejects(
    migrate(database.pool),
    (error: unknown) => error instanceof SchemaError && error.message.includes('9999-of-tomorrow.sql'),
  );
  assert.deepEqual(await appliedTo(database.pool), [...files, '9999-of-tomorrow.sql']);
});

test('a migration that fails leaves nothing of all that came before it in the same start', async () => {
  await using database = await postgres.createEmpty();
  // The last migrations cannot make what is there already.
  await database.pool.query('create table kept_answers (stranger text)');
  await assert.rejects(migrate(database.pool), { code: '42P07' });
  const { rows } = await database.pool.query("select tablename from pg_tables where schemaname = 'public'");
  assert.deepEqual(rows, [{ tablename: 'kept_answers' }]);
});

/** A database that belongs to a user with no rights but `rights`. */
async function ownedBy(database: TestDatabase, user: string, rights: string): Promise<Pool> {
  await database.pool.query(`create role ${user} login password 'of the test' ${rights}`);
  await database.pool.query(`alter schema public owner to ${user}`);
  return database.openPool({ user, password: 'of the test', max: 2 });
}

test('a database user that may make roles gets the second wall between accounts', async () => {
  await using database = await postgres.createEmpty();
  const pool = await ownedBy(database, 'maker', 'createrole');
  assert.deepEqual(await migrate(pool), { applied: files, wallMissing: null });
  assert.deepEqual(await migrate(pool), { applied: [], wallMissing: null });
  const tenant = createTenantDatabase(pool);
  assert.equal((await tenant(randomUUID()).query('select from accounts')).rows.length, 0);
});

test('a database user that may not make roles is told that the second wall is missing', async () => {
  await using database = await postgres.createEmpty();
  const pool = await ownedBy(database, 'plain', '');
  const { applied, wallMissing } = await migrate(pool);
  assert.deepEqual(applied, files);
  assert.match(wallMissing ?? '', /permission denied/);
});

async function appliedTo(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>('select name from migrations order by name');
  return rows.map(({ name }) => name);
}
