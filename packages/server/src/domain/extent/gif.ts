// Whether a GIF breaks off inside a block: GIF89a specification, appendix B.
import type { BoundedReader } from './bounded-reader.ts';
import type { Extent } from './extent.ts';

const container = 'gif';
const whole: Extent = { kind: 'whole', container, because: 'Its trailer is there.' };

export async function measureGif(file: BoundedReader): Promise<Extent> {
  // A block's terminator and the trailer: the common case, without a walk.
  const tail = await file.bytes(Math.max(13, file.sizeBytes - 2), 2);
  if (tail.equals(Buffer.from([0x00, 0x3b]))) return whole;
  const screen = await file.bytes(0, 13);
  if (screen.length < 13) return cut(file);
  let position: number | null = 13 + colourTableBytes(screen.readUInt8(10));
  while (position !== null) {
    const introducer = (await file.bytes(position, 1))[0];
    // Some writers leave out the trailer, so an end between blocks proves nothing.
    if (introducer === undefined && position === file.sizeBytes) return unknown('It has no trailer.');
    if (introducer === undefined) return cut(file);
    if (introducer === 0x3b) return whole;
    if (introducer === 0x21) position = await skipSubBlocks(file, position + 2);
    else if (introducer === 0x2c) position = await skipImage(file, position);
    else return unknown('Its blocks cannot be followed.');
  }
  return cut(file);
}

/** Where the next block begins, or null when the file ends within this one. */
async function skipImage(file: BoundedReader, position: number): Promise<number | null> {
  const descriptor = await file.bytes(position, 10);
  if (descriptor.length < 10) return null;
  // The byte after the colour table is the code size of the compressed data.
  return skipSubBlocks(file, position + 10 + colourTableBytes(descriptor.readUInt8(9)) + 1);
}

async function skipSubBlocks(file: BoundedReader, start: number): Promise<number | null> {
  let position = start;
  for (;;) {
    const length = (await file.bytes(position, 1))[0];
    if (length === undefined) return null;
    position += 1 + length;
    if (length === 0) return position;
  }
}

function colourTableBytes(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 0x07) + 1);
}

function cut(file: BoundedReader): Extent {
  return {
    kind: 'cut',
    container,
    because: `The GIF is incomplete: the file ends at byte ${file.sizeBytes} within a picture.`,
  };
}

function unknown(because: string): Extent {
  return { kind: 'unknown', because };
}
