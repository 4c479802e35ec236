// One stream of all that changes in the account: open while the page is looked at, and gone on with after a break.
import { type AccountEvent, RenderioError } from '@renderio/sdk';
import { hastyClient } from '../client.ts';

/** `crowded`: the account has as many streams open as it may, in other tabs or programs. */
export type Liveness = 'connecting' | 'live' | 'broken' | 'crowded';

interface Follower {
  readonly onEvent: (event: AccountEvent) => void;
  readonly onLiveness: (liveness: Liveness) => void;
  /** The session is over: nothing is followed any more. */
  readonly onSignedOut: () => void;
  readonly signal: AbortSignal;
}

/** Short, so that a connection that died without a word (a laptop that slept) is noticed within it. */
const streamSeconds = 60;
const graceMs = 15_000;
/** A stream that is over sooner has been cut, by a proxy that keeps none. */
const shortestMs = 5_000;
const firstDelayMs = 500;
const longestDelayMs = 15_000;

export async function followAccount({ onEvent, onLiveness, onSignedOut, signal }: Follower): Promise<void> {
  let sitting = new AbortController();
  whileUnseen(signal, () => {
    sitting.abort();
  });
  let lastEventId = '';
  let failures = 0;
  while (!signal.aborted) {
    await untilSeen(signal);
    sitting = new AbortController();
    const ends = AbortSignal.any([signal, sitting.signal, AbortSignal.timeout(streamSeconds * 1000 + graceMs)]);
    const beganAt = performance.now();
    try {
      const events = await hastyClient.getEvents({
        query: { seconds: streamSeconds },
        headers: lastEventId === '' ? {} : { 'last-event-id': lastEventId },
        signal: ends,
      });
      onLiveness('live');
      for await (const event of events) {
        lastEventId = event.id;
        onEvent(event);
      }
      if (performance.now() - beganAt < shortestMs) throw new Error('The stream was cut.');
      failures = 0;
    } catch (error) {
      if (ends.aborted) continue;
      const code = error instanceof RenderioError ? error.code : null;
      if (code === 'UNAUTHORIZED') {
        onSignedOut();
        return;
      }
      const isCrowded = code === 'RATE_LIMITED';
      onLiveness(isCrowded ? 'crowded' : 'broken');
      // Pages that a server's restart has cut off do not come back together.
      const boundMs = isCrowded ? longestDelayMs : Math.min(firstDelayMs * 2 ** failures, longestDelayMs);
      failures += 1;
      await pause(boundMs * (0.5 + Math.random() / 2), signal);
    }
  }
}

/** Tabs that nobody looks at hold no stream: browsers have six connections to a server, and accounts sixteen streams. */
function whileUnseen(signal: AbortSignal, onUnseen: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  document.addEventListener(
    'visibilitychange',
    () => {
      clearTimeout(timer);
      // Who only looks something up elsewhere comes back to it open.
      if (document.visibilityState === 'hidden') timer = setTimeout(onUnseen, graceMs);
    },
    { signal },
  );
}

async function untilSeen(signal: AbortSignal): Promise<void> {
  while (document.visibilityState === 'hidden' && !signal.aborted) {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    const over = new AbortController();
    document.addEventListener('visibilitychange', resolve, { signal: over.signal });
    signal.addEventListener('abort', resolve, { signal: over.signal });
    await promise;
    over.abort();
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  const timer = setTimeout(resolve, ms);
  signal.addEventListener('abort', resolve, { once: true });
  await promise;
  clearTimeout(timer);
  signal.removeEventListener('abort', resolve);
}
