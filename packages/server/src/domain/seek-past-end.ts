// Whether a command seeks past the end of all that an output is read from: FFmpeg then exits 0 with nothing, or copies what lies before.
import type { DurationIntent, InputFacts } from '@renderio/ffmpeg-language';

export interface SeekPastEnd {
  /** What the command does and what the input holds: "-ss 60 lies past the end of {{in_a}}, which lasts 2 s." */
  readonly sentence: string;
  /** Whether all that was copied lies before the place that was sought: a seek past the end stops at the last place it finds. */
  readonly isAllBefore: boolean;
}

/** Lengths are stated to a frame and rounded: nearer than this to the end, something may be there. */
const marginSeconds = 0.5;

/**
 * Null unless every input that the output can be read from is sought past the length that its container states.
 *
 * @param outputIndex which output of the command, from 0
 * @param names what the user calls each input
 * @param lastTimeSeconds how far FFmpeg says that its outputs came, in their own time (`Progress.outTimeSeconds` of the last report)
 * @param inputs as `inputFactsOf` gives them: of containers that only estimate their length, nothing is known
 */
export function findSeekPastEnd(
  intent: DurationIntent,
  outputIndex: number,
  names: readonly string[],
  lastTimeSeconds: number | null,
  inputs: readonly (InputFacts | null)[],
): SeekPastEnd | null {
  const output = intent.outputs[outputIndex];
  // What a complex graph reads is not looked into.
  if (output === undefined || intent.complexFilters?.length !== 0) return null;
  const mapped = new Set(output.maps.filter(({ isRemoval }) => !isRemoval).map(({ inputIndex }) => inputIndex));
  const read = mapped.size > 0 ? [...mapped] : intent.inputs.map((_input, index) => index);
  const places = read.map((index) => {
    const input = index === null ? undefined : intent.inputs[index];
    const seconds = (index === null ? null : inputs[index])?.seconds ?? null;
    const seek = input?.plays === 1 && typeof input.seek === 'number' ? input.seek : null;
    return seek !== null && seconds !== null && seek > seconds + marginSeconds ? { index, seek, seconds } : null;
  });
  const [first] = places;
  if (first === undefined || first === null || places.includes(null)) return null;
  return {
    sentence: `-ss ${first.seek} lies past the end of ${names[first.index ?? 0] ?? 'its input'}, which lasts ${first.seconds} s.`,
    // A length that is stated may be wrong (a chain of Ogg streams states its last one's): what was written decides.
    isAllBefore: (output.copiesVideo || output.copiesAudio) && lastTimeSeconds !== null && lastTimeSeconds < 0,
  };
}
