// What FFmpeg's log says, read while it streams by: bounded in memory whatever is written, and the facts that outcomes rest on.
import { maxLogBytes } from './run-limits.ts';

/** One line of `-loglevel repeat+level+info`, taken apart. */
export interface LogLine {
  readonly level: LogLevel;
  /** Which part of FFmpeg speaks (`libx264`, `in#0/mov,mp4,…`), without its address; null for FFmpeg itself. */
  readonly speaker: string | null;
  readonly text: string;
}

export type LogLevel = 'fatal' | 'error' | 'warning' | 'info';

export interface LogInput {
  readonly index: number;
  /** FFmpeg's demuxer name. */
  readonly format: string;
  /** As FFmpeg opened it; for a filter source its description. */
  readonly path: string;
  /** As the container claims; null for `N/A`. */
  readonly durationSeconds: number | null;
  /** `Video: h264 (High), yuv420p, …`, in order. */
  readonly streams: readonly string[];
}

export interface LogDigest {
  /** Beginning and end of the log, with a line between them that says what was left out. */
  readonly text: string;
  readonly totalBytes: number;
  readonly inputs: readonly LogInput[];
  /** Fatal and error lines in order; repeated ones once. Of very many, the first and the last. */
  readonly errors: readonly LogLine[];
  readonly warnings: readonly LogLine[];
  /** Lines in which a demuxer or picture decoder met the end of its data too early, while the command ran. */
  readonly earlyEnds: readonly LogLine[];
  /** Paths of inputs that could not be opened at all. */
  readonly unopenedInputs: readonly string[];
  /** Outputs, by their place in the command from 0, that FFmpeg says nothing was written to. */
  readonly emptyOutputs: readonly number[];
  /** An encoder had to be opened, or tried, though no frame had come to it. */
  readonly sawNoFrames: boolean;
  /** Packets that a decoder refused. */
  readonly decodeErrorCount: number;
  readonly saysNoSpace: boolean;
}

export interface LogDigester {
  write(chunk: Uint8Array): void;
  /** The inputs announced so far. */
  inputs(): readonly LogInput[];
  /** Call once, after the last chunk. */
  end(): LogDigest;
}

export interface LogLimits {
  /** Bytes of log text kept, half from its beginning and half from its end. */
  readonly maxBytes: number;
}

/** Beyond this a line's rest is kept in the text but not read. */
const maxLineChars = 4096;
const maxInputs = 100;
const maxStreamsOfInput = 100;

export function createLogDigester(limits: LogLimits = { maxBytes: maxLogBytes }): LogDigester {
  const text = createHeadAndTail(limits.maxBytes);
  const errors = createFirstAndLast(40);
  const warnings = createFirstAndLast(20);
  const earlyEnds = createFirstAndLast(10);
  const unopenedInputs: string[] = [];
  const emptyOutputs = new Set<number>();
  const inputs: { index: number; format: string; path: string; durationSeconds: number | null; streams: string[] }[] =
    [];
  let isRunning = false;
  let isInputOpen = false;
  let decodeErrorCount = 0;
  let saysNoSpace = false;
  let sawNoFrames = false;
  let level: LogLevel = 'info';

  function readLine(raw: string): void {
    const line = parseLogLine(raw, level);
    if (line === null) return;
    level = line.level;
    if (line.level === 'info') {
      readAnnouncement(line.text);
      return;
    }
    (line.level === 'warning' ? warnings : errors).push(line);
    if (line.text.includes('No space left on device')) saysNoSpace = true;
    if (/^(?:Decoding error|error while decoding|Error submitting packet to decoder)/i.test(line.text))
      decodeErrorCount++;
    const unopened = /^Error opening input file (.+)\.$/.exec(line.text)?.[1];
    if (unopened !== undefined && unopenedInputs.length < maxInputs) unopenedInputs.push(unopened);
    if (line.text.startsWith('No filtered frames for output stream')) sawNoFrames = true;
    const emptyOutput = line.text.startsWith('Output file is empty')
      ? /^out#(\d{1,4})\//.exec(line.speaker ?? '')
      : null;
    if (emptyOutput !== null) emptyOutputs.add(Number(emptyOutput[1]));
    // While inputs are being opened FFmpeg reads ahead of what the command wants: only what it meets while running counts.
    if (isRunning && isEarlyEnd(line)) earlyEnds.push(line);
  }

  function readAnnouncement(said: string): void {
    // The end is looked at first, so that no line can make the pattern try again and again.
    const input = said.endsWith("':") ? /^Input #(\d+), (.+?), from '(.*)':$/.exec(said) : null;
    if (input !== null) {
      isInputOpen = inputs.length < maxInputs;
      if (isInputOpen) {
        const [, index = '', format = '', path = ''] = input;
        inputs.push({ index: Number(index), format, path, durationSeconds: null, streams: [] });
      }
    } else if (/^Output #\d+, /.test(said)) {
      isInputOpen = false;
    } else if (said === 'Stream mapping:') {
      isRunning = true;
    } else if (isInputOpen) {
      const current = inputs.at(-1);
      if (current === undefined) return;
      const duration = /^ {2}Duration: (\d+):(\d\d):(\d\d(?:\.\d+)?),/.exec(said);
      if (duration !== null) current.durationSeconds ??= clockSeconds(duration);
      const stream = /^ {2,4}Stream #\d+:\d+[^:]*: (.*)$/.exec(said)?.[1];
      if (stream !== undefined && current.streams.length < maxStreamsOfInput) current.streams.push(stream);
    }
  }

  const lines = createLineSplitter(readLine);
  return {
    write(chunk) {
      text.write(chunk);
      lines.write(chunk);
    },
    inputs: () => inputs,
    end() {
      lines.end();
      return {
        text: text.toText(),
        totalBytes: text.totalBytes(),
        inputs,
        errors: errors.items(),
        warnings: warnings.items(),
        earlyEnds: earlyEnds.items(),
        unopenedInputs,
        emptyOutputs: [...emptyOutputs],
        sawNoFrames,
        decodeErrorCount,
        saysNoSpace,
      };
    },
  };
}

