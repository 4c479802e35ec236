// How long an output must be, where that can be proved from the command and the inputs; otherwise an honest "unknown".
import type { DurationIntent, InputIntent, MapIntent, OutputIntent } from './duration-intent.ts';
import { keepsDuration, mediumOfFilter, mediumOfSource } from './filter-effects.ts';
import {
  type InputFacts,
  type InputStream,
  type Medium,
  type StreamSpan,
  spanFile,
  spanStreams,
} from './input-span.ts';
import { namedArgument } from './parse-filtergraph.ts';
import { parseRate } from './parse-time.ts';
import { anySpan, endAfter, formatSeconds, longestOf, oneOf, type Span } from './span.ts';

/** What a probe of the output found: the streams that are really in it; a cover is no video. */
export interface OutputFacts {
  readonly hasVideo: boolean;
  readonly hasAudio: boolean;
}

/** What can be said of an output's duration. `because` is a clause: "the video of input 0 lasts 10 s". */
export type ExpectedDuration =
  | {
      readonly kind: 'exact' | 'at_most' | 'at_least';
      readonly seconds: number;
      /** How far a right result may be off by the command's own doing (frames of a low frame rate), beside what containers round. */
      readonly slackSeconds: number;
      readonly because: string;
    }
  | { readonly kind: 'unknown'; readonly because: string };

/**
 * Judges from both ends: each kept stream lasts at least as long as the shortest one that it can come from, and the
 * output as long as its longest stream (its shortest with `-shortest`). An upper bound comes from the command alone
 * (`-t`, a source's own duration). A filter or option whose effect is not known makes that stream, or the whole,
 * unknown: never a guess. Total.
 *
 * Allow for at least 0.2 s of rounding, frames and encoder delay beside `slackSeconds` (70 commands × FFmpeg 5.1, 7.1
 * and 9.0 stayed within 0.15 s).
 *
 * @param outputIndex which output of the command, from 0
 * @param inputs one for each input of the command in order; null for inputs that are not files
 * @param output null when the output was not probed: then nothing is taken for granted about its streams
 */
export function expectedDuration(
  intent: DurationIntent,
  outputIndex: number,
  inputs: readonly (InputFacts | null)[],
  output: OutputFacts | null,
): ExpectedDuration {
  const wanted = intent.outputs[outputIndex];
  if (!wanted) return unknown(`the command has no output ${outputIndex}`);
  const puzzles = [...intent.puzzles, ...wanted.puzzles];
  if (puzzles.length > 0) return unknown(`the effect of ${puzzles.join(', ')} on the duration is not judged`);
  if (output && !output.hasVideo && !output.hasAudio) return unknown('the output has neither video nor audio');

  const sources = intent.inputs.map((input, index) => spanStreams(input, index, inputs[index] ?? null));
  const kept = keptSpans({ intent, wanted, sources, output });
  if (kept.length === 0) return unknown('it is not known which streams are kept');
  // What is already buffered when the shortest stream ends may still be written: no upper bound.
  const natural = wanted.isShortest ? { ...oneOf(kept), high: Infinity } : longestOf(kept);
  const whole = wholeInput(intent, wanted, inputs, output);
  return cutOutput(whole && whole.low > natural.low ? { ...natural, ...whole } : natural, intent, wanted);
}

function unknown(because: string): ExpectedDuration {
  return { kind: 'unknown', because };
}

interface Question {
  readonly intent: DurationIntent;
  readonly wanted: OutputIntent;
  readonly sources: readonly (readonly StreamSpan[] | null)[];
  readonly output: OutputFacts | null;
}

/** One span for each kind of stream, or each map, that ends up in the output. */
function keptSpans(question: Question): Span[] {
  const { intent, wanted, output } = question;
  const media = (['video', 'audio'] as const).filter((medium) => {
    const isDropped = medium === 'video' ? wanted.dropsVideo : wanted.dropsAudio;
    const isFound = !output || (medium === 'video' ? output.hasVideo : output.hasAudio);
    return isFound && !isDropped;
  });
  if (wanted.maps.length > 0) return mappedSpans(question, media);

  const chosen = media.map((medium) => {
    if (graphGives(intent, medium)) return anySpan('a complex filter makes it');
    const all = intent.inputs.flatMap((_input, index) => candidates(question, index, medium, null));
    return filtered(oneOf(all), wanted, medium);
  });
  // Without a probe, either medium may turn out not to be there.
  return output ? chosen : [oneOf(chosen)];
}

function mappedSpans(question: Question, media: readonly Medium[]): Span[] {
  const { intent, wanted } = question;
  const maps = wanted.maps.filter((map) => map.medium !== 'other');
  if (maps.some((map) => map.isRemoval)) return [];
  const mapped = maps.flatMap((map: MapIntent) => {
    const { inputIndex, streamIndex } = map;
    if (inputIndex === null) return [anySpan('a complex filter makes it')];
    const spans = media
      .filter((medium) => map.medium === null || map.medium === medium)
      .flatMap((medium) => {
        const found = candidates(question, inputIndex, medium, streamIndex);
        return found.length === 0 ? [] : [filtered(oneOf(found), wanted, medium)];
      });
    return spans.length === 0 ? [] : [oneOf(spans)];
  });
  // Unlabelled outputs of a complex graph come along, whatever is mapped.
  return intent.complexFilters?.length === 0 ? mapped : [...mapped, anySpan('a complex filter makes it')];
}

