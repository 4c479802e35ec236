// A real PostgreSQL for a test file: the schema is migrated once into a template, and each test gets a clone of it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/provision/embedded-postgres.ts';
import { openPool, type Pool, type PoolConfig } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrate.ts';

/** A database of its own for one test; closed at the end of the scope that it is used in. */
export interface TestDatabase extends AsyncDisposable {
  readonly connection: PoolConfig;
  /** The same as `DATABASE_URL` has it. */
  readonly url: string;
  readonly pool: Pool;
  /** One more pool, as another process would have it; closed with the database. */
  openPool(config?: PoolConfig): Pool;
  /** Has something that uses the database closed before it. */
  closeFirst(close: () => Promise<void>): void;
}

export interface TestPostgres {
  /** A database with today's schema and nothing in it. */
  clone(): Promise<TestDatabase>;
  /** A database without any schema. */
  createEmpty(): Promise<TestDatabase>;
  /** Kills the postmaster as a crash would, whose processes follow it; `start` brings it back with what was committed. */
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

const template = 'template_of_tests';

export async function startTestPostgres(): Promise<TestPostgres> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'renderio-database-'));
  const start = (): Promise<EmbeddedPostgres> => startEmbeddedPostgres({ dataFolder, onProgress: () => undefined });
  let postgres = await start();
  const { connection } = postgres;
  let count = 0;

  const administer = async (statement: string): Promise<void> => {
    const pool = openPool({ ...connection, max: 1 }, () => undefined);
    await pool.query(statement).finally(() => pool.end());
  };
  const create = async (from: string): Promise<TestDatabase> => {
    count += 1;
    const database = `test_${count}`;
    await administer(`create database ${database} template ${from}`);
    const stack = new AsyncDisposableStack();
    const open = (config: PoolConfig = {}): Pool => {
      const pool = openPool({ ...connection, database, ...config }, () => undefined);
      stack.defer(() => pool.end());
      return pool;
    };
    return {
      connection: { ...connection, database },
      url: `postgres://${connection.user}:${connection.password}@/${database}?host=${connection.host}`,
      pool: open(),
      openPool: open,
      closeFirst: (close) => {
        stack.defer(close);
      },
      [Symbol.asyncDispose]: () => stack.disposeAsync(),
    };
  };

  await administer(`create database ${template}`);
  const pool = openPool({ ...connection, database: template, max: 1 }, () => undefined);
  await migrate(pool).finally(() => pool.end());

  return {
    clone: () => create(template),
    createEmpty: () => create('template0'),
    async kill() {
      process.kill(postgres.pid, 'SIGKILL');
      await postgres.ended;
    },
    async start() {
      postgres = await start();
    },
    async stop() {
      await postgres.stop();
      await rm(dataFolder, { recursive: true });
    },
  };
}
