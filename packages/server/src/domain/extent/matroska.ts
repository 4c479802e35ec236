// How far a Matroska or WebM file says that it reaches: RFC 8794 (EBML) §5–6 and RFC 9559.
import type { BoundedReader } from './bounded-reader.ts';
import type { Extent } from './extent.ts';

export interface Element {
  readonly id: number;
  readonly start: number;
  /** Null: of unknown size, as a live muxer writes it. */
  readonly end: number | null;
}

const container = 'mkv';
const ids = { ebml: 0x1a45dfa3, segment: 0x18538067, cluster: 0x1f43b675 };

export async function measureMatroska(file: BoundedReader): Promise<Extent> {
  const header = await readElement(file, 0);
  if (header?.id !== ids.ebml || header.end === null) return unknown('Its header cannot be read.');
  const segment = await readElement(file, header.end);
  if (segment?.id !== ids.segment) return unknown('No segment follows its header.');
  if (segment.end === null) return measureLive(file, segment.start);
  if (segment.end > file.sizeBytes) return cut('segment', segment.end, file.sizeBytes);
  return {
    kind: 'whole',
    container,
    promisedBytes: segment.end,
    because: `Its segment ends at byte ${segment.end}, within the file.`,
  };
}

/** A segment of unknown size: its clusters may still say where they end. That the last one is complete proves nothing. */
async function measureLive(file: BoundedReader, start: number): Promise<Extent> {
  let position = start;
  while (position < file.sizeBytes) {
    const element = await readElement(file, position);
    if (element === null || element.end === null) break;
    if (element.end > file.sizeBytes) {
      // Only a cluster's overrun is missing media; a damaged size elsewhere is not our case.
      if (element.id !== ids.cluster) break;
      return cut('last cluster', element.end, file.sizeBytes);
    }
    position = element.end;
  }
  return unknown('It was written as a live stream, which does not say how long it must be.');
}

function cut(part: string, promisedBytes: number, sizeBytes: number): Extent {
  return {
    kind: 'cut',
    container,
    promisedBytes,
    because: `The Matroska file is incomplete: its ${part} reaches to byte ${promisedBytes}, but the file ends at ${sizeBytes}.`,
  };
}

function unknown(because: string): Extent {
  return { kind: 'unknown', because };
}

export async function readElement(file: BoundedReader, position: number): Promise<Element | null> {
  const bytes = await file.bytes(position, 12);
  const idLength = lengthOfNumber(bytes, 0);
  if (idLength === null || idLength > 4 || bytes.length <= idLength) return null;
  const sizeLength = lengthOfNumber(bytes, idLength);
  if (sizeLength === null || bytes.length < idLength + sizeLength) return null;
  const id = bytes.readUIntBE(0, idLength);
  const start = position + idLength + sizeLength;
  let size = 0n;
  for (const byte of bytes.subarray(idLength, idLength + sizeLength)) size = (size << 8n) | BigInt(byte);
  const allOnes = (1n << BigInt(7 * sizeLength)) - 1n;
  size &= allOnes;
  return { id, start, end: size === allOnes ? null : start + Number(size) };
}

/** An EBML number's length stands in its first byte's leading zeros. */
function lengthOfNumber(bytes: Buffer, offset: number): number | null {
  const first = bytes[offset];
  return first === undefined || first === 0 ? null : Math.clz32(first) - 23;
}
