// What FFmpeg's own log says of its inputs, as far as a claim about durations may rest on it.
import { type DurationIntent, expectedDuration, type InputFacts, type InputStream } from '@renderio/ffmpeg-language';
import type { LogDigest } from './digest-log.ts';

/** Demuxers whose containers state their length; others (mpegts, mp3, raw streams, stills) only estimate it. */
const demuxersThatState = /^(mov|matroska|avi|wav|flac|ogg|asf|flv|aiff|mxf|w64|caf)\b/;

function mediumOf(stream: string): InputStream['medium'] {
  if (stream.startsWith('Video:')) return stream.includes('(attached pic)') ? 'picture' : 'video';
  return stream.startsWith('Audio:') ? 'audio' : 'other';
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
      streams: input.streams.map((stream) => ({
        medium: mediumOf(stream),
        seconds: null,
        averageFrameRate: null,
        baseFrameRate: null,
      })),
    };
  });
}

/**
 * How long the first output will take to come to its end, for progress alone: what the command promises, else as long
 * as its longest input. Null where there is nothing to go by.
 */
export function estimateSeconds(intent: DurationIntent, inputs: LogDigest['inputs']): number | null {
  const expected = expectedDuration(intent, 0, inputFactsOf({ inputs }, intent.inputs.length), null);
  if (expected.kind !== 'unknown') return expected.seconds;
  const longest = Math.max(0, ...inputs.map((input) => input.durationSeconds ?? 0));
  return longest === 0 ? null : longest;
}
