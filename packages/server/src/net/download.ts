// Downloads one file whole or says why not: retries what may pass, resumes what broke off, never joins two versions.
import { setTimeout as delay } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import { headBytes, judgeBody } from './body-judgement.ts';
import { contentDispositionFilename } from './content-disposition.ts';
import { type EntityVersion, maySameVersion } from './entity-version.ts';
import { inputExtension } from './input-extension.ts';
import { displayUrl } from './outgoing-url.ts';
import { PartialFile } from './partial-file.ts';
import { type Asked, describeStatus, placeAnswer } from './place-answer.ts';
import { brokeOff, receiveBody, tooLarge } from './receive-body.ts';
import { backOffMs } from './retry-delay.ts';
import { discardBody, type OutgoingAnswer, sendRequest } from './send-request.ts';
import { toDirectUrl } from './share-links.ts';
import { TransferError, type TransferFailure } from './transfer-error.ts';

export interface DownloadRequest {
  /** http or https; share links are turned into their direct form. User info becomes Basic credentials. */
  readonly url: string;
  /** Path of the file to create. */
  readonly destination: string;
  readonly maxBytes: number;
  /** Aborting rejects the download with the signal's reason. */
  readonly signal?: AbortSignal;
  readonly totalTimeoutMs: number;
  /** Slower than this over a whole window is a stall. */
  readonly minBytesPerSecond: number;
  readonly stallWindowMs: number;
  /** Bytes in the file so far; falls back to a smaller number when the download starts over. */
  readonly onBytes?: (sizeBytes: number) => void;
}

export interface Downloaded {
  readonly ok: true;
  readonly sizeBytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
  /** With its query, which may be a signature: for messages use `displayUrl`. */
  readonly finalUrl: string;
  readonly contentType: string | null;
  readonly contentDispositionFilename: string | null;
  readonly etag: string | null;
  readonly lastModified: string | null;
}

export type DownloadResult = Downloaded | { readonly ok: false; readonly failure: TransferFailure };

export interface TransferSettings {
  readonly userAgent: string;
  readonly headersTimeoutMs: number;
  readonly maxRedirects: number;
  /** In a row without headway. */
  readonly maxTries: number;
  /** No other try is begun after this long without headway: an origin that is silent each time is given up soon. */
  readonly patienceMs: number;
  readonly backOffMs: number;
  /** An origin that asks by `Retry-After` for a longer wait is given up. */
  readonly maxRetryAfterMs: number;
}

// A try that resumed and brought this much does not count as failed, so that a long download outlives many breaks.
const headwayBytes = 1024 * 1024;

// Two changes in one download: the file is being written right now.
const maxChanges = 1;

/**
 * The file exists afterwards only when the result is ok. Everything that the origin, the network or a full disk does
 * is a failure in the result; it rejects when the signal aborts or the destination cannot be created.
 */
export async function download(
  dispatcher: Dispatcher,
  settings: TransferSettings,
  request: DownloadRequest,
): Promise<DownloadResult> {
  const file = await PartialFile.create(request.destination);
  const deadline = AbortSignal.timeout(request.totalTimeoutMs);
  const signal = request.signal === undefined ? deadline : AbortSignal.any([request.signal, deadline]);
  try {
    const answer = await new Transfer(dispatcher, settings, request, file, signal).run();
    const { sizeBytes } = file;
    const sha256 = await file.finish();
    return {
      ok: true,
      sizeBytes,
      sha256,
      finalUrl: answer.finalUrl.href,
      contentType: answer.header('content-type'),
      contentDispositionFilename: contentDispositionFilename(answer.header('content-disposition')),
      etag: answer.header('etag'),
      lastModified: answer.header('last-modified'),
    };
  } catch (error) {
    await file.discard();
    if (error instanceof TransferError) return { ok: false, failure: error.failure };
    request.signal?.throwIfAborted();
    if (!deadline.aborted) throw error;
    const message = `${displayUrl(request.url)} could not be fetched within ${request.totalTimeoutMs / 1000} s.`;
    return { ok: false, failure: { code: 'INPUT_UNREACHABLE', message } };
  }
}

/** One download over its tries; knows which version of the remote file the bytes in the local one belong to. */
class Transfer {
  readonly #dispatcher: Dispatcher;
  readonly #settings: TransferSettings;
  readonly #request: DownloadRequest;
  readonly #file: PartialFile;
  readonly #signal: AbortSignal;
  readonly #url: string;
  #version: EntityVersion | null = null;
  #changes = 0;

  constructor(
    dispatcher: Dispatcher,
    settings: TransferSettings,
    request: DownloadRequest,
    file: PartialFile,
    signal: AbortSignal,
  ) {
    this.#dispatcher = dispatcher;
    this.#settings = settings;
    this.#request = request;
    this.#file = file;
    this.#signal = signal;
    this.#url = toDirectUrl(request.url);
  }

