// Whether an output is what the command promised: FFmpeg's exit code 0 does not say so.
import type { Failure, FailureCode } from '@renderio/contract';
import type { ExpectedDuration } from '@renderio/ffmpeg-language';
import type { Check } from './check.ts';
import type { Extent } from './extent/extent.ts';
import { noFrameAdvice } from './failure-of-outcome.ts';
import { isMediaMeant } from './media-type.ts';
import { type ProbeReport, type ProbeStream, probedPackets } from './probe-report.ts';
import type { SeekPastEnd } from './seek-past-end.ts';

export interface OutputFacts {
  readonly alias: string;
  readonly filename: string;
  /** Null when the file was not written. */
  readonly sizeBytes: number | null;
  /** What ffprobe said; null when it was not asked, as for text. */
  readonly probe:
    | { readonly ok: true; readonly report: ProbeReport }
    | { readonly ok: false; readonly message: string }
    | null;
  /** What the command's words and its inputs' containers say of its length. */
  readonly expected: ExpectedDuration;
  /** Of every input the command read. */
  readonly inputExtents: readonly InputExtent[];
  /** FFmpeg met the end of an input's data too early (`digest.earlyEnds`). */
  readonly sawEarlyEnd: boolean;
  /** FFmpeg said that nothing reached this output (`digest.emptyOutputs`). */
  readonly isLeftEmpty: boolean;
  /** `-ss` lies past the end of all that this output reads (`findSeekPastEnd`). */
  readonly seekPastEnd: SeekPastEnd | null;
  /** For a playlist: what it lists, and which of those were not written. */
  readonly segments?: { readonly listed: number; readonly missing: readonly string[] };
}

export interface InputExtent {
  readonly alias: string;
  readonly extent: Extent;
  /** As FFmpeg announced it (`digest.inputs`); null when it did not. */
  readonly durationSeconds: number | null;
}

export interface Judgement {
  readonly checks: readonly Check[];
  /** The first cause, or null for an output that may be handed out. */
  readonly failure: Failure | null;
}

/**
 * Judges one output of a command that exited with 0.
 *
 * An input that its own container proves to be cut, and whose cut the command reached, is the first cause:
 * `INPUT_TRUNCATED`. Proof alone is not enough, since `-t 5` of a cut film is good; a log line alone is not either, since
 * damaged streams write the same. What merely looks odd is `warn`.
 */
export function judgeOutput(facts: OutputFacts): Judgement {
  const checks = [...judgeFile(facts), ...judgeSegments(facts)];
  const firstFailed = checks.find((check) => check.verdict === 'fail');
  const cut = facts.inputExtents.find(({ extent }) => extent.kind === 'cut');
  if (cut !== undefined) {
    const message = `Input {{${cut.alias}}} is cut short. ${cut.extent.because}`;
    if (firstFailed !== undefined) return { checks, failure: { code: 'INPUT_TRUNCATED', message } };
    if (isCutReached(facts, cut)) {
      const failed: Check = { name: 'duration', verdict: 'fail', message };
      return { checks: withCheck(checks, failed), failure: { code: 'INPUT_TRUNCATED', message } };
    }
    const unreached = `${message} FFmpeg did not come upon it.`;
    return { checks: withCheck(checks, { name: 'duration', verdict: 'warn', message: unreached }), failure: null };
  }
  if (firstFailed === undefined) return { checks, failure: null };
  const message = `Output {{${facts.alias}}} (${facts.filename}): ${lowerFirst(firstFailed.message)}`;
  return { checks, failure: { code: codeOf(firstFailed), message } };
}

/** FFmpeg 7.1 takes the end of these as it comes, without a word, and announces only the length that is there. */
const silentContainers: ReadonlySet<string> = new Set(['ogg', 'gif']);

function isCutReached(facts: OutputFacts, cut: InputExtent): boolean {
  if (facts.sawEarlyEnd) return true;
  if (facts.probe?.ok !== true) return false;
  const { report } = facts.probe;
  const seconds = measureSeconds(report);
  if (seconds === null) return false;
  const { expected } = facts;
  if (expected.kind !== 'unknown' && shortfall(seconds, expected) > findTolerances(report, expected).warn) return true;
  const isSilent = cut.extent.kind === 'cut' && silentContainers.has(cut.extent.container);
  return isSilent && cut.durationSeconds !== null && seconds > cut.durationSeconds - 0.5;
}

