// Moves one answer's body into the file: counted, decoded, bounded, watched for stalls.
import { pipeline } from 'node:stream/promises';
import { errors } from 'undici';
import { createBodyDecoder } from './decode-body.ts';
import type { PartialFile } from './partial-file.ts';
import type { OutgoingAnswer } from './send-request.ts';
import { TransferError } from './transfer-error.ts';
import { watchSpeed } from './watch-speed.ts';

export interface ReceiveOptions {
  readonly shownUrl: string;
  /** Of the file, decoded. */
  readonly maxBytes: number;
  /** Of the body, as transferred; null when it promised nothing. */
  readonly bodyBytes: number | null;
  readonly minBytesPerSecond: number;
  readonly stallWindowMs: number;
  readonly signal: AbortSignal;
  /** After each piece is in the file. May throw a TransferError to end it. */
  readonly onAppended: (appendedBytes: number) => void;
}

/** @throws TransferError, or the signal's reason */
export async function receiveBody(answer: OutgoingAnswer, file: PartialFile, options: ReceiveOptions): Promise<void> {
  const { shownUrl, maxBytes, bodyBytes } = options;
  const decoder = createBodyDecoder(answer.header('content-encoding'));
  if (decoder === undefined) {
    throw new TransferError(
      'INPUT_UNREACHABLE',
      `${shownUrl} could not be fetched: its content encoding "${answer.header('content-encoding') ?? ''}" is not known.`,
    );
  }
  const stalled = new AbortController();
  const signal = AbortSignal.any([options.signal, stalled.signal]);
  let receivedBytes = 0;
  using speed = watchSpeed({
    minBytesPerSecond: options.minBytesPerSecond,
    windowMs: options.stallWindowMs,
    onStall(bytes) {
      const message = `${shownUrl} could not be fetched: it stalled, ${bytes} bytes in ${options.stallWindowMs / 1000} s.`;
      stalled.abort(new TransferError('INPUT_UNREACHABLE', message, { isRetryable: true }));
    },
  });

  async function* count(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of body) {
      receivedBytes += chunk.length;
      if (receivedBytes > maxBytes) throw tooLarge(shownUrl, maxBytes);
      speed.add(chunk.length);
      speed.pause();
      yield chunk;
      speed.resume();
    }
  }

  async function write(body: AsyncIterable<Buffer>): Promise<void> {
    for await (const chunk of body) {
      if (file.sizeBytes + chunk.length > maxBytes) throw tooLarge(shownUrl, maxBytes);
      await append(file, chunk);
      options.onAppended(chunk.length);
    }
  }

  try {
    if (decoder === null) await pipeline(answer.body, count, write, { signal });
    else await pipeline(answer.body, count, decoder, write, { signal });
  } catch (error) {
    if (error instanceof TransferError) throw error;
    if (signal.aborted) throw signal.reason;
    if (isDecodingError(error)) {
      const encoding = answer.header('content-encoding') ?? '';
      throw new TransferError(
        'INPUT_UNREACHABLE',
        `${shownUrl} could not be fetched: its body is not the ${encoding} that its header says.`,
        { cause: error },
      );
    }
    if (!isTransportError(error)) throw error;
    throw brokeOff(shownUrl, receivedBytes, bodyBytes, error);
  }
  if (bodyBytes !== null && receivedBytes !== bodyBytes) throw brokeOff(shownUrl, receivedBytes, bodyBytes);
}

export function tooLarge(shownUrl: string, maxBytes: number): TransferError {
  return new TransferError('INPUT_TOO_LARGE', `${shownUrl} is larger than the limit of ${maxBytes} bytes.`);
}

export function brokeOff(shownUrl: string, received: number, promised: number | null, cause?: unknown): TransferError {
  const of = promised === null ? '' : ` of ${promised} promised`;
  return new TransferError(
    'INPUT_TRUNCATED',
    `${shownUrl} broke off: ${received}${of} bytes came, and asking again did not bring the rest.`,
    { isRetryable: true, cause },
  );
}

async function append(file: PartialFile, chunk: Buffer): Promise<void> {
  try {
    await file.append(chunk);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    const says =
      code === 'ENOSPC' || code === 'EDQUOT'
        ? 'The scratch disk is full; an input could not be written.'
        : `An input could not be written to the scratch disk (${code}).`;
    throw new TransferError('STORAGE_FAILED', says, { cause: error });
  }
}

/** Sockets, TLS, streams and undici give codes, all but its parser; what has none is a mistake of ours. */
function isTransportError(error: unknown): boolean {
  return error instanceof errors.HTTPParserError || (error instanceof Error && 'code' in error);
}

/** By the codes of zlib, Brotli and Zstandard. A stream that merely ends too soon is `Z_BUF_ERROR`, and counts as broken off. */
function isDecodingError(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^(Z_|ERR__ERROR_|ZSTD_error_)/.test(code) && code !== 'Z_BUF_ERROR';
}
