// Brings the schema up to date: numbered SQL files, each applied once, under a lock that processes starting together queue at.
import { readdir, readFile } from 'node:fs/promises';
import { inTransaction, type Pool } from './database.ts';
import { prepareTenantRole } from './tenants.ts';

const folder = new URL('./migrations/', import.meta.url);
/** Any constant; this one spells "renderio" in ASCII. */
const lockKey = '8243115008532508015';
const oldestServerVersion = 140_000;

/** A database that this version of the server cannot use. The message is for whoever started it. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError';
}

export interface Migrated {
  /** In order; none when the schema was up to date. */
  readonly applied: readonly string[];
  /** Why accounts are parted by the statements alone; null when row-level security parts them too. */
  readonly wallMissing: string | null;
}

export async function migrate(pool: Pool): Promise<Migrated> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return await inTransaction(pool, async (transaction) => {
    const { rows: version } = await transaction.query<{ number: number; name: string }>(
      `select current_setting('server_version_num')::int as number, current_setting('server_version') as name`,
    );
    if ((version[0]?.number ?? 0) < oldestServerVersion) {
      throw new SchemaError(`PostgreSQL 14 or newer is needed; this server is ${version[0]?.name ?? 'unknown'}.`);
    }
    await transaction.query('set local statement_timeout = 0');
    await transaction.query(`select pg_advisory_xact_lock(${lockKey})`);
    await transaction.query(
      'create table if not exists migrations (name text primary key, applied_at timestamptz not null default now())',
    );
    const { rows } = await transaction.query<{ name: string }>('select name from migrations');
    const applied = new Set(rows.map((row) => row.name));
    const unknown = [...applied].filter((name) => !files.includes(name));
    if (unknown.length > 0) {
      throw new SchemaError(
        `The database was made by a newer renderio (it has ${unknown.join(', ')}); start that version.`,
      );
    }
    const due = files.filter((name) => !applied.has(name));
    for (const name of due) {
      await transaction.query(await readFile(new URL(name, folder), 'utf8'));
      await transaction.query('insert into migrations (name) values ($1)', [name]);
    }
    return { applied: due, wallMissing: await prepareTenantRole(transaction) };
  });
}
