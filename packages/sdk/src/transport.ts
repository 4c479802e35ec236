// One HTTP exchange with the API: the key, retries with back-off, and refusals turned into errors.
import { type ApiErrorCode, apiErrors, type ErrorBody } from '@renderio/contract';
import { pause } from './pause.ts';
import { RenderioError } from './renderio-error.ts';

export interface TransportOptions {
  /** Where the server is, such as `https://media.example.com`. */
  readonly baseUrl: string;
  /** In place of the global one: for tests, proxies, or calls within a process. */
  readonly fetch?: typeof fetch;
  /** Further attempts after one that failed for a passing reason. Default 4; 0 turns retries off. */
  readonly retries?: number;
  /** Pause before the first further attempt; it doubles each time. Default 250. */
  readonly retryDelayMs?: number;
  /** Limit of one attempt that answers JSON or text. Default 120,000. */
  readonly timeoutMs?: number;
}

export interface Exchange {
  readonly method: string;
  /** With its query, under `baseUrl`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: RequestInit['body'];
  /**
   * What may be sent again: anything (`always`), only what the server has refused to begin (`refused`), or nothing,
   * as a stream can be read once (`never`).
   */
  readonly repeat: 'always' | 'refused' | 'never';
  /** The answer's body may take any time. */
  readonly isStream?: boolean;
  readonly signal?: AbortSignal | undefined;
}

export type Send = (exchange: Exchange) => Promise<Response>;

const defaultRetries = 4;
const defaultRetryDelayMs = 250;
const defaultTimeoutMs = 120_000;
const longestDelayMs = 10_000;
/** A server that asks for a longer pause is not waited for: the error says how long it would be. */
const longestRetryAfterSeconds = 60;
const errorCodes = Object.keys(apiErrors) as ApiErrorCode[];

/** The answer of a success. Throws `RenderioError`, or the reason of the signal when that aborts. */
export function createTransport(options: TransportOptions, credentials: Readonly<Record<string, string>>): Send {
  const base = options.baseUrl.replace(/\/+$/, '');
  const retries = options.retries ?? defaultRetries;
  const retryDelayMs = options.retryDelayMs ?? defaultRetryDelayMs;

  async function attempt(exchange: Exchange): Promise<Response> {
    const { method, path, headers, body = null, signal, isStream = false } = exchange;
    const timeout = isStream ? undefined : AbortSignal.timeout(options.timeoutMs ?? defaultTimeoutMs);
    const signals = [signal, timeout].filter((each) => each !== undefined);
    let response: Response;
    try {
      response = await (options.fetch ?? fetch)(base + path, {
        method,
        headers: { ...credentials, ...headers },
        body,
        signal: AbortSignal.any(signals),
        ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
      });
    } catch (error) {
      signal?.throwIfAborted();
      if (isUnreadable(error)) throw error.cause;
      throw new RenderioError('NETWORK_ERROR', `${method} ${base}${path} got no answer: ${reasonOf(error)}`, {
        cause: error,
      });
    }
    if (!response.ok) throw await refusalOf(response);
    return response;
  }

  return async (exchange) => {
    for (let attempts = 0; ; attempts += 1) {
      try {
        return await attempt(exchange);
      } catch (error) {
        if (!(error instanceof RenderioError) || attempts >= retries || !mayRepeat(error, exchange)) throw error;
        await pause(delayMs(error, attempts, retryDelayMs), exchange.signal);
      }
    }
  };
}

function mayRepeat(error: RenderioError, { repeat }: Exchange): boolean {
  if (repeat === 'never' || !error.isRetryable) return false;
  if ((error.retryAfterSeconds ?? 0) > longestRetryAfterSeconds) return false;
  return repeat === 'always' || error.code === 'RATE_LIMITED' || error.code === 'UNAVAILABLE';
}

/** Full jitter below a doubling bound, so that many clients do not come back together; never before `Retry-After`. */
function delayMs(error: RenderioError, attempts: number, firstMs: number): number {
  const bound = Math.min(firstMs * 2 ** attempts, longestDelayMs);
  return (error.retryAfterSeconds ?? 0) * 1000 + Math.random() * bound;
}

async function refusalOf(response: Response): Promise<RenderioError> {
  const { status, headers } = response;
  const retryAfter = headers.get('retry-after') ?? '';
  const about = {
    status,
    requestId: headers.get('x-request-id'),
    retryAfterSeconds: /^\d+$/.test(retryAfter) ? Number(retryAfter) : null,
  };
  const text = await response.text().catch(() => '');
  // As every answer to HEAD: the status alone tells.
  const bare = text === '' ? errorCodes.find((code) => apiErrors[code].status === status) : undefined;
  if (bare !== undefined) return new RenderioError(bare, apiErrors[bare].meaning, about);
  const body = parseJson(text);
  if (!isRefusal(body)) {
    return new RenderioError('UNEXPECTED_ANSWER', `The server answered ${status}: ${text.slice(0, 200)}`, about);
  }
  const { error, message, detail } = body;
  return new RenderioError(error, message, { ...about, detail });
}

/** By hand, since a schema would bring its library along; what proxies answer has other words. */
function isRefusal(body: unknown): body is Omit<ErrorBody, 'request_id'> {
  if (typeof body !== 'object' || body === null || !('error' in body) || !('message' in body)) return false;
  const { error, message } = body;
  const detail = 'detail' in body ? body.detail : [];
  return (
    typeof error === 'string' && Object.hasOwn(apiErrors, error) && typeof message === 'string' && Array.isArray(detail)
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The body's own fault, which no further attempt mends: a file that changed since it was opened. */
function isUnreadable(error: unknown): error is { readonly cause: DOMException } {
  return error instanceof Error && error.cause instanceof DOMException && error.cause.name === 'NotReadableError';
}

/** `fetch` says only that it failed; why is in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
