// Telling other processes at once that something changed: LISTEN/NOTIFY, with polling as the truth behind it.
import { Client, type ClientConfig } from 'pg';
import type { Database } from '../store/database.ts';
import type { QueueName } from './claim.ts';

const channel = 'renderio_ready';
const coalesceMs = 5;
const longestReconnectDelayMs = 5_000;

/** What a wake is about: a queue that has something ready, or one item that is to be looked at again. */
export type Subject = QueueName | `item:${string}`;

/** Tells every process that listens to the subject; call it after the commit. */
export type Wake = (subject: Subject) => void;

/**
 * The first call goes out at once, those of the next few milliseconds together: a NOTIFY takes a lock that all
 * commits of the database share, so a burst must not send one each. A wake that fails is only a slower start.
 */
export function createWake(database: Database): Wake {
  const waiting = new Map<Subject, { isDue: boolean }>();
  const send = (subject: Subject): void => {
    const state = { isDue: false };
    waiting.set(subject, state);
    database.query(`select pg_notify('${channel}', $1)`, [subject]).catch(() => undefined);
    setTimeout(() => {
      waiting.delete(subject);
      if (state.isDue) send(subject);
    }, coalesceMs).unref();
  };
  return (subject) => {
    const state = waiting.get(subject);
    if (state === undefined) send(subject);
    else state.isDue = true;
  };
}

export interface WakeListener {
  /** Calls `onWake` for each wake of that subject, and of every subject after a reconnection, since wakes may have been missed. */
  subscribe(subject: Subject, onWake: () => void): () => void;
  stop(): Promise<void>;
}

/** One connection a process; it comes back by itself with growing pauses. */
export async function startWakeListener(config: ClientConfig, onError: (error: Error) => void): Promise<WakeListener> {
  const subscribers = new Map<Subject, Set<() => void>>();
  let client: Client | null = null;
  let retryTimer: NodeJS.Timeout | undefined;
  let delayMs = 100;
  let isStopped = false;

  const connect = async (): Promise<void> => {
    const next = new Client({ ...config, application_name: 'renderio-listener', keepAlive: true });
    next.on('notification', ({ payload }) => {
      for (const onWake of subscribers.get(payload as Subject) ?? []) onWake();
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
    if (isStopped) {
      await next.end();
      return;
    }
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
    subscribe(subject, onWake) {
      const set = subscribers.get(subject) ?? new Set();
      set.add(onWake);
      subscribers.set(subject, set);
      return () => {
        set.delete(onWake);
        if (set.size === 0 && subscribers.get(subject) === set) subscribers.delete(subject);
      };
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
