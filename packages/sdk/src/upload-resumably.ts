// Sends a file in pieces by the tus protocol (tus.io), and goes on where it was when the connection breaks.
import { pause } from './pause.ts';
import { RenderioError } from './renderio-error.ts';
import type { Send } from './transport.ts';

export interface ResumableUploadOptions {
  /** A `File` brings its own. */
  readonly filename?: string;
  /** How many bytes the server has. */
  readonly onProgress?: (sentBytes: number) => void;
  /** Aborting it ends the upload on the server too. */
  readonly signal?: AbortSignal;
}

const root = '/api/v1/files/tus';
const protocol = { 'tus-resumable': '1.0.0' };

/** A piece is to take a second or so: progress moves, and little is sent again. */
const pieceBytes = { first: 1024 ** 2, least: 256 * 1024, most: 32 * 1024 ** 2 };
const pieceMs = { short: 700, long: 3_000 };
/** In a row without a byte: about a minute. */
const mostFaults = 10;
const longestPauseMs = 10_000;

interface Place {
  readonly offset: number;
  /** Null until it is whole. */
  readonly fileId: string | null;
}

/** Resolves with the id of the file. Throws `RenderioError` where the server refuses it, or stays away for long. */
export async function uploadResumably(
  send: Send,
  file: Blob,
  { filename, onProgress, signal }: ResumableUploadOptions,
): Promise<string> {
  const begun = await send({
    method: 'POST',
    path: root,
    headers: {
      ...protocol,
      'upload-length': String(file.size),
      'upload-metadata': `filename ${toBase64(filename ?? nameOf(file))}`,
    },
    repeat: 'refused',
    signal,
  });
  const path = `${root}/${begun.headers.get('location')?.split('/').at(-1) ?? ''}`;
  try {
    return await sendPieces(send, path, file, placeOf(begun), onProgress, signal);
  } catch (error) {
    if (signal?.aborted === true) {
      // It would expire in a day: nobody has to wait for that, nor for this.
      send({ method: 'DELETE', path, headers: protocol, repeat: 'always' }).catch(() => undefined);
    }
    throw error;
  }
}

async function sendPieces(
  send: Send,
  path: string,
  file: Blob,
  begun: Place,
  onProgress: ResumableUploadOptions['onProgress'],
  signal: AbortSignal | undefined,
): Promise<string> {
  let place = begun;
  let size = pieceBytes.first;
  let faults = 0;
  while (place.fileId === null) {
    const { offset } = place;
    const beganMs = performance.now();
    try {
      place = placeOf(
        await send({
          method: 'PATCH',
          path,
          headers: { ...protocol, 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) },
          body: file.slice(offset, offset + size),
          repeat: 'never',
          signal,
        }),
      );
      faults = 0;
      const tookMs = performance.now() - beganMs;
      if (tookMs < pieceMs.short) size = Math.min(size * 2, pieceBytes.most);
      if (tookMs > pieceMs.long) size = Math.max(size / 2, pieceBytes.least);
    } catch (error) {
      faults += 1;
      if (!(error instanceof RenderioError) || !error.isRetryable || faults > mostFaults) throw error;
      size = pieceBytes.least;
      const waitMs =
        (error.retryAfterSeconds ?? 0) * 1000 + Math.min(250 * 2 ** faults, longestPauseMs) * Math.random();
      await pause(waitMs, signal);
      place = placeOf(await send({ method: 'HEAD', path, headers: protocol, repeat: 'always', signal }));
    }
    onProgress?.(place.offset);
  }
  return place.fileId;
}

function placeOf({ headers }: Response): Place {
  return { offset: Number(headers.get('upload-offset') ?? 0), fileId: headers.get('x-file-id') };
}

function nameOf(file: Blob): string {
  return 'name' in file ? String(file.name) : 'upload';
}

function toBase64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
