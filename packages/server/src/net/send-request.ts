// Sends one GET and follows its redirects, each hop judged anew; credentials stay with the host they were given for.
import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { displayUrl, type OutgoingUrl, parseOutgoingUrl } from './outgoing-url.ts';
import { TransferError } from './transfer-error.ts';
import { describeTransportFault } from './transport-fault.ts';

export interface OutgoingAnswer {
  readonly status: number;
  /** Of a header that came several times, the first; null when absent. Names in lower case. */
  header(name: string): string | null;
  readonly body: Readable;
  readonly finalUrl: URL;
}

export interface SendOptions {
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly headersTimeoutMs: number;
  readonly maxRedirects: number;
}

const redirectStatuses = new Set([301, 302, 303, 307, 308]);

/**
 * The caller must consume or destroy the body.
 * @throws TransferError, or the signal's reason
 */
export async function sendRequest(dispatcher: Dispatcher, text: string, options: SendOptions): Promise<OutgoingAnswer> {
  let target = acceptUrl(text);
  for (let redirects = 0; ; redirects += 1) {
    const answer = await sendOnce(dispatcher, target, options);
    const location = redirectStatuses.has(answer.status) ? answer.header('location') : null;
    if (location === null) return answer;
    discardBody(answer.body);
    if (redirects === options.maxRedirects) {
      throw new TransferError(
        'INPUT_UNREACHABLE',
        `${displayUrl(text)} could not be fetched: it redirects more than ${options.maxRedirects} times.`,
      );
    }
    const next = acceptUrl(location, target.url);
    const isSameOrigin = next.url.origin === target.url.origin;
    target = { url: next.url, authorization: next.authorization ?? (isSameOrigin ? target.authorization : null) };
  }
}

type Target = Pick<Extract<OutgoingUrl, { ok: true }>, 'url' | 'authorization'>;

function acceptUrl(text: string, redirectedFrom?: URL): Target {
  const parsed = parseOutgoingUrl(text, redirectedFrom);
  if (parsed.ok) return parsed;
  const subject =
    redirectedFrom === undefined
      ? `${displayUrl(text)} is not fetched`
      : `${displayUrl(redirectedFrom)} redirects to an address that is not fetched`;
  throw new TransferError('INPUT_FORBIDDEN', `${subject}: ${parsed.reason}.`);
}

async function sendOnce(dispatcher: Dispatcher, target: Target, options: SendOptions): Promise<OutgoingAnswer> {
  const { url, authorization } = target;
  try {
    const { statusCode, headers, body } = await dispatcher.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: 'GET',
      headers: { ...options.headers, ...(authorization === null ? {} : { authorization }) },
      signal: options.signal,
      headersTimeout: options.headersTimeoutMs,
      // Slowness is judged by speed, in `watchSpeed`.
      bodyTimeout: 0,
    });
    return { status: statusCode, header: (name) => firstValue(headers[name]), body, finalUrl: url };
  } catch (error) {
    if (options.signal.aborted) throw options.signal.reason;
    throw describeTransportFault(error, displayUrl(url));
  }
}

function firstValue(value: string | string[] | undefined): string | null {
  return (Array.isArray(value) ? value[0] : value) ?? null;
}

/** Closes the connection instead of reading a body of unknown length to its end. */
export function discardBody(body: Readable): void {
  body.on('error', () => undefined).destroy();
}
