// Undoes a Content-Encoding that an origin applied although none was asked for.
import type { Duplex } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib';

const decoders = new Map<string, (() => Duplex) | null>([
  ['', null],
  ['identity', null],
  ['br', () => createBrotliDecompress()],
  ['deflate', () => createInflate()],
  ['gzip', () => createGunzip()],
  ['x-gzip', () => createGunzip()],
  ['zstd', () => createZstdDecompress()],
]);

/** Null when the body is as it stands; undefined for an encoding that is not known, also for several at once. */
export function createBodyDecoder(contentEncoding: string | null): Duplex | null | undefined {
  const create = decoders.get((contentEncoding ?? '').trim().toLowerCase());
  return create === undefined ? undefined : (create?.() ?? null);
}
