// Brings what the command reads to the server: URLs as they are, files by upload, equal bytes once.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { findPictures } from '../run/find-pictures.ts';
import type { RunInput } from '../run/plan-run.ts';
import { announce, type UploadSetting, uploadFile } from './upload-file.ts';

/** Alias → what the server takes for it. What is unchanged since the last run is not sent again. */
export async function uploadInputs(
  inputs: readonly RunInput[],
  setting: UploadSetting,
): Promise<Record<string, string>> {
  const { client, terminal, signal } = setting;
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
      announce(setting, 'stdin', null);
      const bytes = countBytes(terminal.streams.stdin as AsyncIterable<Uint8Array>, 'stdin', null, setting);
      sent[alias] = (await client.upload(bytes, { filename: 'stdin', signal })).file_id;
    } else if (source.kind === 'pictures') {
      const paths = await findPictures(source);
      const filename = basename(paths[0] ?? source.path);
      const what = `${paths.length} pictures`;
      const sizeBytes = await sumSizes(paths);
      announce(setting, what, sizeBytes);
      const bytes = countBytes(readJoined(paths), what, sizeBytes, setting);
      sent[alias] = (await client.upload(bytes, { filename, signal })).file_id;
    } else {
      const { path } = source;
      const size = sizes.get(path) ?? 0;
      // Only files of one size can be equal; all others need not be read twice.
      const isAlone = [...sizes.values()].filter((other) => other === size).length === 1;
      const key = isAlone ? path : await hashFile(path, signal);
      const fileId = uploaded.get(key) ?? (await uploadFile(path, setting)).fileId;
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

async function* countBytes(
  source: AsyncIterable<Uint8Array>,
  what: string,
  sizeBytes: number | null,
  { status }: UploadSetting,
): AsyncGenerator<Uint8Array> {
  let sentBytes = 0;
  for await (const chunk of source) {
    yield chunk;
    sentBytes += chunk.length;
    status.showTransfer(what, sentBytes, sizeBytes);
  }
}

async function sumSizes(paths: readonly string[]): Promise<number> {
  let sum = 0;
  for (const path of paths) sum += (await stat(path)).size;
  return sum;
}

async function hashFile(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash, { signal });
  return hash.digest('hex');
}
