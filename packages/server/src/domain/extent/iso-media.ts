// How far an ISO base media file (MP4, MOV, M4A, 3GP, AVIF, HEIC) says that it reaches: ISO/IEC 14496-12 §4.2, and QuickTime.
import type { BoundedReader } from './bounded-reader.ts';
import type { Extent } from './extent.ts';

export interface Box {
  readonly type: string;
  /** Where its content begins. */
  readonly start: number;
  /** Where it ends by its own size, which may lie past the file's end. */
  readonly end: number;
  /** Size 0: it ends where its container ends, wherever that is. */
  readonly isOpenEnded: boolean;
}

const container = 'mp4';

/** Boxes without which the media is not whole. Others (`free`, `uuid`, makers' own) are often sloppy, and harmless. */
const essential: ReadonlySet<string> = new Set(['moov', 'moof', 'mdat']);

export async function measureIsoMedia(file: BoundedReader): Promise<Extent> {
  if (await endsWithFragmentIndex(file)) {
    return { kind: 'whole', container, because: 'Its fragment index stands at the end of the file.' };
  }
  const seen = new Set<string>();
  let movie: Box | null = null;
  let position = 0;
  while (position + 8 <= file.sizeBytes) {
    const box = await readBox(file, position, file.sizeBytes);
    if (box === null || !isPlausibleType(box.type)) break; // bytes appended after the last box
    if (box.end > file.sizeBytes) {
      if (!essential.has(box.type)) break;
      return cut(`its ${box.type} box reaches to byte ${box.end}, but the file ends at ${file.sizeBytes}`, box.end);
    }
    seen.add(box.type);
    if (box.type === 'moov') movie = box;
    if (box.isOpenEnded) break;
    position = box.end;
  }
  if (movie === null) return judgeWithoutMovie(seen, file.sizeBytes);
  const lastChunk = await findLastChunk(file, movie);
  if (lastChunk !== null && lastChunk >= file.sizeBytes) {
    return cut(
      `its index points to samples at byte ${lastChunk}, but the file ends at ${file.sizeBytes}`,
      lastChunk + 1,
    );
  }
  // `mvex` announces fragments, and nothing says how many.
  if (lastChunk === null || seen.has('moof') || (await findChild(file, movie, 'mvex')) !== null) {
    return { kind: 'unknown', because: 'Its index lists no samples itself (fragmented, or empty).' };
  }
  return { kind: 'whole', container, because: 'Its index and every sample it points to lie within the file.' };
}

function cut(because: string, promisedBytes: number): Extent {
  return { kind: 'cut', container, promisedBytes, because: `The MP4 is incomplete: ${because}.` };
}

/** Media segments (`styp`, `moof`) and pictures (`meta`) legally have no movie box. */
function judgeWithoutMovie(seen: ReadonlySet<string>, sizeBytes: number): Extent {
  if (seen.has('meta') && seen.has('mdat')) {
    return { kind: 'whole', container, because: 'Its boxes lie within the file.' };
  }
  const isSegment = ['styp', 'moof', 'sidx', 'meta'].some((type) => seen.has(type));
  if (isSegment || !seen.has('mdat')) return { kind: 'unknown', because: 'It has no index (moov) of its own.' };
  return {
    kind: 'cut',
    container,
    because: `The MP4 is incomplete: it holds samples but no index (moov) before the file ends at byte ${sizeBytes}.`,
  };
}

/** The greatest chunk offset of any track whose samples are in this file; null where no track lists chunks. */
async function findLastChunk(file: BoundedReader, movie: Box): Promise<number | null> {
  let last: number | null = null;
  let tracks = 0;
  for await (const track of children(file, movie)) {
    if (track.type !== 'trak') continue;
    if (++tracks > 32) break;
    const offset = await findLastChunkOfTrack(file, track);
    if (offset !== null && (last === null || offset > last)) last = offset;
  }
  return last;
}

async function findLastChunkOfTrack(file: BoundedReader, track: Box): Promise<number | null> {
  const media = await findChild(file, track, 'mdia');
  const information = media && (await findChild(file, media, 'minf'));
  if (!information) return null;
  // Timecode, hint and text tracks are often left with stale offsets by editors, and nobody misses their samples.
  const isHeard = await findChild(file, information, 'smhd');
  if (isHeard === null && (await findChild(file, information, 'vmhd')) === null) return null;
  if (!(await isSelfContained(file, information))) return null;
  const table = await findChild(file, information, 'stbl');
  if (table === null) return null;
  const wide = await findChild(file, table, 'co64');
  const offsets = wide ?? (await findChild(file, table, 'stco'));
  if (offsets === null) return null;
  const entryBytes = wide === null ? 4 : 8;
  const count = (await file.bytes(offsets.start + 4, 4)).readUInt32BE();
  if (count === 0 || offsets.start + 8 + count * entryBytes > offsets.end) return null;
  // Chunks are nearly always in file order; where they are not, the last listed one is still a promise.
  const entry = await file.bytes(offsets.start + 8 + (count - 1) * entryBytes, entryBytes);
  return wide === null ? entry.readUInt32BE() : Number(entry.readBigUInt64BE());
}

/** A QuickTime reference movie's samples lie in other files. */
async function isSelfContained(file: BoundedReader, information: Box): Promise<boolean> {
  const data = await findChild(file, information, 'dinf');
  const references = data && (await findChild(file, data, 'dref'));
  if (!references) return false;
  const head = await file.bytes(references.start, 20);
  // version and flags, count, then of the only entry: size, type, version, flags (bit 0: in this file)
  return head.length === 20 && head.readUInt32BE(4) === 1 && (head.readUInt8(19) & 1) === 1;
}

/** `mfra` is written last by muxers that close a fragmented file; its final 4 bytes are its own size. */
async function endsWithFragmentIndex(file: BoundedReader): Promise<boolean> {
  if (file.sizeBytes < 24) return false;
  const tail = await file.bytes(file.sizeBytes - 16, 16);
  if (tail.toString('latin1', 4, 8) !== 'mfro') return false;
  const start = file.sizeBytes - tail.readUInt32BE(12);
  return start > 0 && (await file.bytes(start + 4, 4)).toString('latin1') === 'mfra';
}

export async function findChild(file: BoundedReader, parent: Box, type: string): Promise<Box | null> {
  for await (const box of children(file, parent)) if (box.type === type) return box;
  return null;
}

export async function* children(file: BoundedReader, parent: Box): AsyncGenerator<Box, void, undefined> {
  let position = parent.start;
  while (position + 8 <= parent.end) {
    const box = await readBox(file, position, parent.end);
    if (box === null || box.end > parent.end) return;
    yield box;
    position = box.end;
  }
}

/** Null where no box can begin: too few bytes, or a size that is smaller than the box's own header. */
async function readBox(file: BoundedReader, position: number, parentEnd: number): Promise<Box | null> {
  const header = await file.bytes(position, 16);
  if (header.length < 8) return null;
  const type = header.toString('latin1', 4, 8);
  const size = header.readUInt32BE();
  if (size === 0) return { type, start: position + 8, end: parentEnd, isOpenEnded: true };
  if (size !== 1) return size < 8 ? null : { type, start: position + 8, end: position + size, isOpenEnded: false };
  if (header.length < 16) return null;
  const wideSize = Number(header.readBigUInt64BE(8));
  return wideSize < 16 ? null : { type, start: position + 16, end: position + wideSize, isOpenEnded: false };
}

function isPlausibleType(type: string): boolean {
  return /^[\x20-\x7e\xa9]{4}$/.test(type);
}