  /** Gives the last answer, of which the headers are still of use. */
  async run(): Promise<OutgoingAnswer> {
    let headwayAtMs = performance.now();
    for (let failedTries = 0; ; ) {
      const asked = this.#nextQuestion();
      try {
        const answer = await this.#ask(asked);
        if (await this.#take(answer, asked)) return answer;
      } catch (error) {
        if (!(error instanceof TransferError) || !error.isRetryable) throw error;
        const hasHeadway = asked.version !== null && this.#file.sizeBytes - asked.offset >= headwayBytes;
        failedTries = hasHeadway ? 1 : failedTries + 1;
        if (hasHeadway) headwayAtMs = performance.now();
        const isPatienceOver = performance.now() - headwayAtMs >= this.#settings.patienceMs;
        if (failedTries >= this.#settings.maxTries || isPatienceOver) throw error;
        const retryAfterMs = error.retryAfterMs ?? 0;
        if (retryAfterMs > this.#settings.maxRetryAfterMs) throw error;
        const waitMs = Math.max(retryAfterMs, backOffMs(failedTries, this.#settings.backOffMs, Math.random()));
        await delay(waitMs, undefined, { signal: this.#signal });
      }
    }
  }

  #nextQuestion(): Asked {
    const offset = this.#file.sizeBytes;
    const canResume = offset > 0 && this.#version !== null && this.#version.rangeValidator !== null;
    return canResume ? { offset, version: this.#version } : { offset: 0, version: null };
  }

  #ask({ offset, version }: Asked): Promise<OutgoingAnswer> {
    const validator = version?.rangeValidator ?? null;
    return sendRequest(this.#dispatcher, this.#url, {
      headers: {
        accept: '*/*',
        'accept-encoding': 'identity',
        'user-agent': this.#settings.userAgent,
        ...(validator === null ? {} : { range: `bytes=${offset}-`, 'if-range': validator }),
      },
      signal: this.#signal,
      headersTimeoutMs: this.#settings.headersTimeoutMs,
      maxRedirects: this.#settings.maxRedirects,
    });
  }

  /** True when the file is complete, false to ask again at once. */
  async #take(answer: OutgoingAnswer, asked: Asked): Promise<boolean> {
    const shownUrl = displayUrl(answer.finalUrl);
    try {
      const placement = placeAnswer(answer, asked, Date.now());
      if (placement.kind === 'changed') {
        await this.#startOver(null);
        return false;
      }
      if (placement.kind === 'whole') await this.#startOver(placement.version);
      const { maxBytes } = this.#request;
      if (placement.bodyBytes !== null && this.#file.sizeBytes + placement.bodyBytes > maxBytes) {
        throw tooLarge(shownUrl, maxBytes);
      }
      await receiveBody(answer, this.#file, {
        shownUrl,
        maxBytes,
        bodyBytes: placement.bodyBytes,
        minBytesPerSecond: this.#request.minBytesPerSecond,
        stallWindowMs: this.#request.stallWindowMs,
        signal: this.#signal,
        onAppended: (appendedBytes) => {
          const { sizeBytes } = this.#file;
          // Once, as soon as the head is whole: a web page need not be read to its end.
          if (sizeBytes >= headBytes && sizeBytes - appendedBytes < headBytes) this.#refuseWhatIsNoMedia(answer);
          this.#request.onBytes?.(sizeBytes);
        },
      });
      this.#refuseWhatIsNoMedia(answer);
      if (placement.kind === 'rest') this.#refuseShortRest(shownUrl, placement.totalBytes);
      return true;
    } finally {
      discardBody(answer.body);
    }
  }

  /** @param version the one whose bytes come next; null when the next answer will tell */
  async #startOver(version: EntityVersion | null): Promise<void> {
    const isChange = this.#version !== null && (version === null || !maySameVersion(this.#version, version));
    if (isChange) this.#changes += 1;
    if (this.#changes > maxChanges) {
      throw new TransferError('INPUT_UNREACHABLE', `${displayUrl(this.#request.url)} changed while it was read.`);
    }
    await this.#file.restart();
    this.#version = version;
  }

  #refuseWhatIsNoMedia(answer: OutgoingAnswer): void {
    const finalUrl = answer.finalUrl.href;
    const contentType = answer.header('content-type');
    const filename = contentDispositionFilename(answer.header('content-disposition'));
    const extension =
      inputExtension({ url: this.#url, contentDispositionFilename: filename }) ?? inputExtension({ url: finalUrl });
    const kind = judgeBody({ contentType, extension, head: this.#file.head });
    if (kind === 'web_page') {
      const says = `status ${describeStatus(answer.status)}, type ${contentType ?? 'not given'}, from ${displayUrl(finalUrl)}`;
      throw new TransferError('INPUT_UNREACHABLE', `A web page came where media was meant (${says}).`);
    }
    if (kind === 'playlist') {
      throw new TransferError(
        'INPUT_UNSUPPORTED',
        `${displayUrl(finalUrl)} is a playlist (HLS or DASH); the segments that it names are not fetched yet. ` +
          'Give a URL of the media itself.',
      );
    }
  }

  /** An origin may answer a range with less than was asked for. */
  #refuseShortRest(shownUrl: string, totalBytes: number | null): void {
    const total = this.#version?.totalBytes ?? totalBytes;
    if (total !== null && this.#file.sizeBytes !== total) throw brokeOff(shownUrl, this.#file.sizeBytes, total);
  }
}