function codeOf(check: Check): FailureCode {
  return check.name === 'exists' ? 'OUTPUT_MISSING' : 'OUTPUT_INVALID';
}

/** Puts a verdict on the duration in place of a milder one. */
function withCheck(checks: readonly Check[], check: Check): readonly Check[] {
  return [...checks.filter(({ name }) => name !== check.name), check];
}

function judgeFile(facts: OutputFacts): readonly Check[] {
  const { sizeBytes, probe, filename } = facts;
  const isMedia = isMediaMeant(filename);
  if (sizeBytes === null) {
    const why = facts.isLeftEmpty
      ? explainNoFrame(facts)
      : 'Check that the command names it as an output, or in a filter that writes a file.';
    return [fail('exists', `FFmpeg did not write it. ${why}`)];
  }
  if (sizeBytes === 0 && isMedia) return [fail('exists', `It is empty. ${explainNoFrame(facts)}`)];
  const exists = pass('exists', `${sizeBytes} bytes.`);
  if (probe === null) return [exists];
  if (!probe.ok) {
    if (isMedia && facts.isLeftEmpty)
      return [exists, fail('has_frames', `It holds no frame. ${explainNoFrame(facts)}`)];
    // Raw samples and text are legal outputs that ffprobe cannot read.
    return isMedia ? [exists, fail('probes', `It cannot be read: ${probe.message}`)] : [exists];
  }
  const probes = pass('probes', `ffprobe reads it as ${probe.report.formatName ?? 'a file'}.`);
  const frames = judgeFrames(probe.report, facts);
  if (frames.verdict === 'fail') return isMedia ? [exists, probes, frames] : [exists, probes];
  return [exists, probes, frames, ...judgeDuration(probe.report, facts.expected)];
}

/** A sentence. */
function explainNoFrame({ seekPastEnd }: OutputFacts): string {
  return seekPastEnd === null ? noFrameAdvice : seekPastEnd.sentence;
}

function judgeFrames(report: ProbeReport, facts: OutputFacts): Check {
  const contents = report.streams.filter(isContent);
  const considered = contents.length > 0 ? contents : report.streams;
  if (!considered.some(hasFrames)) return fail('has_frames', `It holds no frame. ${explainNoFrame(facts)}`);
  if (facts.seekPastEnd?.isAllBefore === true) {
    return fail('has_frames', `It holds nothing of what was asked for. ${facts.seekPastEnd.sentence}`);
  }
  if (facts.seekPastEnd !== null) return warn('has_frames', `It holds frames, although ${facts.seekPastEnd.sentence}`);
  const packets = report.streams.reduce((sum, stream) => sum + (stream.packetsRead ?? 0), 0);
  // When fewer packets came than were asked for, the whole file was read: a stream without any is empty.
  const empty = packets < probedPackets ? considered.filter((stream) => !hasFrames(stream)) : [];
  if (empty.length === 0) return pass('has_frames', 'It holds frames.');
  const names = empty.map((stream) => `${stream.kind} stream ${stream.index}`).join(', ');
  return warn('has_frames', `It holds frames, but none in ${names}.`);
}

function isContent(stream: ProbeStream): boolean {
  return !stream.isCover && ['video', 'audio', 'subtitle'].includes(stream.kind);
}

function hasFrames(stream: ProbeStream): boolean {
  return (stream.packetsRead ?? 0) > 0 || stream.frameCount !== null;
}

/** FFmpeg guesses the length of these from their first frames' bit rate. */
const demuxersThatGuess: ReadonlySet<string> = new Set([
  'aac',
  'ac3',
  'eac3',
  'dts',
  'amr',
  'h264',
  'hevc',
  'mpegvideo',
]);

