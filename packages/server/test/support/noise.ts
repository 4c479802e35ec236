// Bytes that look like chance and are the same in every run: by chance alone, noise is a text or a song now and then.
import { createHash } from 'node:crypto';

export function makeNoise(sizeBytes: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(sizeBytes / 32) }, (_, index) =>
    createHash('sha256').update(`noise ${index}`).digest(),
  );
  return Buffer.concat(blocks).subarray(0, sizeBytes);
}
