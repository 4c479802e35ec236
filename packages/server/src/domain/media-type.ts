// File name endings, container names and MIME types: one table, so that the three never disagree.
import type { FileType } from './media-info.ts';

interface MediaType {
  /** Container name as the wire shows it. */
  readonly format: string;
  /** MIME type; for containers of several kinds, that of a file with pictures. */
  readonly mimeType: string;
  /** MIME type of the same container holding sound alone. */
  readonly audioMimeType?: string;
  readonly fileType: FileType;
  /** FFmpeg's demuxer names under which such a file is read. */
  readonly demuxers?: readonly string[];
}

const mov = ['mov', 'mp4', 'm4a', '3gp', '3g2', 'mj2'];

/** File name ending → what it stands for. Several endings of one container share its `format` only where both are common names of it. */
const byExtension: Readonly<Record<string, MediaType>> = {
  mp4: { format: 'mp4', mimeType: 'video/mp4', audioMimeType: 'audio/mp4', fileType: 'video', demuxers: mov },
  m4v: { format: 'm4v', mimeType: 'video/x-m4v', audioMimeType: 'audio/mp4', fileType: 'video', demuxers: mov },
  m4s: { format: 'm4s', mimeType: 'video/iso.segment', fileType: 'video', demuxers: mov },
  mov: { format: 'mov', mimeType: 'video/quicktime', fileType: 'video', demuxers: mov },
  qt: { format: 'mov', mimeType: 'video/quicktime', fileType: 'video', demuxers: mov },
  '3gp': { format: '3gp', mimeType: 'video/3gpp', audioMimeType: 'audio/3gpp', fileType: 'video', demuxers: mov },
  '3g2': { format: '3g2', mimeType: 'video/3gpp2', audioMimeType: 'audio/3gpp2', fileType: 'video', demuxers: mov },
  m4a: { format: 'm4a', mimeType: 'audio/mp4', fileType: 'audio', demuxers: mov },
  m4b: { format: 'm4b', mimeType: 'audio/mp4', fileType: 'audio', demuxers: mov },
  f4v: { format: 'f4v', mimeType: 'video/x-f4v', fileType: 'video', demuxers: mov },
  avif: { format: 'avif', mimeType: 'image/avif', fileType: 'image', demuxers: mov },
  heic: { format: 'heic', mimeType: 'image/heic', fileType: 'image', demuxers: mov },
  heif: { format: 'heif', mimeType: 'image/heif', fileType: 'image', demuxers: mov },
  mkv: {
    format: 'mkv',
    mimeType: 'video/x-matroska',
    audioMimeType: 'audio/x-matroska',
    fileType: 'video',
    demuxers: ['matroska', 'webm'],
  },
  mka: { format: 'mka', mimeType: 'audio/x-matroska', fileType: 'audio', demuxers: ['matroska', 'webm'] },
  mks: { format: 'mks', mimeType: 'application/x-matroska', fileType: 'subtitle', demuxers: ['matroska', 'webm'] },
  webm: {
    format: 'webm',
    mimeType: 'video/webm',
    audioMimeType: 'audio/webm',
    fileType: 'video',
    demuxers: ['matroska', 'webm'],
  },
  weba: { format: 'webm', mimeType: 'audio/webm', fileType: 'audio', demuxers: ['matroska', 'webm'] },
  avi: { format: 'avi', mimeType: 'video/x-msvideo', fileType: 'video', demuxers: ['avi'] },
  flv: { format: 'flv', mimeType: 'video/x-flv', fileType: 'video', demuxers: ['flv'] },
  wmv: { format: 'wmv', mimeType: 'video/x-ms-wmv', fileType: 'video', demuxers: ['asf'] },
  wma: { format: 'wma', mimeType: 'audio/x-ms-wma', fileType: 'audio', demuxers: ['asf'] },
  asf: { format: 'asf', mimeType: 'video/x-ms-asf', fileType: 'video', demuxers: ['asf'] },
  ts: { format: 'ts', mimeType: 'video/mp2t', fileType: 'video', demuxers: ['mpegts'] },
  mts: { format: 'ts', mimeType: 'video/mp2t', fileType: 'video', demuxers: ['mpegts'] },
  m2ts: { format: 'ts', mimeType: 'video/mp2t', fileType: 'video', demuxers: ['mpegts'] },
  mpg: { format: 'mpg', mimeType: 'video/mpeg', fileType: 'video', demuxers: ['mpeg', 'mpegvideo'] },
  mpeg: { format: 'mpg', mimeType: 'video/mpeg', fileType: 'video', demuxers: ['mpeg', 'mpegvideo'] },
  vob: { format: 'vob', mimeType: 'video/mpeg', fileType: 'video', demuxers: ['mpeg'] },
  mxf: { format: 'mxf', mimeType: 'application/mxf', fileType: 'video', demuxers: ['mxf'] },
  nut: { format: 'nut', mimeType: 'video/x-nut', fileType: 'video', demuxers: ['nut'] },
  ivf: { format: 'ivf', mimeType: 'video/x-ivf', fileType: 'video', demuxers: ['ivf'] },
  mjpeg: { format: 'mjpeg', mimeType: 'video/x-motion-jpeg', fileType: 'video', demuxers: ['mjpeg'] },
  h264: { format: 'h264', mimeType: 'video/h264', fileType: 'video', demuxers: ['h264'] },
  '264': { format: 'h264', mimeType: 'video/h264', fileType: 'video', demuxers: ['h264'] },
  hevc: { format: 'hevc', mimeType: 'video/h265', fileType: 'video', demuxers: ['hevc'] },
  h265: { format: 'hevc', mimeType: 'video/h265', fileType: 'video', demuxers: ['hevc'] },
  '265': { format: 'hevc', mimeType: 'video/h265', fileType: 'video', demuxers: ['hevc'] },
  m2v: { format: 'm2v', mimeType: 'video/mpeg', fileType: 'video', demuxers: ['mpegvideo'] },
  y4m: { format: 'y4m', mimeType: 'video/x-yuv4mpeg', fileType: 'video', demuxers: ['yuv4mpegpipe'] },
  ogv: { format: 'ogv', mimeType: 'video/ogg', audioMimeType: 'audio/ogg', fileType: 'video', demuxers: ['ogg'] },
  ogg: { format: 'ogg', mimeType: 'video/ogg', audioMimeType: 'audio/ogg', fileType: 'audio', demuxers: ['ogg'] },
  oga: { format: 'ogg', mimeType: 'audio/ogg', fileType: 'audio', demuxers: ['ogg'] },
  opus: { format: 'opus', mimeType: 'audio/ogg', fileType: 'audio', demuxers: ['ogg'] },
  spx: { format: 'spx', mimeType: 'audio/ogg', fileType: 'audio', demuxers: ['ogg'] },
  mp3: { format: 'mp3', mimeType: 'audio/mpeg', fileType: 'audio', demuxers: ['mp3'] },
  mp2: { format: 'mp2', mimeType: 'audio/mpeg', fileType: 'audio', demuxers: ['mp3'] },
  aac: { format: 'aac', mimeType: 'audio/aac', fileType: 'audio', demuxers: ['aac'] },
  ac3: { format: 'ac3', mimeType: 'audio/ac3', fileType: 'audio', demuxers: ['ac3'] },
  eac3: { format: 'eac3', mimeType: 'audio/eac3', fileType: 'audio', demuxers: ['eac3'] },
  dts: { format: 'dts', mimeType: 'audio/vnd.dts', fileType: 'audio', demuxers: ['dts'] },
  flac: { format: 'flac', mimeType: 'audio/flac', fileType: 'audio', demuxers: ['flac'] },
  wav: { format: 'wav', mimeType: 'audio/wav', fileType: 'audio', demuxers: ['wav'] },
  w64: { format: 'w64', mimeType: 'audio/x-w64', fileType: 'audio', demuxers: ['w64'] },
  aif: { format: 'aiff', mimeType: 'audio/aiff', fileType: 'audio', demuxers: ['aiff'] },
  aiff: { format: 'aiff', mimeType: 'audio/aiff', fileType: 'audio', demuxers: ['aiff'] },
  caf: { format: 'caf', mimeType: 'audio/x-caf', fileType: 'audio', demuxers: ['caf'] },
  au: { format: 'au', mimeType: 'audio/basic', fileType: 'audio', demuxers: ['au'] },
  amr: { format: 'amr', mimeType: 'audio/amr', fileType: 'audio', demuxers: ['amr'] },
  wv: { format: 'wv', mimeType: 'audio/x-wavpack', fileType: 'audio', demuxers: ['wv'] },
  tta: { format: 'tta', mimeType: 'audio/x-tta', fileType: 'audio', demuxers: ['tta'] },
  png: { format: 'png', mimeType: 'image/png', fileType: 'image', demuxers: ['png_pipe', 'png'] },
  apng: { format: 'apng', mimeType: 'image/apng', fileType: 'image', demuxers: ['apng'] },
  jpg: { format: 'jpg', mimeType: 'image/jpeg', fileType: 'image', demuxers: ['jpeg_pipe'] },
  jpeg: { format: 'jpg', mimeType: 'image/jpeg', fileType: 'image', demuxers: ['jpeg_pipe'] },
  gif: { format: 'gif', mimeType: 'image/gif', fileType: 'image', demuxers: ['gif', 'gif_pipe'] },
  webp: { format: 'webp', mimeType: 'image/webp', fileType: 'image', demuxers: ['webp_pipe'] },
  bmp: { format: 'bmp', mimeType: 'image/bmp', fileType: 'image', demuxers: ['bmp_pipe'] },
  tif: { format: 'tiff', mimeType: 'image/tiff', fileType: 'image', demuxers: ['tiff_pipe'] },
  tiff: { format: 'tiff', mimeType: 'image/tiff', fileType: 'image', demuxers: ['tiff_pipe'] },
  jp2: { format: 'jp2', mimeType: 'image/jp2', fileType: 'image', demuxers: ['j2k_pipe'] },
  jxl: { format: 'jxl', mimeType: 'image/jxl', fileType: 'image', demuxers: ['jpegxl_pipe', 'jpegxl_anim'] },
  svg: { format: 'svg', mimeType: 'image/svg+xml', fileType: 'image', demuxers: ['svg_pipe'] },
  ppm: { format: 'ppm', mimeType: 'image/x-portable-pixmap', fileType: 'image', demuxers: ['ppm_pipe'] },
  pgm: { format: 'pgm', mimeType: 'image/x-portable-graymap', fileType: 'image', demuxers: ['pgm_pipe'] },
  tga: { format: 'tga', mimeType: 'image/x-tga', fileType: 'image', demuxers: ['image2'] },
  exr: { format: 'exr', mimeType: 'image/x-exr', fileType: 'image', demuxers: ['exr_pipe'] },
  ico: { format: 'ico', mimeType: 'image/x-icon', fileType: 'image', demuxers: ['ico'] },
  srt: { format: 'srt', mimeType: 'application/x-subrip', fileType: 'subtitle', demuxers: ['srt'] },
  vtt: { format: 'vtt', mimeType: 'text/vtt', fileType: 'subtitle', demuxers: ['webvtt'] },
  ass: { format: 'ass', mimeType: 'text/x-ssa', fileType: 'subtitle', demuxers: ['ass'] },
  ssa: { format: 'ass', mimeType: 'text/x-ssa', fileType: 'subtitle', demuxers: ['ass'] },
  sub: { format: 'sub', mimeType: 'text/plain', fileType: 'subtitle', demuxers: ['microdvd', 'subviewer'] },
  sup: { format: 'sup', mimeType: 'application/octet-stream', fileType: 'subtitle', demuxers: ['sup'] },
  ttml: { format: 'ttml', mimeType: 'application/ttml+xml', fileType: 'subtitle' },
  lrc: { format: 'lrc', mimeType: 'text/plain', fileType: 'subtitle', demuxers: ['lrc'] },
  m3u8: { format: 'm3u8', mimeType: 'application/vnd.apple.mpegurl', fileType: 'text', demuxers: ['hls'] },
  m3u: { format: 'm3u', mimeType: 'audio/x-mpegurl', fileType: 'text', demuxers: ['hls'] },
  mpd: { format: 'mpd', mimeType: 'application/dash+xml', fileType: 'text', demuxers: ['dash'] },
  ffconcat: { format: 'ffconcat', mimeType: 'text/plain', fileType: 'text', demuxers: ['concat'] },
  txt: { format: 'txt', mimeType: 'text/plain', fileType: 'text' },
  log: { format: 'log', mimeType: 'text/plain', fileType: 'text' },
  md5: { format: 'md5', mimeType: 'text/plain', fileType: 'text' },
  framemd5: { format: 'framemd5', mimeType: 'text/plain', fileType: 'text' },
  sha256: { format: 'sha256', mimeType: 'text/plain', fileType: 'text' },
  framehash: { format: 'framehash', mimeType: 'text/plain', fileType: 'text' },
  framecrc: { format: 'framecrc', mimeType: 'text/plain', fileType: 'text' },
  crc: { format: 'crc', mimeType: 'text/plain', fileType: 'text' },
  ffmeta: { format: 'ffmetadata', mimeType: 'text/plain', fileType: 'text' },
  ffmetadata: { format: 'ffmetadata', mimeType: 'text/plain', fileType: 'text' },
  json: { format: 'json', mimeType: 'application/json', fileType: 'text' },
  xml: { format: 'xml', mimeType: 'application/xml', fileType: 'text' },
  csv: { format: 'csv', mimeType: 'text/csv', fileType: 'text' },
  ini: { format: 'ini', mimeType: 'text/plain', fileType: 'text' },
  trf: { format: 'trf', mimeType: 'text/plain', fileType: 'text' },
  cube: { format: 'cube', mimeType: 'text/plain', fileType: 'text' },
  html: { format: 'html', mimeType: 'text/html', fileType: 'text' },
};

