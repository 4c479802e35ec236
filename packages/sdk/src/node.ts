// What only Node can do: files by their path.
import { createWriteStream, openAsBlob } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client, Stored } from './client.ts';
import { RenderioError } from './renderio-error.ts';

export interface DownloadOptions extends FileOptions {
  /** How many bytes have come, and of how many; null where that is not told. */
  readonly onProgress?: (doneBytes: number, sizeBytes: number | null) => void;
}

export interface FileOptions {
  readonly signal?: AbortSignal;
}

/** Uploads the file at `path` under its own name, read from disk as it is sent. */
export async function uploadPath(
  client: Client,
  path: string,
  { filename = basename(path), ...options }: FileOptions & { readonly filename?: string } = {},
): ReturnType<Client['upload']> {
  return await client.upload(await openAsBlob(path), { filename, ...options });
}

/**
 * Writes an output or file to `path`, or under its own name into `path` when that is a folder, and returns where it is.
 * What exists is replaced, and only once all bytes are there.
 */
export async function downloadTo(
  client: Client,
  stored: Stored & { readonly filename: string },
  path: string,
  { signal, onProgress }: DownloadOptions = {},
): Promise<string> {
  const isFolder = await stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
  // The last path part only: a member of a series or package may be named with its folder.
  const target = isFolder ? join(path, basename(stored.filename)) : path;
  const response = await client.download(stored, signal === undefined ? {} : { signal });
  const partial = `${target}.part`;
  try {
    const body = Readable.fromWeb(response.body ?? new ReadableStream());
    const file = createWriteStream(partial);
    // Of a compressed answer it would be the length before it was unpacked.
    const told = response.headers.has('content-encoding') ? null : response.headers.get('content-length');
    const length = told === null ? null : Number(told);
    let doneBytes = 0;
    body.on('data', (chunk: Uint8Array) => {
      doneBytes += chunk.length;
      onProgress?.(doneBytes, length);
    });
    await pipeline(body, file, { signal });
    if (length !== null && file.bytesWritten !== length) {
      throw new RenderioError('NETWORK_ERROR', `The download broke off after ${file.bytesWritten} of ${length} bytes.`);
    }
    await rename(partial, target);
  } catch (error) {
    // What went wrong first is what is told.
    await rm(partial, { force: true }).catch(() => undefined);
    throw error;
  }
  return target;
}
