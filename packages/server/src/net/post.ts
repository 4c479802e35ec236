// Posts a body once, to an address judged like any other: no redirect is followed, and of the answer only the head is read.
import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { displayUrl, parseOutgoingUrl } from './outgoing-url.ts';
import { parseRetryAfterMs } from './retry-delay.ts';
import { explainTransportFault } from './transport-fault.ts';

export interface PostRequest {
  readonly url: string;
  /** Names in lower case. User info in the URL adds `authorization`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** For everything, from looking the host up to the last byte of the answer that is read. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export type PostResult =
  | {
      readonly answered: true;
      readonly status: number;
      /** By `Retry-After`; null when it is absent or makes no sense. */
      readonly retryAfterMs: number | null;
      /** The first 64 KiB, or what came of them in time. */
      readonly bodyHead: Buffer;
    }
  | { readonly answered: false /** A sentence for the user. */; readonly reason: string };

export const bodyHeadBytes = 65_536;

/** @throws the signal's reason */
export async function post(dispatcher: Dispatcher, userAgent: string, request: PostRequest): Promise<PostResult> {
  const shownUrl = displayUrl(request.url);
  const target = parseOutgoingUrl(request.url);
  if (!target.ok) return { answered: false, reason: `Nothing is sent to ${shownUrl}: ${target.reason}.` };
  const { url, authorization } = target;
  const deadline = AbortSignal.timeout(request.timeoutMs);
  const signal = request.signal === undefined ? deadline : AbortSignal.any([request.signal, deadline]);
  try {
    const { statusCode, headers, body } = await dispatcher.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: 'POST',
      headers: {
        'user-agent': userAgent,
        ...(authorization === null ? {} : { authorization }),
        ...request.headers,
      },
      body: request.body,
      signal,
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    const retryAfter = headers['retry-after'];
    return {
      answered: true,
      status: statusCode,
      retryAfterMs: parseRetryAfterMs((Array.isArray(retryAfter) ? retryAfter[0] : retryAfter) ?? null, Date.now()),
      bodyHead: await readHead(body),
    };
  } catch (error) {
    request.signal?.throwIfAborted();
    if (deadline.aborted) {
      return { answered: false, reason: `${shownUrl} did not answer within ${request.timeoutMs / 1000} seconds.` };
    }
    return { answered: false, reason: `Nothing could be sent to ${shownUrl}: ${explainTransportFault(error).says}.` };
  }
}

/** The answer has its status: a body that breaks off or comes too late changes nothing about that. */
async function readHead(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  // Being destroyed before its end is an error of the body, heard by nobody else.
  body.on('error', () => undefined);
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      sizeBytes += chunk.length;
      // Leaving the loop destroys the body, and with it the connection if there is more.
      if (sizeBytes >= bodyHeadBytes) break;
    }
  } catch {
    // What came counts.
  }
  return Buffer.concat(chunks).subarray(0, bodyHeadBytes);
}