/** Container names of a demuxer whose files carry no telling ending, where the demuxer's own name is not already short. */
const byDemuxer: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(byExtension)
    .flatMap(([extension, { demuxers = [] }]) => demuxers.map((demuxer): [string, string] => [demuxer, extension]))
    // The first ending listed for a demuxer stands for it.
    .reverse(),
);

/** Major brand of an ISO base media file → ending that stands for it. */
const byBrand: Readonly<Record<string, string>> = {
  qt: 'mov',
  M4A: 'm4a',
  M4B: 'm4b',
  M4V: 'm4v',
  M4VH: 'm4v',
  M4VP: 'm4v',
  f4v: 'f4v',
  avif: 'avif',
  avis: 'avif',
  heic: 'heic',
  heix: 'heic',
  hevc: 'heic',
  mif1: 'heif',
  msf1: 'heif',
};

const brandPrefixes: readonly (readonly [string, string])[] = [
  ['3g2', '3g2'],
  ['3gp', '3gp'],
];

/** Lower-case ending of a file name without its dot; empty where there is none. */
export function extensionOf(filename: string): string {
  const match = /[^/]\.([A-Za-z0-9]{1,12})$/.exec(filename);
  return match?.[1]?.toLowerCase() ?? '';
}

/** What the name alone promises; null for an ending we do not know. */
export function mediaTypeOfName(filename: string): MediaType | null {
  return lookUp(byExtension, extensionOf(filename));
}

