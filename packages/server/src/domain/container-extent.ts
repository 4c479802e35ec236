// Whether a file's own container proves that the file ends early: FFmpeg exits 0 on such files.
import { type BoundedReader, createBoundedReader, type ReadBytes } from './extent/bounded-reader.ts';
import type { Extent } from './extent/extent.ts';
import { measureGif } from './extent/gif.ts';
import { measureIsoMedia } from './extent/iso-media.ts';
import { measureJpeg } from './extent/jpeg.ts';
import { measureMatroska } from './extent/matroska.ts';
import { measureOgg } from './extent/ogg.ts';
import { measurePng } from './extent/png.ts';
import { measureRiff } from './extent/riff.ts';
import { isIsoMedia, startsWith } from './extent/signatures.ts';

interface Format {
  isMine(head: Buffer): boolean;
  measure(file: BoundedReader): Promise<Extent>;
  /** What one read fetches: small for formats that jump from box to box, large for those that are scanned. */
  readonly windowBytes: number;
}

const formats: readonly Format[] = [
  { isMine: isIsoMedia, measure: measureIsoMedia, windowBytes: 4096 },
  { isMine: startsWith([0x1a, 0x45, 0xdf, 0xa3]), measure: measureMatroska, windowBytes: 4096 },
  { isMine: isRiff, measure: measureRiff, windowBytes: 4096 },
  { isMine: startsWith([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), measure: measurePng, windowBytes: 262_144 },
  { isMine: startsWith([0xff, 0xd8, 0xff]), measure: measureJpeg, windowBytes: 262_144 },
  { isMine: (head) => /^GIF8[79]a/.test(head.toString('latin1', 0, 6)), measure: measureGif, windowBytes: 262_144 },
  { isMine: startsWith([0x4f, 0x67, 0x67, 0x53]), measure: measureOgg, windowBytes: 65_536 },
];

/** 300 reads of local files take under 30 ms; at 256 KiB each they scan the largest 75 MB pictures. */
const maxReads = 300;

/** Never throws: what cannot be read or followed within the budget is `unknown`. A good file is never called `cut`. */
export async function measureExtent(read: ReadBytes, sizeBytes: number): Promise<Extent> {
  try {
    const head = sizeBytes === 0 ? Buffer.alloc(0) : await read(0, Math.min(16, sizeBytes));
    const format = formats.find((candidate) => candidate.isMine(head));
    if (format === undefined) return { kind: 'unknown', because: 'Its format does not say how long the file must be.' };
    return await format.measure(createBoundedReader(read, sizeBytes, format.windowBytes, maxReads));
  } catch {
    return { kind: 'unknown', because: 'Its structure could not be followed to the end.' };
  }
}

function isRiff(head: Buffer): boolean {
  return ['RIFF', 'RF64', 'BW64'].includes(head.toString('latin1', 0, 4));
}
