// One attempt at one delivery: signed, posted, and recorded with what the receiver answered.
import type { DeliveryAttempt } from '../domain/delivery.ts';
import { maskEcho } from '../domain/mask-echo.ts';
import { maskUrl } from '../domain/mask-user-info.ts';
import { signWebhook } from '../domain/webhook-signature.ts';
import type { Logger } from '../log.ts';
import type { Outgoing } from '../net/outgoing.ts';
import { bodyHeadBytes, type PostResult } from '../net/post.ts';
import type { Run } from '../queue/claim.ts';
import { RunStopped } from '../queue/consume.ts';
import type { DeliveryRuns, DeliveryToSend } from '../services/delivery-runs.ts';

export interface DelivererParts {
  readonly runs: DeliveryRuns;
  readonly outgoing: Outgoing;
  readonly log: Logger;
}

const timeoutMs = 15_000;
/** A server that is stopping gives attempts under way this long, so that few have to be made twice. */
const lastAnswersMs = 2_000;

export async function deliver(parts: DelivererParts, run: Run, signal: AbortSignal): Promise<void> {
  const { runs, outgoing } = parts;
  const delivery = await runs.load(run);
  if (signal.aborted) {
    await handBack(parts, run, signal, false);
    return;
  }
  if (delivery === null) {
    await runs.end(run, { kind: 'not_sent' });
    return;
  }
  const stop = stopSoonAfter(signal);
  const startedMs = performance.now();
  try {
    const result = await outgoing.post({
      url: delivery.url,
      headers: headersOf(run.itemId, delivery),
      body: delivery.body,
      timeoutMs,
      signal: stop.signal,
    });
    const seconds = Math.round(performance.now() - startedMs) / 1000;
    await runs.end(run, {
      kind: 'attempted',
      attempt: { url: maskUrl(delivery.url), seconds, ...judge(result, delivery.url) },
      random: Math.random(),
    });
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    await handBack(parts, run, signal, true);
  } finally {
    stop.end();
  }
}

function headersOf(id: string, { body, secret, previousSecret }: DeliveryToSend): Record<string, string> {
  return {
    'content-type': 'application/json',
    'user-agent': 'RenderIO-Webhook/1.0',
    ...signWebhook(body, { id, sentAt: new Date(), secret, previousSecret }),
  };
}

/** Only a 2xx is a success; a redirect is not followed, since what it leads to was never named by the account. */
function judge(result: PostResult, url: string): Omit<DeliveryAttempt, 'url' | 'seconds'> {
  if (!result.answered) {
    return { statusCode: null, responseBody: null, retryAfterSeconds: null, errorMessage: result.reason };
  }
  const { status, retryAfterMs, bodyHead } = result;
  return {
    statusCode: status,
    // PostgreSQL's text holds no NUL.
    responseBody: maskEcho(bodyHead.toString().replaceAll('\0', '\uFFFD'), url, bodyHead.length === bodyHeadBytes),
    retryAfterSeconds: retryAfterMs === null ? null : retryAfterMs / 1000,
    errorMessage: status >= 200 && status < 300 ? null : refusal(status),
  };
}

function refusal(status: number): string {
  if (status >= 300 && status < 400) return `The receiver answered ${status}; redirects are not followed.`;
  return `The receiver answered ${status}; only 2xx is a success.`;
}

async function handBack(
  { runs, log }: DelivererParts,
  run: Run,
  signal: AbortSignal,
  mayHaveArrived: boolean,
): Promise<void> {
  if (signal.reason instanceof RunStopped && signal.reason.reason === 'lease_lost') {
    log.warn({ delivery_id: run.itemId, run_id: run.id }, 'the lease was lost; another worker has this now');
    return;
  }
  await runs.end(run, { kind: 'handed_back', mayHaveArrived });
}

/** Aborts when `signal` has been aborted for a while. */
function stopSoonAfter(signal: AbortSignal): { readonly signal: AbortSignal; readonly end: () => void } {
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const begin = (): void => {
    timer = setTimeout(() => {
      stop.abort(signal.reason);
    }, lastAnswersMs);
  };
  signal.addEventListener('abort', begin, { once: true });
  return {
    signal: stop.signal,
    end() {
      clearTimeout(timer);
      signal.removeEventListener('abort', begin);
    },
  };
}