/**
 * Whether a file of this name is meant to hold pictures or sound. Text, checksums, metadata, subtitles and playlists are
 * not: an empty one of those is a legal result. Neither is an ending that is not in the table, nor none at all:
 * raw samples (`.yuv`, `.pcm`) are legal outputs that ffprobe cannot read.
 */
export function isMediaMeant(filename: string): boolean {
  const type = mediaTypeOfName(filename)?.fileType;
  return type === 'video' || type === 'audio' || type === 'image';
}

/** The table's row for a probed file: the name's ending where the demuxer can be that, else the brand, else the demuxer. */
export function mediaTypeOfProbe(formatName: string, majorBrand: string | null, filename: string): MediaType | null {
  const demuxers = formatName.split(',');
  const named = mediaTypeOfName(filename);
  if (named !== null && isReadBy(named, demuxers)) {
    // A picture that says what it is outranks its name: `photo.mp4` with brand `avif` is no film.
    const branded = mediaTypeOfBrand(majorBrand);
    return branded?.fileType === 'image' && demuxers.includes('mov') ? branded : named;
  }
  if (demuxers.includes('mov')) return mediaTypeOfBrand(majorBrand) ?? lookUp(byExtension, 'mp4');
  if (demuxers.includes('image2')) return named;
  for (const demuxer of demuxers) {
    const type = lookUp(byExtension, lookUp(byDemuxer, demuxer) ?? '');
    if (type !== null) return type;
  }
  return null;
}

function isReadBy(type: MediaType, demuxers: readonly string[]): boolean {
  if (type.fileType === 'image' && demuxers.includes('image2')) return true;
  return type.demuxers?.some((demuxer) => demuxers.includes(demuxer)) ?? false;
}

function mediaTypeOfBrand(brand: string | null): MediaType | null {
  if (brand === null) return null;
  const exact = lookUp(byBrand, brand);
  const extension = exact ?? brandPrefixes.find(([prefix]) => brand.startsWith(prefix))?.[1];
  return lookUp(byExtension, extension ?? '');
}

/** Own keys only: `constructor` is a legal file name ending. */
function lookUp<Value>(table: Readonly<Record<string, Value>>, key: string): Value | null {
  return Object.hasOwn(table, key) ? (table[key] ?? null) : null;
}
