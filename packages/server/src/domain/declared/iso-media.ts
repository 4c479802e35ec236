// What an ISO base media file (MP4, MOV, 3GP) says of its length and frames: ISO/IEC 14496-12 §8.2.2 and §12.1.3.
import type { BoundedReader } from '../extent/bounded-reader.ts';
import { type Box, children, findChild } from '../extent/iso-media.ts';
import { type Declared, type Frame, largestFrame } from './facts.ts';

export async function declaredInIsoMedia(file: BoundedReader): Promise<Declared> {
  const whole: Box = { type: 'file', start: 0, end: file.sizeBytes, isOpenEnded: false };
  const movie = await findChild(file, whole, 'moov');
  if (movie === null) return { frame: null, seconds: null };
  let seconds: number | null = null;
  const frames: (Frame | null)[] = [];
  for await (const box of children(file, movie)) {
    if (box.type === 'mvhd') seconds = await readSeconds(file, box);
    if (box.type === 'trak') frames.push(await readSampleFrame(file, box));
  }
  return { frame: largestFrame(frames), seconds };
}

/** All ones: not known, as of a live recording. */
async function readSeconds(file: BoundedReader, header: Box): Promise<number | null> {
  const bytes = await file.bytes(header.start, 32);
  if (bytes.length < 32) return null;
  const isWide = bytes.readUInt8(0) === 1;
  const timescale = bytes.readUInt32BE(isWide ? 20 : 12);
  const duration = isWide ? Number(bytes.readBigUInt64BE(24)) : bytes.readUInt32BE(16);
  const isKnown = timescale > 0 && duration < (isWide ? 2 ** 63 : 0xffffffff);
  return isKnown ? duration / timescale : null;
}

/** Of the first sample entry; one of sound has other figures in that place, so the track must be one of pictures. */
async function readSampleFrame(file: BoundedReader, track: Box): Promise<Frame | null> {
  const media = await findChild(file, track, 'mdia');
  const handler = media && (await findChild(file, media, 'hdlr'));
  if (media === null || handler === null) return null;
  if ((await file.bytes(handler.start + 8, 4)).toString('latin1') !== 'vide') return null;
  const information = await findChild(file, media, 'minf');
  const table = information && (await findChild(file, information, 'stbl'));
  const descriptions = table && (await findChild(file, table, 'stsd'));
  if (!descriptions) return null;
  // version, flags and count are 8 bytes; of the entry, size and type 8, then 24 to the figures
  const figures = await file.bytes(descriptions.start + 8 + 8 + 24, 4);
  return figures.length < 4 ? null : { width: figures.readUInt16BE(0), height: figures.readUInt16BE(2) };
}
