// What FFmpeg's own log says of its inputs, as far as a claim about durations may rest on it.
import { type DurationIntent, expectedDuration, type InputFacts, type InputStream } from '@renderio/ffmpeg-language';
import type { LogDigest } from './digest-log.ts';

/** Demuxers whose containers state their length; others (mpegts, mp3, raw streams, stills) only estimate it. */
const demuxersThatState = /^(mov|matroska|avi|wav|flac|ogg|asf|flv|aiff|mxf|w64|caf)\b/;

function readStream(stream: string): InputStream {
  const isCover = stream.includes('(attached pic)');
  if (!stream.startsWith('Video:') || isCover) {
    const medium = isCover ? 'picture' : stream.startsWith('Audio:') ? 'audio' : 'other';
    return { medium, seconds: null, averageFrameRate: null, baseFrameRate: null };
  }
  return {
    medium: 'video',
    seconds: null,
    averageFrameRate: rateOf(stream, 'fps'),
    baseFrameRate: rateOf(stream, 'tbr'),
  };
}

/** `…, 25 fps, 29.97 tbr, 90k tbn`: FFmpeg prints the average and the base frame rate, thousands with a `k`. */
function rateOf(stream: string, unit: 'fps' | 'tbr'): number | null {
  const match = new RegExp(`, (\\d+(?:\\.\\d+)?)(k?) ${unit}\\b`).exec(stream);
  return match === null ? null : Number(match[1]) * (match[2] === 'k' ? 1000 : 1);
}

/**
 * One entry for each of the `count` inputs of a command line, in order; null where the log did not speak of it. A log
 * gives the container's length but not that of each stream.
 */
export function inputFactsOf(digest: Pick<LogDigest, 'inputs'>, count: number): (InputFacts | null)[] {
  return Array.from({ length: count }, (_, index) => {
    const input = digest.inputs.find((candidate) => candidate.index === index);
    if (input === undefined) return null;
    const isStated = demuxersThatState.test(input.format);
    return {
      seconds: isStated ? input.durationSeconds : null,
      streams: input.streams.map(readStream),
    };
  });
}

/**
 * How long the first output will take to come to its end, for progress alone: what the command promises, else as long
 * as its longest input. Null where there is nothing to go by.
 */
export function estimateSeconds(intent: DurationIntent, inputs: LogDigest['inputs']): number | null {
  const facts = inputFactsOf({ inputs }, intent.inputs.length);
  for (const streams of guesses) {
    const expected = expectedDuration(intent, 0, facts, streams);
    if (expected.kind !== 'unknown') return expected.seconds;
  }
  const longest = Math.max(0, ...inputs.map((input) => input.durationSeconds ?? 0));
  return longest === 0 ? null : longest;
}

/** What the output may hold, likeliest first: before there is one it cannot be probed. */
const guesses = [
  null,
  { hasVideo: true, hasAudio: true },
  { hasVideo: true, hasAudio: false },
  { hasVideo: false, hasAudio: true },
];
