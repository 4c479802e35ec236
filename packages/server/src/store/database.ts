// The connection to PostgreSQL: a pool, and transactions on it.
import {
  Pool as PgPool,
  type PoolClient,
  type PoolConfig,
  type QueryConfig,
  type QueryResult,
  type QueryResultRow,
  types,
} from 'pg';

/** A pool or a transaction: what a statement runs on. */
export interface Database {
  query<R extends QueryResultRow = QueryResultRow>(
    statement: string | QueryConfig,
    values?: readonly unknown[],
  ): Promise<QueryResult<R>>;
}

export interface Pool extends Database {
  connect(): Promise<PoolClient>;
}

/** A pool whose owner has to close it. */
export type OwnPool = PgPool;
export type { PoolConfig };

// Sizes in bytes: a double holds them exactly up to 2^53.
types.setTypeParser(types.builtins.INT8, Number);

/** `onIdleError` hears of connections that break while nobody uses them; the pool replaces them by itself. */
export function openPool(config: PoolConfig, onIdleError: (error: Error) => void): OwnPool {
  const pool = new PgPool({
    max: 12,
    connectionTimeoutMillis: 10_000,
    // A statement of ours takes milliseconds; one that takes this long hangs.
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 30_000,
    application_name: 'renderio',
    ...config,
  });
  pool.on('error', onIdleError);
  return pool;
}

/** The clock that changes are counted by. */
export async function readClock(database: Database): Promise<Date> {
  const { rows } = await database.query<{ now: Date }>('select clock_timestamp() as now');
  return rows[0]?.now ?? new Date();
}

/** Such as `18.1`. */
export async function readServerVersion(database: Database): Promise<string> {
  const { rows } = await database.query<{ version: string }>(`select current_setting('server_version') as version`);
  return rows[0]?.version ?? '';
}

/** Runs `work` in one transaction; anything it throws rolls it back and is thrown on. */
export async function inTransaction<T>(pool: Pool, work: (transaction: Database) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // A connection that breaks between two statements says so here alone, and an unheard error ends the process.
  const onError = (error: Error): void => {
    broken = error;
  };
  client.on('error', onError);
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((cause: unknown) => {
      broken ??= cause instanceof Error ? cause : new Error(String(cause));
    });
    throw error;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}
