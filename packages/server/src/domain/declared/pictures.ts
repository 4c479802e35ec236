// The size of a picture as its header has it. Null where the header is too short or does not say.
import type { BoundedReader } from '../extent/bounded-reader.ts';
import type { Frame } from './facts.ts';

/** Bytes `from`–`to` when all are there. */
async function slice(file: BoundedReader, from: number, to: number): Promise<Buffer | null> {
  const bytes = await file.bytes(from, to - from);
  return bytes.length === to - from ? bytes : null;
}

/** W3C PNG §11.2.1: IHDR comes first. */
export async function frameOfPng(file: BoundedReader): Promise<Frame | null> {
  const header = await slice(file, 16, 24);
  return header && { width: header.readUInt32BE(0), height: header.readUInt32BE(4) };
}

/** GIF89a §18: the logical screen, on which all of its pictures lie. */
export async function frameOfGif(file: BoundedReader): Promise<Frame | null> {
  const screen = await slice(file, 6, 10);
  return screen && { width: screen.readUInt16LE(0), height: screen.readUInt16LE(2) };
}

/** ITU-T T.81 §B.2.2: a start-of-frame segment, past thumbnails, which lie within others. */
export async function frameOfJpeg(file: BoundedReader): Promise<Frame | null> {
  let position = 2;
  for (;;) {
    const segment = await slice(file, position, position + 9);
    if (segment?.readUInt8(0) !== 0xff) return null;
    const marker = segment.readUInt8(1);
    if (marker === 0xff) {
      position += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { width: segment.readUInt16BE(7), height: segment.readUInt16BE(5) };
    if (marker < 0xc0 || marker === 0xda) return null;
    position += 2 + segment.readUInt16BE(2);
  }
}

/** RFC 9649 §2.5–2.7. */
export async function frameOfWebp(file: BoundedReader): Promise<Frame | null> {
  const chunk = await slice(file, 12, 30);
  if (chunk === null) return null;
  switch (chunk.toString('latin1', 0, 4)) {
    case 'VP8X':
      return { width: chunk.readUIntLE(12, 3) + 1, height: chunk.readUIntLE(15, 3) + 1 };
    case 'VP8L': {
      const packed = chunk.readUInt32LE(9);
      return { width: (packed & 0x3fff) + 1, height: ((packed >> 14) & 0x3fff) + 1 };
    }
    default:
      return { width: chunk.readUInt16LE(14) & 0x3fff, height: chunk.readUInt16LE(16) & 0x3fff };
  }
}

/** Windows' header; the older one of OS/2 is 12 bytes long and has 16-bit figures. A negative height is one from the top. */
export async function frameOfBmp(file: BoundedReader): Promise<Frame | null> {
  const header = await slice(file, 14, 26);
  if (header === null) return null;
  if (header.readUInt32LE(0) === 12) return { width: header.readUInt16LE(4), height: header.readUInt16LE(6) };
  return { width: Math.abs(header.readInt32LE(4)), height: Math.abs(header.readInt32LE(8)) };
}

export async function frameOfPsd(file: BoundedReader): Promise<Frame | null> {
  const header = await slice(file, 14, 22);
  return header && { width: header.readUInt32BE(4), height: header.readUInt32BE(0) };
}

export async function frameOfQoi(file: BoundedReader): Promise<Frame | null> {
  const header = await slice(file, 4, 12);
  return header && { width: header.readUInt32BE(0), height: header.readUInt32BE(4) };
}
