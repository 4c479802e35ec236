// Waking workers at once when something became ready: LISTEN/NOTIFY, with the consumers' polling as the truth behind it.
import { Client, type ClientConfig } from 'pg';
import type { Database } from '../store/database.ts';
import type { QueueName } from './claim.ts';

const channel = 'renderio_ready';
const coalesceMs = 5;
const longestReconnectDelayMs = 5_000;

/** Tells every worker that a queue has something ready; call it after the commit. */
export type Wake = (queue: QueueName) => void;

/**
 * The first call goes out at once, those of the next few milliseconds together: a NOTIFY takes a lock that all
 * commits of the database share, so a burst must not send one each. A wake that fails is only a slower start.
 */
export function createWake(database: Database): Wake {
  const waiting = new Map<QueueName, { isDue: boolean }>();
  const send = (queue: QueueName): void => {
    const state = { isDue: false };
    waiting.set(queue, state);
    database.query(`select pg_notify('${channel}', $1)`, [queue]).catch(() => undefined);
    setTimeout(() => {
      waiting.delete(queue);
      if (state.isDue) send(queue);
    }, coalesceMs).unref();
  };
  return (queue) => {
    const state = waiting.get(queue);
    if (state === undefined) send(queue);
    else state.isDue = true;
  };
}

export interface WakeListener {
  /** Calls `onWake` for each wake of that queue, and for every queue after a reconnection, since wakes may have been missed. */
  subscribe(queue: QueueName, onWake: () => void): () => void;
  stop(): Promise<void>;
}

/** One connection a process; it comes back by itself with growing pauses. */
export async function startWakeListener(config: ClientConfig, onError: (error: Error) => void): Promise<WakeListener> {
  const subscribers = new Map<QueueName, Set<() => void>>();
  let client: Client | null = null;
  let retryTimer: NodeJS.Timeout | undefined;
  let delayMs = 100;
  let isStopped = false;

  const connect = async (): Promise<void> => {
    const next = new Client({ ...config, application_name: 'renderio-listener', keepAlive: true });
    next.on('notification', ({ payload }) => {
      for (const onWake of subscribers.get(payload as QueueName) ?? []) onWake();
    });
    next.on('error', (error) => {
      if (client !== next) return;
      client = null;
      onError(error);
      reconnectLater();
    });
    next.on('end', () => {
      if (client !== next) return;
      client = null;
      reconnectLater();
    });
    await next.connect();
    await next.query(`listen ${channel}`);
    client = next;
    delayMs = 100;
    for (const set of subscribers.values()) for (const onWake of set) onWake();
  };

  const reconnectLater = (): void => {
    if (isStopped) return;
    retryTimer = setTimeout(() => {
      connect().catch((error: unknown) => {
        onError(error instanceof Error ? error : new Error(String(error)));
        delayMs = Math.min(delayMs * 2, longestReconnectDelayMs);
        reconnectLater();
      });
    }, delayMs);
  };

  await connect();
  return {
    subscribe(queue, onWake) {
      const set = subscribers.get(queue) ?? new Set();
      set.add(onWake);
      subscribers.set(queue, set);
      return () => set.delete(onWake);
    },
    async stop() {
      isStopped = true;
      clearTimeout(retryTimer);
      const last = client;
      client = null;
      await last?.end().catch(() => undefined);
    },
  };
}
