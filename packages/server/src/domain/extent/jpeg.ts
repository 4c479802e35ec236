// Whether a JPEG's picture reaches its end marker, past thumbnails before it and appendices after it: ITU-T T.81 annex B.
import type { BoundedReader } from './bounded-reader.ts';
import type { Extent } from './extent.ts';

const container = 'jpg';
const scanBytes = 262_144;

export async function measureJpeg(file: BoundedReader): Promise<Extent> {
  const scan = await findScan(file);
  if (typeof scan !== 'number') return scan;
  const tail = await file.bytes(Math.max(scan, file.sizeBytes - 2), 2);
  if (isEndMarker(tail, 0)) return whole();
  // Something follows the picture (a second one, a maker's trailer), or its end is missing. Within the scan no FF D9
  // can stand for anything else: a data byte FF is always followed by 00.
  for (let position = scan; position < file.sizeBytes; position += scanBytes - 1) {
    const piece = await file.bytes(position, scanBytes);
    if (piece.indexOf('ffd9', 0, 'hex') >= 0) return whole();
  }
  return cut(`the file ends at byte ${file.sizeBytes} without its end marker`);
}

/** Where the compressed picture begins: the segments before it (EXIF, with a thumbnail of its own) are jumped over. */
async function findScan(file: BoundedReader): Promise<number | Extent> {
  let position = 2;
  for (let segments = 0; segments < 1000; segments++) {
    const header = await file.bytes(position, 4);
    if (header.length < 4) return cut(`the file ends at byte ${file.sizeBytes}, before the picture begins`);
    const marker = header.readUInt8(1);
    if (header.readUInt8(0) !== 0xff) return unknown();
    if (marker === 0xff) {
      position += 1; // fill bytes may stand before a marker
      continue;
    }
    const length = header.readUInt16BE(2);
    if (marker < 0xc0 || length < 2) return unknown();
    const end = position + 2 + length;
    if (end > file.sizeBytes) return cut(`a segment reaches to byte ${end}, but the file ends at ${file.sizeBytes}`);
    if (marker === 0xda) return end;
    position = end;
  }
  return unknown();
}

function isEndMarker(bytes: Buffer, offset: number): boolean {
  return bytes[offset] === 0xff && bytes[offset + 1] === 0xd9;
}

function whole(): Extent {
  return { kind: 'whole', container, because: 'Its end marker is there.' };
}

function cut(because: string): Extent {
  return { kind: 'cut', container, because: `The JPEG is incomplete: ${because}.` };
}

function unknown(): Extent {
  return { kind: 'unknown', because: 'Its segments cannot be followed.' };
}
