// ffprobe's report, or the bare bytes where ffprobe finds no media, turned into the facts the wire shows of a file.
import type { FileType, MediaInfo } from './media-info.ts';
import { mediaTypeOfName, mediaTypeOfProbe } from './media-type.ts';
import { type ProbeReport, type ProbeStream, readProbeReport } from './probe-report.ts';

export interface FileFacts {
  readonly filename: string;
  readonly sizeBytes: number;
  /** The file's first bytes; 4 KiB suffice. */
  readonly headBytes?: Buffer;
}

/**
 * Reads ffprobe's parsed JSON (`-of json -show_format -show_streams`, or the narrower `probeFile`).
 *
 * What the wire leaves open is decided so:
 * - `width` and `height` are the size as displayed: a 90° rotation in the display matrix swaps them.
 * - Picture formats are `image` also when they move (GIF, APNG, WebP, AVIF); moving ones have duration and frame rate, still ones none
 *   (FFmpeg's 25 fps of a photograph is its own invention).
 * - A cover picture does not make a song a video.
 * - Bit rates are rounded to whole kilobits; a video's is the stream's own, else the file's less its sound where that is known.
 */
export function readMediaInfo(report: unknown, facts: FileFacts): MediaInfo {
  const probe = readProbeReport(report);
  if (probe.formatName === null) return describeUnreadable(facts);
  const type = mediaTypeOfProbe(probe.formatName, probe.majorBrand, facts.filename);
  const picture = probe.streams.find((stream) => stream.kind === 'video' && !stream.isCover) ?? null;
  const sound = probe.streams.find((stream) => stream.kind === 'audio') ?? null;
  const subtitle = probe.streams.find((stream) => stream.kind === 'subtitle') ?? null;
  const fileType = typeOf(type?.fileType ?? null, picture, sound, subtitle);
  const canvas = type?.format === 'webp' ? readWebpCanvas(facts.headBytes) : null;
  const isStill = fileType === 'image' && picture !== null && !isMoving(picture) && canvas?.isAnimated !== true;
  const bitRates = isStill ? { video: null, audio: null } : readBitRates(probe, picture, sound);
  return {
    fileType,
    fileFormat: type?.format ?? shortName(probe.formatName),
    mimeType: (fileType === 'audio' ? type?.audioMimeType : undefined) ?? type?.mimeType ?? 'application/octet-stream',
    durationSeconds: isStill ? null : readDuration(probe),
    codec: (picture ?? sound ?? subtitle)?.codec ?? null,
    pixelFormat: picture?.pixelFormat ?? null,
    ...displaySize(picture, canvas),
    // FFmpeg does not read an animated WebP's timing, and says 25 of it too.
    frameRate:
      isStill || picture === null || canvas?.isAnimated === true
        ? null
        : round(picture.averageFrameRate ?? picture.baseFrameRate, 3),
    bitrateVideoKb: kilobits(bitRates.video),
    bitrateAudioKb: kilobits(bitRates.audio),
    sampleRate: sound?.sampleRate ?? null,
    channels: sound?.channels ?? null,
  };
}

/** Facts of a file that ffprobe cannot read: text and subtitles by their bytes and name, `other` for the rest. */
export function describeUnreadable(facts: Pick<FileFacts, 'filename' | 'headBytes'>): MediaInfo {
  const head = facts.headBytes === undefined ? null : decodeText(facts.headBytes);
  if (head === null) return withoutMedia('other', null, 'application/octet-stream');
  const named = mediaTypeOfName(facts.filename);
  if (named !== null && (named.fileType === 'text' || named.fileType === 'subtitle')) {
    return withoutMedia(named.fileType, named.format, named.mimeType);
  }
  if (head === '') return withoutMedia('other', null, 'application/octet-stream');
  const sniffed = mediaTypeOfName(`x.${sniffText(head)}`);
  const isSvg = named?.format === 'svg' && /<svg[\s>]/i.test(head);
  if (isSvg) return withoutMedia('image', 'svg', 'image/svg+xml');
  return withoutMedia(sniffed?.fileType ?? 'text', sniffed?.format ?? 'txt', sniffed?.mimeType ?? 'text/plain');
}

function typeOf(
  named: FileType | null,
  picture: ProbeStream | null,
  sound: ProbeStream | null,
  subtitle: ProbeStream | null,
): FileType {
  if (picture !== null) return named === 'image' ? 'image' : 'video';
  if (sound !== null) return 'audio';
  if (subtitle !== null) return 'subtitle';
  return named ?? 'other';
}

