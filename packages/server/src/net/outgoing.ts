// The server's one door to other hosts: every outgoing request goes through an `Outgoing`, with its addresses checked when dialled.
import dns from 'node:dns';
import { Agent } from 'undici';
import { createAddressPolicy } from './address-policy.ts';
import { type DownloadRequest, type DownloadResult, download } from './download.ts';
import { createGuardedConnector, type Lookup } from './guarded-connector.ts';
import { type PostRequest, type PostResult, post } from './post.ts';

export interface OutgoingOptions {
  /** Ranges that may be reached although they are not public, such as `10.1.0.0/16`. */
  readonly allowCidrs: readonly string[];
  readonly connectTimeoutMs?: number;
  /** From the request sent to the answer's headers. */
  readonly headersTimeoutMs?: number;
  /** In a row without headway, the first included. */
  readonly maxTries?: number;
  /** No other try is begun after this long without headway. */
  readonly patienceMs?: number;
  /** Wait before the second try; doubles from there. */
  readonly backOffMs?: number;
  /** An origin that asks by `Retry-After` for a longer wait is given up. */
  readonly maxRetryAfterMs?: number;
  readonly userAgent?: string;
  /** The resolver; the system's own unless given. */
  readonly lookup?: Lookup;
}

export interface Outgoing {
  /** See `download` for what is a result and what rejects. */
  download(request: DownloadRequest): Promise<DownloadResult>;
  /** See `post`: whatever comes of it is a result; only the request's own signal rejects. */
  post(request: PostRequest): Promise<PostResult>;
  /** Cuts all connections. */
  close(): Promise<void>;
}

/** @throws RangeError naming the first entry of `allowCidrs` that is no range */
export function createOutgoing(options: OutgoingOptions): Outgoing {
  const policy = createAddressPolicy(options.allowCidrs);
  // An agent of our own, so that neither the process-wide dispatcher nor a proxy from the environment has a say.
  const agent = new Agent({
    connect: createGuardedConnector(policy, {
      connectTimeoutMs: options.connectTimeoutMs ?? 10_000,
      lookup:
        options.lookup ??
        ((...question) => {
          dns.lookup(...question);
        }),
    }),
    pipelining: 1,
    // Few origins are asked twice; a resumed download is, within this time.
    keepAliveTimeout: 1000,
    keepAliveMaxTimeout: 1000,
    maxHeaderSize: 32 * 1024,
  });
  const settings = {
    userAgent: options.userAgent ?? 'renderio',
    headersTimeoutMs: options.headersTimeoutMs ?? 20_000,
    maxRedirects: 5,
    maxTries: options.maxTries ?? 4,
    patienceMs: options.patienceMs ?? 45_000,
    backOffMs: options.backOffMs ?? 500,
    maxRetryAfterMs: options.maxRetryAfterMs ?? 30_000,
  };
  return {
    download: (request) => download(agent, settings, request),
    post: (request) => post(agent, settings.userAgent, request),
    close: () => agent.destroy(),
  };
}
