// Whether what is to be stored fits into what an account may store, in words for its owner.
import { sayBytes } from './say-bytes.ts';

/** Null when it fits; else a sentence with the limit and the figures. */
export function storageFault(storedBytes: number, newBytes: number, limitBytes: number): string | null {
  if (storedBytes + newBytes <= limitBytes) return null;
  return `This account may store ${sayBytes(limitBytes)} (stored_bytes) and stores ${sayBytes(storedBytes)}: ${sayBytes(newBytes)} more do not fit. Delete files that are no longer needed.`;
}
