// Whether an Ogg file's last page is complete and says that its stream ends: RFC 3533 §6.
import type { BoundedReader } from './bounded-reader.ts';
import type { Extent } from './extent.ts';

const container = 'ogg';
/** The greatest page: 27 bytes of header, 255 of segment table, 255 × 255 of data. */
const maxPageBytes = 27 + 255 + 255 * 255;

export async function measureOgg(file: BoundedReader): Promise<Extent> {
  const tailStart = Math.max(0, file.sizeBytes - maxPageBytes);
  const tail = await file.bytes(tailStart, maxPageBytes);
  for (let at = tail.lastIndexOf('OggS'); at >= 0; at = at === 0 ? -1 : tail.lastIndexOf('OggS', at - 1)) {
    const page = tail.subarray(at);
    const flags = page[5];
    // Audio data may hold these four letters by chance; version 0 and three flag bits sort most of those out.
    if (page[4] !== 0 || flags === undefined || flags > 7) continue;
    const segments = page[26];
    if (segments === undefined || page.length < 27 + segments) return cut(file.sizeBytes);
    const end = 27 + segments + page.subarray(27, 27 + segments).reduce((sum, length) => sum + length, 0);
    if (end > page.length) return cut(file.sizeBytes, tailStart + at + end);
    const isLast = (flags & 0x04) !== 0;
    return isLast
      ? { kind: 'whole', container, because: 'Its last page ends the stream.' }
      : { kind: 'unknown', because: 'Its last page does not say that the stream ends there.' };
  }
  return { kind: 'unknown', because: 'Its pages cannot be followed.' };
}

function cut(sizeBytes: number, promisedBytes?: number): Extent {
  const because = `The Ogg file is incomplete: its last page breaks off where the file ends, at byte ${sizeBytes}.`;
  return promisedBytes === undefined
    ? { kind: 'cut', container, because }
    : { kind: 'cut', container, promisedBytes, because };
}
