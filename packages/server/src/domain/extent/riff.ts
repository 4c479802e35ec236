// How far a RIFF file (WAV, RF64, AVI, WebP) says that it reaches.
import type { BoundedReader } from './bounded-reader.ts';
import type { Extent } from './extent.ts';

/** Writers to a pipe put 0, 0xFFFFFFFF or a round number near 2³¹ (0x7FFFFFFF, 0x7FFFF000, …) where a size belongs. */
const firstPlaceholderSize = 0x7f00_0000;

export async function measureRiff(file: BoundedReader): Promise<Extent> {
  const head = await file.bytes(0, 12);
  if (head.length < 12) return unknown('Its header is incomplete.');
  switch (head.toString('latin1', 8, 12)) {
    case 'WAVE':
      return measureChunk(file, 'wav', 'data', await readWideDataSize(file, head));
    case 'AVI ':
      return measureChunk(file, 'avi', 'movi', null);
    case 'WEBP':
      return measureWebp(head.readUInt32LE(4) + 8, file.sizeBytes);
    default:
      return unknown('It is a RIFF file of another kind.');
  }
}

/** Walks the top-level chunks to the one that holds the media; the outermost size is often sloppy, this one seldom. */
async function measureChunk(
  file: BoundedReader,
  container: string,
  wanted: string,
  wideSize: number | null,
): Promise<Extent> {
  let position = 12;
  while (position + 8 <= file.sizeBytes) {
    const chunk = await file.bytes(position, 12);
    const id = chunk.toString('latin1', 0, 4);
    const size = chunk.readUInt32LE(4);
    const isWanted = id === wanted || (id === 'LIST' && chunk.toString('latin1', 8, 12) === wanted);
    if (isWanted) return judge(container, wanted, position + 8, wideSize ?? size, file.sizeBytes);
    position += 8 + size + (size % 2);
  }
  return unknown(`It has no ${wanted} chunk.`);
}

function judge(container: string, name: string, start: number, size: number, sizeBytes: number): Extent {
  const promisedBytes = start + size;
  const isPlaceholder = size === 0 || (size >= firstPlaceholderSize && promisedBytes > sizeBytes);
  if (isPlaceholder) return unknown('It was written as a stream, which does not say how long it must be.');
  // Writers that count the header in are off by 8, 36 or 44 bytes: a quarter of a millisecond of CD sound.
  if (promisedBytes > sizeBytes && promisedBytes <= sizeBytes + 64) return unknown('Its size is off by a few bytes.');
  if (promisedBytes <= sizeBytes) {
    return { kind: 'whole', container, promisedBytes, because: `Its ${name} chunk ends within the file.` };
  }
  return {
    kind: 'cut',
    container,
    promisedBytes,
    because: `The ${container.toUpperCase()} file is incomplete: its ${name} chunk reaches to byte ${promisedBytes}, but the file ends at ${sizeBytes}.`,
  };
}

/** One byte of padding may be missing at the end. */
function measureWebp(promisedBytes: number, sizeBytes: number): Extent {
  if (promisedBytes - 1 <= sizeBytes) {
    return { kind: 'whole', container: 'webp', promisedBytes, because: 'The picture ends within the file.' };
  }
  return {
    kind: 'cut',
    container: 'webp',
    promisedBytes,
    because: `The WebP is incomplete: it says ${promisedBytes} bytes, but the file ends at ${sizeBytes}.`,
  };
}

/** RF64 and BW64 (EBU Tech 3306) keep the size of `data` in their `ds64` chunk. */
async function readWideDataSize(file: BoundedReader, head: Buffer): Promise<number | null> {
  if (head.toString('latin1', 0, 4) === 'RIFF') return null;
  const chunk = await file.bytes(12, 24);
  if (chunk.length < 24 || chunk.toString('latin1', 0, 4) !== 'ds64') return 0;
  return Number(chunk.readBigUInt64LE(16));
}

function unknown(because: string): Extent {
  return { kind: 'unknown', because };
}
