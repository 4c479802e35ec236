// The second wall between accounts: connections as a role that row-level security holds to one account's rows.
import type { PoolClient, QueryConfig, QueryResultRow } from 'pg';
import type { Database, Pool } from './database.ts';

/** Owns nothing and bypasses nothing. Named after the database, since roles are the whole PostgreSQL's. */
const roleName = `left(current_database(), 50) || '_tenant'`;

/** What accounts do themselves, and no more: what is done for them (running, sending, administering) is the owner's. */
const rights: Readonly<Record<string, string>> = {
  // The count is locked by who stores, and that takes the right to change it. Name, limits and suspension are the operator's.
  accounts: 'select, update (stored_bytes)',
  api_keys: 'select, insert, update (revoked_at)',
  commands: 'select, update (status, queue_state, completed_at, error_code, error_message, timeline)',
  delivery_attempts: 'select',
  deliveries:
    'select, insert, update (receiver, status, error_message, failures, held_since, ended_at, queue_state, ready_at)',
  files: 'select, insert, update (deleted_at, queue_state, status, error_code, error_message)',
  kept_answers: 'select, insert, update (body_hash, answer, created_at)',
  log_chunks: 'select',
  partial_uploads: 'select, insert, delete, update (offset_bytes, expires_at, writer, writer_until, is_release_asked)',
  presets: 'select, insert, update, delete',
  rate_windows: 'select',
  runs: 'select, update (cancel_requested)',
  webhook_configs: 'select, insert, update',
};

export const tenantTables: readonly string[] = Object.keys(rights);

/** An account's view of the database: of other accounts' rows it sees and changes none, whatever the statement says. */
export type TenantDatabase = (accountId: string) => Pool;

/**
 * Makes the role and gives it its tables; call it after the migrations, within the transaction that holds their lock.
 * Returns why not where the database's user may not make roles: then the first wall stands alone.
 */
export async function prepareTenantRole(transaction: Database): Promise<string | null> {
  await transaction.query('savepoint tenant_role');
  try {
    const { rows } = await transaction.query<{ role: string; exists: boolean }>(
      `select format('%I', ${roleName}) as role, exists (select from pg_roles where rolname = ${roleName}) as exists`,
    );
    const { role, exists } = rows[0] ?? { role: '', exists: false };
    if (!exists) {
      await transaction.query(`create role ${role} nologin noinherit`);
      // Who makes a role may grant it, and since PostgreSQL 16 has to before it can be taken.
      await transaction.query(`grant ${role} to current_user`);
    }
    await transaction.query(`grant usage on schema public to ${role}`);
    // Of an earlier version it may have had more.
    await transaction.query(`revoke all on all tables in schema public from ${role}`);
    for (const [table, right] of Object.entries(rights)) {
      await transaction.query(`grant ${right} on ${table} to ${role}`);
    }
    await transaction.query(`set local role ${role}`);
    await transaction.query('reset role');
    return null;
  } catch (error) {
    await transaction.query('rollback to savepoint tenant_role');
    return error instanceof Error ? error.message : String(error);
  }
}

/** `pool` is this wall's alone: its connections become the role at their first use and stay it. */
export function createTenantDatabase(pool: Pool): TenantDatabase {
  const accountOf = new WeakMap<PoolClient, string>();

  const actFor = async (client: PoolClient, accountId: string): Promise<void> => {
    const before = accountOf.get(client);
    if (before === accountId) return;
    const becomeRole = before === undefined ? `, set_config('role', ${roleName}, false)` : '';
    await client.query(`select set_config('renderio.account', $1, false)${becomeRole}`, [accountId]);
    accountOf.set(client, accountId);
  };

  const connectAs = async (accountId: string): Promise<PoolClient> => {
    const client = await pool.connect();
    // A connection that breaks meanwhile rejects the statement as well; an event that nobody hears would end the process.
    client.on('error', ignore);
    try {
      await actFor(client, accountId);
    } catch (error) {
      // Nobody knows whom it acts for.
      client.release(true);
      throw error;
    }
    client.off('error', ignore);
    return client;
  };

  return (accountId) => ({
    connect: () => connectAs(accountId),
    async query<R extends QueryResultRow>(statement: string | QueryConfig, values?: readonly unknown[]) {
      const client = await connectAs(accountId);
      // A connection that breaks meanwhile rejects the query as well; an event that nobody hears would end the process.
      let broken = false;
      const onError = (): void => {
        broken = true;
      };
      client.on('error', onError);
      try {
        return await client.query<R>(statement, values === undefined ? undefined : [...values]);
      } finally {
        client.off('error', onError);
        client.release(broken);
      }
    },
  });
}

function ignore(): void {
  // What there is to tell, the rejected statement tells.
}
