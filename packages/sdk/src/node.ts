// What only Node can do: files by their path.
import { createWriteStream, openAsBlob } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client, Stored } from './client.ts';
import { RenderioError } from './renderio-error.ts';

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
  options: FileOptions = {},
): Promise<string> {
  const isFolder = await stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
  // The last path part only: a member of a series or package may be named with its folder.
  const target = isFolder ? join(path, basename(stored.filename)) : path;
  const response = await client.download(stored, options);
  const partial = `${target}.part`;
  try {
    const body = Readable.fromWeb(response.body ?? new ReadableStream());
    const file = createWriteStream(partial);
    await pipeline(body, file, options);
    // Of a compressed answer it would be the length before it was unpacked.
    const length = response.headers.has('content-encoding') ? null : response.headers.get('content-length');
    if (length !== null && file.bytesWritten !== Number(length)) {
      throw new RenderioError('NETWORK_ERROR', `The download broke off after ${file.bytesWritten} of ${length} bytes.`);
    }
    await rename(partial, target);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  return target;
}
