// Statements on the secrets that all processes of an installation share.
import type { Database } from './database.ts';

/** Stores `candidate` under `name` unless there is one already, and returns the one that stands. */
export async function ensureSecret(database: Database, name: string, candidate: Buffer): Promise<Buffer> {
  await database.query('insert into secrets (name, value) values ($1, $2) on conflict do nothing', [name, candidate]);
  const { rows } = await database.query<{ value: Buffer }>('select value from secrets where name = $1', [name]);
  const row = rows[0];
  if (row === undefined) throw new Error(`The secret ${name} vanished while it was read.`);
  return row.value;
}
