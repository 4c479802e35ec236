// Brings what the command reads to the server: URLs as they are, files by upload, equal bytes once.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Client } from '@renderio/sdk';
import { uploadPath } from '@renderio/sdk/node';
import { findPictures } from './find-pictures.ts';
import type { RunInput } from './plan-run.ts';

export interface UploadOptions {
  readonly stdin: NodeJS.ReadableStream;
  readonly signal: AbortSignal;
  /** Told before each upload; the size of stdin is not known. */
  readonly onUpload: (filename: string, sizeBytes: number | null) => void;
}

/** Alias → what the server takes for it. */
export async function uploadInputs(
  client: Client,
  inputs: readonly RunInput[],
  { stdin, signal, onUpload }: UploadOptions,
): Promise<Record<string, string>> {
  const sent: Record<string, string> = {};
  const uploaded = new Map<string, string>();
  const sizes = new Map<string, number>();
  for (const { source } of inputs) {
    if (source.kind === 'file') sizes.set(source.path, (await stat(source.path)).size);
  }
  for (const { alias, source } of inputs) {
    if (source.kind === 'url') {
      sent[alias] = source.url;
    } else if (source.kind === 'stdin') {
      onUpload('stdin', null);
      const bytes = stdin as AsyncIterable<Uint8Array>;
      sent[alias] = (await client.upload(bytes, { filename: 'stdin', signal })).file_id;
    } else if (source.kind === 'pictures') {
      const paths = await findPictures(source);
      const name = basename(paths[0] ?? source.path);
      onUpload(`${paths.length} pictures`, null);
      sent[alias] = (await client.upload(readJoined(paths), { filename: name, signal })).file_id;
    } else {
      const { path } = source;
      const size = sizes.get(path) ?? 0;
      // Only files of one size can be equal; all others need not be read twice.
      const isAlone = [...sizes.values()].filter((other) => other === size).length === 1;
      const key = isAlone ? path : await hashFile(path, signal);
      const known = uploaded.get(key);
      if (known === undefined) onUpload(basename(path), size);
      const fileId = known ?? (await uploadPath(client, path, { signal })).file_id;
      uploaded.set(key, fileId);
      sent[alias] = fileId;
    }
  }
  return sent;
}

/** One file behind the other. */
async function* readJoined(paths: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const path of paths) yield* createReadStream(path) as AsyncIterable<Uint8Array>;
}

async function hashFile(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash, { signal });
  return hash.digest('hex');
}
