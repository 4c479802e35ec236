// Goes on where a connection broke: a command that runs remotely need not end because a network did for a while.
import { RenderioError } from '@renderio/sdk';

export interface FaultOptions {
  readonly signal: AbortSignal;
  /** Told when the server is lost, once a loss. */
  readonly onLost: (error: Error) => void;
  readonly patienceMs?: number;
}

const defaultPatienceMs = 600_000;
const pauseMs = 1000;

/**
 * Repeats `attempt` while the server is away, for up to ten minutes at a time: `onAnswer`, which the attempt calls
 * whenever it hears of the server, begins them anew. What is repeated must be safe to repeat.
 */
export async function throughFaults<T>(
  { signal, onLost, patienceMs = defaultPatienceMs }: FaultOptions,
  attempt: (onAnswer: () => void) => Promise<T>,
): Promise<T> {
  let lostAt: number | null = null;
  for (;;) {
    try {
      return await attempt(() => {
        lostAt = null;
      });
    } catch (error) {
      if (signal.aborted || !isPassing(error)) throw error;
      if (lostAt === null) {
        lostAt = performance.now();
        onLost(error as Error);
      } else if (performance.now() - lostAt > patienceMs) {
        throw error;
      }
      await pause(signal);
    }
  }
}

function isPassing(error: unknown): boolean {
  if (error instanceof RenderioError) return error.isRetryable;
  // What `fetch` and streams throw when a connection breaks amid a body.
  const code = (error as { readonly code?: unknown; readonly cause?: { readonly code?: unknown } }).cause?.code;
  return error instanceof TypeError && typeof code === 'string' && /^(?:UND_ERR_|E)/.test(code);
}

async function pause(signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, pauseMs);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
