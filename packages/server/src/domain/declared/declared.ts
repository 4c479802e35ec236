// What a file says of its frames and its length, read from its header before anything decodes it: 35 bytes of GIF can ask for 2 GB.
import type { AccountLimits } from '../account-limits.ts';
import { type BoundedReader, createBoundedReader, type ReadBytes } from '../extent/bounded-reader.ts';
import { isIsoMedia, startsWith } from '../extent/signatures.ts';
import type { Declared, Frame } from './facts.ts';
import { declaredInIsoMedia } from './iso-media.ts';
import { declaredInMatroska } from './matroska.ts';
import { frameOfBmp, frameOfGif, frameOfJpeg, frameOfPng, frameOfPsd, frameOfQoi, frameOfWebp } from './pictures.ts';

type ReadDeclared = (file: BoundedReader) => Promise<Declared>;

const picture =
  (frameOf: (file: BoundedReader) => Promise<Frame | null>): ReadDeclared =>
  async (file) => ({ frame: await frameOf(file), seconds: null });

const formats: readonly { readonly isMine: (head: Buffer) => boolean; readonly read: ReadDeclared }[] = [
  { isMine: isIsoMedia, read: declaredInIsoMedia },
  { isMine: startsWith([0x1a, 0x45, 0xdf, 0xa3]), read: declaredInMatroska },
  { isMine: startsWith(Buffer.from('\x89PNG', 'latin1')), read: picture(frameOfPng) },
  { isMine: startsWith(Buffer.from('GIF8')), read: picture(frameOfGif) },
  { isMine: startsWith([0xff, 0xd8, 0xff]), read: picture(frameOfJpeg) },
  { isMine: (head) => /^RIFF.{4}WEBP/s.test(head.toString('latin1')), read: picture(frameOfWebp) },
  { isMine: startsWith(Buffer.from('BM')), read: picture(frameOfBmp) },
  { isMine: startsWith(Buffer.from('8BPS')), read: picture(frameOfPsd) },
  { isMine: startsWith(Buffer.from('qoif')), read: picture(frameOfQoi) },
];

const nothing: Declared = { frame: null, seconds: null };
const windowBytes = 4096;
const maxReads = 300;

/** Never throws: what cannot be followed within the budget says nothing. The memory limit stands behind it. */
export async function readDeclared(read: ReadBytes, sizeBytes: number): Promise<Declared> {
  try {
    const head = sizeBytes === 0 ? Buffer.alloc(0) : await read(0, Math.min(16, sizeBytes));
    const format = formats.find((candidate) => candidate.isMine(head));
    return (await format?.read(createBoundedReader(read, sizeBytes, windowBytes, maxReads))) ?? nothing;
  } catch {
    return nothing;
  }
}

/** Null within the limits; else the rest of a sentence that begins with the input. */
export function judgeDeclared(
  { frame, seconds }: Declared,
  limits: Pick<AccountLimits, 'framePixels' | 'inputSeconds'>,
): string | null {
  const pixels = frame === null ? 0 : frame.width * frame.height;
  if (frame !== null && pixels > limits.framePixels) {
    return `says that a frame has ${frame.width} × ${frame.height} pixels, which is ${pixels}; the limit is ${limits.framePixels} (frame_pixels).`;
  }
  if (seconds !== null && seconds > limits.inputSeconds) {
    return `says that it lasts ${Math.round(seconds)} s; the limit is ${limits.inputSeconds} s (input_seconds).`;
  }
  return null;
}
