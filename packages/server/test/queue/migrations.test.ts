// The schema: brought up to date once, whoever comes first, and never by a server that is older than it.
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { after, test } from 'node:test';
import type { Pool } from '../../src/store/database.ts';
import { migrate, SchemaError } from '../../src/store/migrate.ts';
import { startTestPostgres } from '../support/database.ts';

const postgres = await startTestPostgres();
after(() => postgres.stop());

const files = (await readdir(new URL('../../src/store/migrations/', import.meta.url))).sort();

test('a fresh database gets every migration in order, and a second start finds nothing to do', async () => {
  await using database = await postgres.createEmpty();
  assert.deepEqual(await migrate(database.pool), files);
  assert.deepEqual(await migrate(database.pool), []);
  assert.deepEqual(await appliedTo(database.pool), files);
});

test('of processes that start together one migrates and the others wait for it', async () => {
  await using database = await postgres.createEmpty();
  const processes = [database.pool, database.openPool(), database.openPool(), database.openPool()];
  const applied = await Promise.all(processes.map(migrate));
  assert.deepEqual(applied.map((names) => names.length).sort(), [0, 0, 0, files.length]);
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

async function appliedTo(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>('select name from migrations order by name');
  return rows.map(({ name }) => name);
}