/**
 * Takes a line apart: `[libx264 @ 0x55f6] [error] width not …`, `[fatal] …`, `x264 [error]: …`, or a bare continuation,
 * which keeps the level of the line before. Null for a blank line.
 */
export function parseLogLine(raw: string, levelBefore: LogLevel): LogLine | null {
  const line = raw.trimEnd();
  if (line.trim() === '') return null;
  const tagged =
    /^((?:\[[^\]]* @ 0x[0-9a-f]+\] )*)\[(panic|fatal|error|warning|info|verbose|debug|trace)\] ?(.*)$/.exec(line);
  if (tagged !== null) {
    const [, speakers = '', level = '', said = ''] = tagged;
    const speaker = /.*\[([^\]]*) @ 0x[0-9a-f]+\] $/.exec(speakers)?.[1] ?? null;
    return { level: toLevel(level), speaker, text: withoutAddresses(said) };
  }
  // Encoder libraries that write to the log's descriptor themselves.
  const foreign = /^(x26[45]|Svt) ?\[(error|warn|warning|info)\] ?: (.*)$/.exec(line);
  if (foreign !== null) {
    const [, speaker = '', level = '', said = ''] = foreign;
    return { level: toLevel(level), speaker, text: said.trim() };
  }
  return { level: levelBefore, speaker: null, text: withoutAddresses(line) };
}

function toLevel(level: string): LogLevel {
  if (level === 'panic' || level === 'fatal') return 'fatal';
  if (level === 'error') return 'error';
  return level.startsWith('warn') ? 'warning' : 'info';
}

function withoutAddresses(said: string): string {
  return said.replaceAll(/ @ 0x[0-9a-f]+/g, '');
}

function clockSeconds([, hours, minutes, seconds]: RegExpExecArray): number {
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}

/** FFmpeg 7.1's own words, seen with MP4, Matroska, FLV, WAV, AVI, JPEG, PNG and GIF files cut off. */
function isEarlyEnd(line: LogLine): boolean {
  return /: partial file$|^File ended prematurely|^Truncating packet of size|^Packet corrupt \(|^corrupt input packet in stream|^overread \d|^LZW decode failed|^chunk too big/.test(
    line.text,
  );
}

/** Splits bytes into lines; of an endless one only the beginning is held. */
function createLineSplitter(onLine: (line: string) => void): { write(chunk: Uint8Array): void; end(): void } {
  const decoder = new TextDecoder();
  let rest = '';
  return {
    write(chunk) {
      const pieces = decoder.decode(chunk, { stream: true }).split('\n');
      pieces[0] = rest + (pieces[0] ?? '');
      rest = (pieces.pop() ?? '').slice(0, maxLineChars);
      for (const piece of pieces) onLine(piece.slice(0, maxLineChars));
    },
    end() {
      if (rest !== '') onLine(rest);
    },
  };
}

/** Keeps the first and the last `count` lines; one that is kept already is not kept twice. */
function createFirstAndLast(count: number): { push(line: LogLine): void; items(): readonly LogLine[] } {
  const head: LogLine[] = [];
  const tail: LogLine[] = [];
  return {
    push(line) {
      const isKept = [...head, ...tail].some((kept) => kept.text === line.text && kept.speaker === line.speaker);
      if (isKept) return;
      if (head.length < count) {
        head.push(line);
        return;
      }
      tail.push(line);
      if (tail.length > count) tail.shift();
    },
    items: () => [...head, ...tail],
  };
}

/** The first and the last half of a stream of bytes, cut at line ends. */
function createHeadAndTail(maxBytes: number): {
  write(chunk: Uint8Array): void;
  totalBytes(): number;
  toText(): string;
} {
  const half = Math.floor(maxBytes / 2);
  const head: Buffer[] = [];
  let headBytes = 0;
  let tail: Buffer[] = [];
  let tailBytes = 0;
  let total = 0;
  return {
    write(chunk) {
      total += chunk.length;
      const forHead = Math.min(half - headBytes, chunk.length);
      if (forHead > 0) {
        head.push(Buffer.from(chunk.subarray(0, forHead)));
        headBytes += forHead;
      }
      const rest = chunk.subarray(Math.max(forHead, 0));
      if (rest.length === 0) return;
      tail.push(Buffer.from(rest.subarray(Math.max(0, rest.length - half))));
      tailBytes += tail.at(-1)?.length ?? 0;
      // Joined only once it has doubled, so that each byte is copied a bounded number of times.
      if (tailBytes > 2 * half) {
        tail = [Buffer.concat(tail).subarray(-half)];
        tailBytes = half;
      }
    },
    totalBytes: () => total,
    toText() {
      const start = Buffer.concat(head).toString();
      const end = Buffer.concat(tail).subarray(half === 0 ? tailBytes : -half);
      const dropped = total - headBytes - end.length;
      if (dropped <= 0) return start + end.toString();
      const lineStart = end.indexOf('\n') + 1;
      const leftOut = dropped + lineStart;
      return `${start.trimEnd()}\n[… ${leftOut} bytes of the log left out …]\n${end.subarray(lineStart).toString()}`;
    },
  };
}