/** Empty where nothing can be said: a still picture, or a live container that keeps no length. */
function judgeDuration(report: ProbeReport, expected: ExpectedDuration): readonly Check[] {
  const seconds = measureSeconds(report);
  if (seconds === null || demuxersThatGuess.has(report.formatName ?? '')) return [];
  const length = `It lasts ${format(seconds)} s`;
  if (expected.kind !== 'unknown') {
    const tolerances = findTolerances(report, expected);
    const short = shortfall(seconds, expected);
    const long = expected.kind === 'at_least' ? 0 : seconds - expected.seconds;
    const must = `${limitWords[expected.kind]} ${format(expected.seconds)} s (${expected.because})`;
    if (short > tolerances.fail) return [fail('duration', `${length} but must last ${must}.`)];
    if (short > tolerances.warn || long > tolerances.fail) {
      return [warn('duration', `${length}, where ${must} would be in keeping.`)];
    }
  }
  const apart = findEndsApart(report);
  if (apart !== null) return [warn('duration', apart)];
  const why = expected.kind === 'unknown' ? `; nothing says how long it must be: ${expected.because}` : ', as it must';
  return [pass('duration', `${length}${why}.`)];
}

function shortfall(seconds: number, expected: ExpectedDuration): number {
  return expected.kind === 'exact' || expected.kind === 'at_least' ? expected.seconds - seconds : 0;
}

const limitWords = { exact: 'exactly', at_most: 'at most', at_least: 'at least' } as const;

/**
 * `warn`: two frames of the slowest stream, at least 0.2 s, since encoders pad (AAC 2,112 samples, MP3 1,105: 50 ms) and
 * both ends are rounded to a frame. `fail`: what no rounding explains: half a second, and 1 % for containers
 * that state their length loosely.
 */
function findTolerances(
  report: ProbeReport,
  expected: Exclude<ExpectedDuration, { readonly kind: 'unknown' }>,
): { readonly warn: number; readonly fail: number } {
  const rates = report.streams.flatMap((stream) => stream.averageFrameRate ?? []);
  const twoFrames = rates.length === 0 ? 0 : 2 / Math.min(...rates);
  const { seconds, slackSeconds } = expected;
  return {
    warn: Math.max(0.2, twoFrames) + slackSeconds,
    fail: Math.max(0.5, twoFrames, 0.01 * seconds) + slackSeconds,
  };
}

function measureSeconds(report: ProbeReport): number | null {
  const isStill = report.streams.every((stream) => stream.kind !== 'audio') && report.formatName === 'image2';
  if (isStill) return null;
  if (report.durationSeconds !== null) return report.durationSeconds;
  const known = report.streams.flatMap((stream) => stream.durationSeconds ?? []);
  return known.length === 0 ? null : Math.max(...known);
}

/** A sentence when sound and picture end apart by more than half a second and 5 %. */
function findEndsApart(report: ProbeReport): string | null {
  const picture = endOf(report.streams.find((stream) => stream.kind === 'video' && !stream.isCover));
  const sound = endOf(report.streams.find((stream) => stream.kind === 'audio'));
  if (picture === null || sound === null) return null;
  const apart = Math.abs(picture - sound);
  if (apart <= Math.max(0.5, 0.05 * Math.max(picture, sound))) return null;
  return `Picture ends at ${format(picture)} s and sound at ${format(sound)} s.`;
}

function endOf(stream: ProbeStream | undefined): number | null {
  if (stream === undefined || stream.durationSeconds === null) return null;
  return (stream.startSeconds ?? 0) + stream.durationSeconds;
}

function judgeSegments(facts: OutputFacts): readonly Check[] {
  if (facts.segments === undefined || facts.sizeBytes === null) return [];
  const { listed, missing } = facts.segments;
  if (missing.length === 0) return [pass('segments', `All ${listed} files that it lists are there.`)];
  const some = missing.slice(0, 3).join(', ');
  const more = missing.length > 3 ? ` and ${missing.length - 3} more` : '';
  return [
    fail(
      'segments',
      `${missing.length} of the ${listed} files that it lists are missing: ${some}${more}. Segments must be written in the working folder, where the playlist's lines point.`,
    ),
  ];
}

function pass(name: Check['name'], message: string): Check {
  return { name, verdict: 'pass', message };
}

function warn(name: Check['name'], message: string): Check {
  return { name, verdict: 'warn', message };
}

function fail(name: Check['name'], message: string): Check {
  return { name, verdict: 'fail', message };
}

function lowerFirst(sentence: string): string {
  // A name such as FFmpeg keeps its capitals.
  return /^[A-Z][a-z ]/.test(sentence) ? sentence.charAt(0).toLowerCase() + sentence.slice(1) : sentence;
}

function format(seconds: number): string {
  return String(Number(seconds.toFixed(3)));
}
