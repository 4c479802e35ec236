// Keeps the embedded PostgreSQL running for as long as the server lives: when it is killed it is started again.
import { setTimeout as delay } from 'node:timers/promises';
import { type EmbeddedPostgresOptions, type PostgresConnection, startEmbeddedPostgres } from './embedded-postgres.ts';

export interface KeptPostgres {
  /** Stays the same over restarts. */
  readonly connection: PostgresConnection;
  readonly version: string;
  stop(): Promise<void>;
}

const longestPauseMs = 30_000;
/** A database that ran this long did not fail for the same reason as the time before. */
const healthyMs = 60_000;

/** `onRestart` hears each unexpected end and each start that failed. */
export async function keepEmbeddedPostgres(
  options: EmbeddedPostgresOptions & { readonly onRestart: (why: string) => void },
): Promise<KeptPostgres> {
  let current = await startEmbeddedPostgres(options);
  const stopping = new AbortController();
  const isStopping = (): boolean => stopping.signal.aborted;
  const { connection, version } = current;

  const keep = async (): Promise<void> => {
    let pauseMs = 100;
    for (;;) {
      const startedAt = performance.now();
      const why = await current.ended;
      if (isStopping()) return;
      options.onRestart(`PostgreSQL ended by itself (${why}); starting it again`);
      if (performance.now() - startedAt > healthyMs) pauseMs = 100;
      for (;;) {
        await delay(pauseMs, undefined, { signal: stopping.signal });
        pauseMs = Math.min(pauseMs * 2, longestPauseMs);
        try {
          current = await startEmbeddedPostgres({ ...options, onProgress: () => undefined });
          // The stop came while it was starting, and stopped the one before.
          if (isStopping()) await current.stop();
          break;
        } catch (error) {
          options.onRestart(`PostgreSQL did not start: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
    }
  };
  const kept = keep().catch((error: unknown) => {
    if (!isStopping()) options.onRestart(`PostgreSQL is no longer watched: ${String(error)}`);
  });
  return {
    connection,
    version,
    async stop() {
      stopping.abort();
      await current.stop();
      await kept;
    },
  };
}
