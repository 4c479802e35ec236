// How long each stream of an input can be, as the command reads it.
import type { InputIntent } from './duration-intent.ts';
import { keepsDuration, mediumOfSource } from './filter-effects.ts';
import { type FilterCall, namedArgument } from './parse-filtergraph.ts';
import { parseTimeSeconds } from './parse-time.ts';
import { anySpan, endAfter, formatSeconds, type Span } from './span.ts';

export type Medium = 'video' | 'audio';

export interface InputStream {
  /** `picture` is a cover or any other single still; `other` is subtitles and data. */
  readonly medium: Medium | 'picture' | 'other';
  /** As the container states it; null when it does not, only estimates, or when the stream does not begin where the file does. */
  readonly seconds: number | null;
  /** Video alone, else null: frames a second on the whole, and that of the steadiest stretch (ffprobe: `avg_frame_rate`, `r_frame_rate`). */
  readonly averageFrameRate: number | null;
  readonly baseFrameRate: number | null;
}

/** What a probe of an input file found. */
export interface InputFacts {
  /** The container's own statement; null when it has none or estimates (mpegts, mp3 without a header, raw streams, stills). */
  readonly seconds: number | null;
  /** In the order of their indexes; null when not known. */
  readonly streams: readonly InputStream[] | null;
}

export interface StreamSpan {
  readonly medium: InputStream['medium'];
  readonly span: Span;
}

/** The streams of input `index` with their bounds, in order; null when it is not known which there are. */
export function spanStreams(input: InputIntent, index: number, facts: InputFacts | null): readonly StreamSpan[] | null {
  if (input.isGenerated) return spanGenerated(input, index);
  if (facts?.streams) {
    return facts.streams.map((stream) => ({
      medium: stream.medium,
      span: cutInput(spanStream(stream, input, index), input, index),
    }));
  }
  // Whatever is in it, it has no end.
  if (input.plays !== Infinity) return null;
  const span = cutInput(anySpan(''), input, index);
  return [
    { medium: 'video', span },
    { medium: 'audio', span },
  ];
}

/** The least that a whole file with these streams gives, when all of them are kept. */
export function spanFile(facts: InputFacts, input: InputIntent, index: number): Span {
  if (facts.seconds === null) return anySpan(`the duration of input ${index} is not known`);
  const steadiness = Math.min(1, ...(facts.streams ?? []).map(steadinessOf));
  const low = facts.seconds * steadiness;
  return cutInput({ low, high: Infinity, because: `input ${index} lasts ${formatSeconds(low)}` }, input, index);
}

function spanStream(stream: InputStream, input: InputIntent, index: number): Span {
  if (stream.seconds === null) return anySpan(`the duration of the ${stream.medium} of input ${index} is not known`);
  if (stream.medium === 'picture') return anySpan(`the video of input ${input.url} may be a single picture`);
  const low = stream.seconds * steadinessOf(stream);
  // No upper bound: what containers state is at times less than what decoders give.
  return { low, high: Infinity, because: `the ${stream.medium} of input ${index} lasts ${formatSeconds(low)}` };
}

/**
 * FFmpeg up to 8 at least drops the time that the last frame of a file is to stay (a GIF's or a screen recording's last
 * frame often stays for seconds; seen with 5.1 and 7.1). The frames at their usual distance are what surely is left.
 */
function steadinessOf({ medium, averageFrameRate, baseFrameRate }: InputStream): number {
  if (medium !== 'video') return 1;
  return averageFrameRate && baseFrameRate ? Math.min(1, averageFrameRate / baseFrameRate) : 0;
}

function spanGenerated(input: InputIntent, index: number): readonly StreamSpan[] | null {
  const [source, ...rest] = input.sourceFilters ?? [];
  const medium = source ? mediumOfSource(source.name) : null;
  if (!source || !medium || rest.some(({ chain }) => chain !== 0)) return null;
  const natural = rest.every(({ name }) => keepsDuration(name))
    ? spanSource(source, index)
    : anySpan(`the filters of input ${index} may change its duration`);
  return [{ medium, span: cutInput(natural, input, index) }];
}

function spanSource(source: FilterCall, index: number): Span {
  const { name } = source;
  const written = namedArgument(source, 'duration', 'd');
  const seconds = written === undefined ? Infinity : parseTimeSeconds(written);
  if (seconds === null || seconds < 0) return anySpan(`the duration of input ${index} cannot be read`);
  const because =
    seconds === Infinity
      ? `input ${index} (${name}) never ends by itself`
      : `input ${index} (${name}) lasts ${formatSeconds(seconds)}`;
  return { low: seconds, high: seconds, because };
}

/** Applies what stands before `-i`: repeating, seeking, limits. */
function cutInput(natural: Span, input: InputIntent, index: number): Span {
  const { seek, seekFromEnd, limit, stop, plays, puzzles } = input;
  if (puzzles.length > 0) return anySpan(`the effect of ${puzzles.join(', ')} on input ${index} is not judged`);
  if (seek === 'unreadable' || seekFromEnd === 'unreadable' || limit === 'unreadable' || stop === 'unreadable') {
    return anySpan(`a time option of input ${index} cannot be read`);
  }
  const offset = seek ?? 0;
  const isRepeated = plays !== 1;
  if (
    Number.isNaN(plays) ||
    offset < 0 ||
    (limit ?? 0) < 0 ||
    (seekFromEnd !== null && (isRepeated || stop !== null)) ||
    (offset > 0 && isRepeated && plays !== Infinity)
  ) {
    return anySpan(`how input ${index} is read is not judged`);
  }

  let span = natural;
  if (plays === Infinity) {
    span = { low: Infinity, high: Infinity, because: `input ${index} is repeated for ever` };
  } else if (isRepeated) {
    // The next round begins when the longest stream ends, so that others may end later than so many times their own length.
    span = { low: natural.low * plays, high: Infinity, because: `${natural.because}, played ${plays} times` };
  }
  if (seekFromEnd !== null) {
    const tail = Math.abs(seekFromEnd);
    // Seeking lands on a keyframe before the place, so this is no upper bound.
    const because = `only the last ${formatSeconds(tail)} of input ${index} are read`;
    span = { ...endAfter(span, tail, because), high: Infinity };
  } else if (offset > 0) {
    span = {
      low: Math.max(0, span.low - offset),
      high: span.high,
      because: `${span.because}, read from ${formatSeconds(offset)}`,
    };
  }
  const end = limit ?? (stop === null ? null : Math.max(0, stop - offset));
  return end === null ? span : endAfter(span, end, `input ${index} is read for ${formatSeconds(end)}`);
}