/** Whether a complex graph gives the output a stream of this kind by itself; when in doubt, it does. */
function graphGives({ complexFilters }: DurationIntent, medium: Medium): boolean {
  const other = medium === 'video' ? 'audio' : 'video';
  return complexFilters?.some(({ name }) => mediumOfFilter(name) !== other) ?? true;
}

/** The streams of an input that a stream of this kind can come from. */
function candidates(
  { intent, sources }: Question,
  inputIndex: number,
  medium: Medium,
  streamIndex: number | null,
): Span[] {
  const input = intent.inputs[inputIndex];
  const streams = sources[inputIndex];
  if (medium === 'video' ? input?.dropsVideo : input?.dropsAudio) return [];
  if (!streams) return [anySpan(`the streams of input ${inputIndex} are not known`)];
  return streams
    .filter((_stream, index) => streamIndex === null || streamIndex === index)
    .filter((stream) => stream.medium === medium || (medium === 'video' && stream.medium === 'picture'))
    .map(({ span }) => span);
}

function filtered(span: Span, wanted: OutputIntent, medium: Medium): Span {
  const filters = medium === 'video' ? wanted.videoFilters : wanted.audioFilters;
  if (filters === null) return anySpan(`the ${medium} filters cannot be read`);
  const changing = filters.find((name) => !keepsDuration(name));
  return changing === undefined ? span : anySpan(`the filter ${changing} may change the duration`);
}

/**
 * When the only input is kept with every stream, the output lasts as long as the container says, also where (as in
 * Matroska) the streams do not say.
 */
function wholeInput(
  { inputs: [input, ...others], complexFilters }: DurationIntent,
  wanted: OutputIntent,
  [facts]: readonly (InputFacts | null)[],
  output: OutputFacts | null,
): Pick<Span, 'low' | 'because'> | null {
  if (!input || others.length > 0 || complexFilters?.length !== 0 || !facts?.streams || !output) return null;
  const count = (medium: InputStream['medium']): number =>
    facts.streams?.filter((stream) => stream.medium === medium).length ?? 0;
  const hasEveryStream =
    count('other') + count('picture') === 0 &&
    count('video') === (output.hasVideo && !wanted.dropsVideo ? 1 : 0) &&
    count('audio') === (output.hasAudio && !wanted.dropsAudio ? 1 : 0);
  const isPlain =
    !wanted.isShortest &&
    [wanted.videoFilters, wanted.audioFilters].every((filters) => filters?.every(keepsDuration)) &&
    wanted.maps.every((map) => map.inputIndex !== null && !map.isRemoval);
  if (!hasEveryStream || !isPlain) return null;
  const { low, because } = spanFile(facts, input, 0);
  return { low, because };
}

/** Applies what stands before the output, and turns the bounds into one claim. */
function cutOutput(natural: Span, intent: DurationIntent, wanted: OutputIntent): ExpectedDuration {
  const { seek, limit, stop } = wanted;
  if (seek === 'unreadable' || limit === 'unreadable' || stop === 'unreadable') {
    return unknown('a time option of the output cannot be read');
  }
  const offset = seek ?? 0;
  const isCopied = wanted.copiesVideo || wanted.copiesAudio;
  if (offset < 0 || (limit ?? 0) < 0) return unknown('a time option of the output is negative');
  if (offset > 0 && isCopied) return unknown('a copied stream begins at the first keyframe after -ss');
  const slackSeconds = slackOf(intent, wanted);
  if (slackSeconds === null) return unknown('a frame rate cannot be read');

  const read: Span = {
    low: Math.max(0, natural.low - offset),
    high: Math.max(0, natural.high - offset),
    because: offset > 0 ? `${natural.because}, written from ${formatSeconds(offset)}` : natural.because,
  };
  const end = limit ?? (stop === null ? null : Math.max(0, stop - offset));
  const { low, high, because } = end === null ? read : endAfter(read, end, `it is cut to ${formatSeconds(end)}`);
  // A copied stream begins at the keyframe before the place that was sought.
  const isOpen = isCopied && intent.inputs.some((input) => input.seek !== null || input.seekFromEnd !== null);

  if (low > 0 && Number.isFinite(low)) {
    return { kind: low === high && !isOpen ? 'exact' : 'at_least', seconds: low, slackSeconds, because };
  }
  if (Number.isFinite(high) && !isOpen) return { kind: 'at_most', seconds: high, slackSeconds, because };
  return unknown(because);
}

/** Two frames of the slowest rate that is set; null when one cannot be read. */
function slackOf(intent: DurationIntent, wanted: OutputIntent): number | null {
  const rates = [wanted.lowestFrameRate, ...intent.inputs.flatMap(inputRates)].filter((rate) => rate !== null);
  return rates.includes(0) ? null : Math.max(0, ...rates.map((rate) => 2 / rate));
}

function inputRates({ frameRate, sourceFilters }: InputIntent): (number | null)[] {
  const sources = (sourceFilters ?? []).filter(({ name }) => mediumOfSource(name) === 'video');
  return [
    frameRate,
    ...sources.map((source) => {
      const written = namedArgument(source, 'rate', 'r');
      return written === undefined ? null : parseRate(written);
    }),
  ];
}
