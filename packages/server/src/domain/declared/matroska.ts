// What a Matroska or WebM file says of its length and frames: RFC 9559 §5.1.2 and §5.1.4.
import type { BoundedReader } from '../extent/bounded-reader.ts';
import { type Element, readElement } from '../extent/matroska.ts';
import { type Declared, type Frame, largestFrame } from './facts.ts';

const ids = {
  cluster: 0x1f43b675,
  info: 0x1549a966,
  timestampScale: 0x2ad7b1,
  duration: 0x4489,
  tracks: 0x1654ae6b,
  track: 0xae,
  video: 0xe0,
  pixelWidth: 0xb0,
  pixelHeight: 0xba,
};

export async function declaredInMatroska(file: BoundedReader): Promise<Declared> {
  const header = await readElement(file, 0);
  const segment = header?.end == null ? null : await readElement(file, header.end);
  if (segment === null) return { frame: null, seconds: null };
  let seconds: number | null = null;
  let frame: Frame | null = null;
  for await (const element of elementsOf(file, segment.start, segment.end ?? file.sizeBytes)) {
    if (element.id === ids.info) seconds = await readSeconds(file, element);
    if (element.id === ids.tracks) frame = await readFrame(file, element);
    // Both stand before the media; walking its clusters would take a read for each.
    if (element.id === ids.cluster) break;
  }
  return { frame, seconds };
}

async function readSeconds(file: BoundedReader, info: Element): Promise<number | null> {
  let ticks: number | null = null;
  let nanosecondsPerTick = 1_000_000;
  for await (const element of childrenOf(file, info)) {
    if (element.id === ids.timestampScale)
      nanosecondsPerTick = (await readUnsigned(file, element)) ?? nanosecondsPerTick;
    if (element.id === ids.duration) ticks = await readFloat(file, element);
  }
  return ticks === null ? null : (ticks * nanosecondsPerTick) / 1e9;
}

async function readFrame(file: BoundedReader, tracks: Element): Promise<Frame | null> {
  const frames: Frame[] = [];
  for await (const track of childrenOf(file, tracks)) {
    if (track.id !== ids.track) continue;
    for await (const video of childrenOf(file, track)) {
      if (video.id !== ids.video) continue;
      let [width, height] = [0, 0];
      for await (const element of childrenOf(file, video)) {
        if (element.id === ids.pixelWidth) width = (await readUnsigned(file, element)) ?? 0;
        if (element.id === ids.pixelHeight) height = (await readUnsigned(file, element)) ?? 0;
      }
      frames.push({ width, height });
    }
  }
  return largestFrame(frames);
}

function childrenOf(file: BoundedReader, parent: Element): AsyncGenerator<Element, void, undefined> {
  return elementsOf(file, parent.start, parent.end ?? file.sizeBytes);
}

async function* elementsOf(file: BoundedReader, start: number, end: number): AsyncGenerator<Element, void, undefined> {
  let position = start;
  while (position < Math.min(end, file.sizeBytes)) {
    const element = await readElement(file, position);
    if (element === null) return;
    yield element;
    if (element.end === null) return;
    position = element.end;
  }
}

async function readUnsigned(file: BoundedReader, { start, end }: Element): Promise<number | null> {
  const length = (end ?? start) - start;
  if (length < 1 || length > 8) return null;
  const bytes = await file.bytes(start, length);
  return bytes.length === length ? bytes.reduce((value, byte) => value * 256 + byte, 0) : null;
}

async function readFloat(file: BoundedReader, { start, end }: Element): Promise<number | null> {
  const length = (end ?? start) - start;
  const bytes = await file.bytes(start, Math.min(length, 8));
  if (bytes.length !== length) return null;
  return length === 4 ? bytes.readFloatBE() : length === 8 ? bytes.readDoubleBE() : null;
}