function isMoving(picture: ProbeStream): boolean {
  return (picture.frameCount ?? 0) > 1 || (picture.packetsRead ?? 0) > 1;
}

function readDuration(probe: ProbeReport): number | null {
  if (probe.durationSeconds !== null) return probe.durationSeconds;
  const known = probe.streams.flatMap((stream) => stream.durationSeconds ?? []);
  return known.length === 0 ? null : Math.max(...known);
}

function displaySize(
  picture: ProbeStream | null,
  canvas: WebpCanvas | null,
): { width: number | null; height: number | null } {
  const width = picture?.width ?? canvas?.width ?? null;
  const height = picture?.height ?? canvas?.height ?? null;
  const isTurned = Math.abs(Math.round((picture?.rotationDegrees ?? 0) / 90)) % 2 === 1;
  return isTurned ? { width: height, height: width } : { width, height };
}

function readBitRates(
  probe: ProbeReport,
  picture: ProbeStream | null,
  sound: ProbeStream | null,
): { video: number | null; audio: number | null } {
  if (picture === null) return { video: null, audio: sound === null ? null : (sound.bitRate ?? probe.bitRate) };
  const sounds = probe.streams.filter((stream) => stream.kind === 'audio');
  const soundBits = sounds.map((stream) => stream.bitRate);
  const isSoundKnown = soundBits.every((bits) => bits !== null);
  const rest =
    probe.bitRate !== null && isSoundKnown ? probe.bitRate - soundBits.reduce((sum, bits) => sum + bits, 0) : null;
  return { video: picture.bitRate ?? (rest !== null && rest > 0 ? rest : null), audio: sound?.bitRate ?? null };
}

interface WebpCanvas {
  readonly width: number;
  readonly height: number;
  readonly isAnimated: boolean;
}

/** The canvas of an extended WebP (RFC 9649 §2.7): FFmpeg 7 does not decode animated ones and reports 0×0. */
function readWebpCanvas(head: Buffer | undefined): WebpCanvas | null {
  if (head === undefined || head.length < 30 || head.toString('latin1', 8, 16) !== 'WEBPVP8X') return null;
  return {
    width: head.readUIntLE(24, 3) + 1,
    height: head.readUIntLE(27, 3) + 1,
    isAnimated: (head.readUInt8(20) & 0x02) !== 0,
  };
}

/** The text of a file's beginning, or null when the bytes are not UTF-8 text. */
function decodeText(head: Buffer): string | null {
  try {
    // `stream` forgives a character that the end of the head cuts in two.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return isPrintable(text) ? text : null;
  } catch {
    return null;
  }
}

function isPrintable(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    // Tab, line feed, form feed, carriage return and escape (coloured logs) occur in text; other controls do not.
    if (code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0c && code !== 0x0d && code !== 0x1b) return false;
  }
  return true;
}

/** The file name ending that the text's first words stand for. */
function sniffText(text: string): string {
  const start = text.trimStart();
  if (start.startsWith('#EXTM3U')) return 'm3u8';
  if (start.startsWith('WEBVTT')) return 'vtt';
  if (start.startsWith('[Script Info]')) return 'ass';
  if (/^<!doctype html|^<html[\s>]/i.test(start)) return 'html';
  if (/<MPD[\s>]/.test(start)) return 'mpd';
  if (start.startsWith('<?xml')) return 'xml';
  if (/^\d+\r?\n\d\d:\d\d:\d\d[,.]\d{3} --> /.test(start)) return 'srt';
  return 'txt';
}

function withoutMedia(fileType: FileType, fileFormat: string | null, mimeType: string): MediaInfo {
  return {
    fileType,
    fileFormat,
    mimeType,
    durationSeconds: null,
    codec: null,
    pixelFormat: null,
    width: null,
    height: null,
    frameRate: null,
    bitrateVideoKb: null,
    bitrateAudioKb: null,
    sampleRate: null,
    channels: null,
  };
}

function shortName(formatName: string): string {
  return (formatName.split(',')[0] ?? formatName).replace(/_pipe$/, '');
}

function kilobits(bits: number | null): number | null {
  return bits === null ? null : Math.round(bits / 1000);
}

function round(value: number | null, decimals: number): number | null {
  return value === null ? null : Number(value.toFixed(decimals));
}
