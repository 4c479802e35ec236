// Sends a file in pieces by the tus protocol (tus.io), and goes on where it was when the connection breaks.
import { pause } from './pause.ts';
import { RenderioError } from './renderio-error.ts';
import type { Send } from './transport.ts';

export interface ResumableUploadOptions {
  /** A `File` brings its own. */
  readonly filename?: string;
  /** How many bytes the server has, whenever there are more, and at first those of an upload that was left. */
  readonly onProgress?: (sentBytes: number) => void;
  /**
   * Of an upload of the same bytes that was left: it goes on where that was, or begins anew where the server has
   * forgotten it, a day after its last byte. One that is whole is only named again.
   */
  readonly uploadId?: string;
  /** Told the id of an upload that begins anew, which can be given as `uploadId` later. */
  readonly onBegin?: (uploadId: string) => void;
  /** Told what went wrong, before each further attempt. */
  readonly onFault?: (error: RenderioError) => void;
  /** How long it is tried without a byte getting through, in milliseconds. Default 60,000. */
  readonly patienceMs?: number;
  /** Aborting it ends the upload on the server too, unless `isLeftOnAbort`. */
  readonly signal?: AbortSignal | undefined;
  /** An abort leaves what was sent, to be gone on with by `uploadId`. */
  readonly isLeftOnAbort?: boolean;
}

const root = '/api/v1/files/tus';
const protocol = { 'tus-resumable': '1.0.0' };

/** A piece is to take a second or so: progress moves, and little is sent again. */
const pieceBytes = { first: 1024 ** 2, least: 256 * 1024, most: 32 * 1024 ** 2 };
const pieceMs = { short: 700, long: 3_000 };
const defaultPatienceMs = 60_000;
const firstPauseMs = 250;
const longestPauseMs = 10_000;

interface Place {
  readonly offset: number;
  /** Null until it is whole. */
  readonly fileId: string | null;
}

/**
 * Resolves with the id of the file. Throws `RenderioError` where the server refuses it, or stays away for long, and
 * the platform's `NotReadableError` where it tells that the file changed or went away meanwhile.
 */
export async function uploadResumably(send: Send, file: Blob, options: ResumableUploadOptions): Promise<string> {
  const { uploadId, signal, isLeftOnAbort = false } = options;
  const { path, place } =
    (uploadId === undefined ? null : await findUpload(send, uploadId, file, signal)) ??
    (await beginUpload(send, file, options));
  try {
    return await sendPieces(send, path, file, place, options);
  } catch (error) {
    if (signal?.aborted === true && !isLeftOnAbort) {
      // It would expire in a day: nobody has to wait for that, nor for this.
      send({ method: 'DELETE', path, headers: protocol, repeat: 'always' }).catch(() => undefined);
    }
    throw error;
  }
}

interface Upload {
  readonly path: string;
  readonly place: Place;
}

/** Null where the server has no such upload, or one of another size. */
async function findUpload(
  send: Send,
  uploadId: string,
  file: Blob,
  signal: AbortSignal | undefined,
): Promise<Upload | null> {
  const path = `${root}/${encodeURIComponent(uploadId)}`;
  try {
    const found = await send({ method: 'HEAD', path, headers: protocol, repeat: 'always', signal });
    return Number(found.headers.get('upload-length')) === file.size ? { path, place: placeOf(found) } : null;
  } catch (error) {
    if (error instanceof RenderioError && error.code === 'NOT_FOUND') return null;
    throw error;
  }
}

async function beginUpload(
  send: Send,
  file: Blob,
  { filename, onBegin, signal }: ResumableUploadOptions,
): Promise<Upload> {
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
  const uploadId = begun.headers.get('location')?.split('/').at(-1) ?? '';
  onBegin?.(uploadId);
  return { path: `${root}/${uploadId}`, place: placeOf(begun) };
}

async function sendPieces(
  send: Send,
  path: string,
  file: Blob,
  begun: Place,
  { onProgress, onFault, patienceMs = defaultPatienceMs, signal }: ResumableUploadOptions,
): Promise<string> {
  /** Null while only the server knows. */
  let place: Place | null = begun;
  let size = pieceBytes.first;
  let faults = 0;
  let movedAtMs = performance.now();
  let furthest = begun.offset;
  if (begun.offset > 0 && begun.fileId === null) onProgress?.(begun.offset);
  while (place?.fileId == null) {
    const beganMs = performance.now();
    try {
      if (place === null) {
        place = placeOf(await send({ method: 'HEAD', path, headers: protocol, repeat: 'never', signal }));
      } else {
        place = placeOf(await sendPiece(send, path, file, { offset: place.offset, size, signal }));
        const tookMs = performance.now() - beganMs;
        if (tookMs < pieceMs.short) size = Math.min(size * 2, pieceBytes.most);
        if (tookMs > pieceMs.long) size = Math.max(size / 2, pieceBytes.least);
      }
      // A server that only answers has not taken anything yet.
      if (place.offset > furthest) {
        movedAtMs = performance.now();
        faults = 0;
        furthest = place.offset;
        onProgress?.(furthest);
      }
    } catch (error) {
      if (!(error instanceof RenderioError) || !error.isRetryable) throw error;
      if (performance.now() - movedAtMs > patienceMs) throw error;
      onFault?.(error);
      place = null;
      size = pieceBytes.least;
      faults += 1;
      const bound = Math.min(firstPauseMs * 2 ** faults, longestPauseMs);
      await pause((error.retryAfterSeconds ?? 0) * 1000 + bound * Math.random(), signal);
    }
  }
  return place.fileId;
}

async function sendPiece(
  send: Send,
  path: string,
  file: Blob,
  {
    offset,
    size,
    signal,
  }: { readonly offset: number; readonly size: number; readonly signal: AbortSignal | undefined },
): Promise<Response> {
  return await send({
    method: 'PATCH',
    path,
    headers: { ...protocol, 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) },
    body: file.slice(offset, offset + size),
    repeat: 'never',
    signal,
  });
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
