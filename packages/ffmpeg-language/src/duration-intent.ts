// What a command says about how long its outputs are to be: facts only, no judgement.

import type { Option } from './parse-arguments.ts';
import { type CommandLine, type FileGroup, lastOption } from './parse-command-line.ts';
import { type FilterCall, readFilters } from './parse-filtergraph.ts';
import { parseRate, parseTimeSeconds } from './parse-time.ts';
import { renderWords } from './placeholders.ts';

/** A time option as written: null when absent, `unreadable` when its value is no time. */
export type TimeValue = number | 'unreadable' | null;

export interface InputIntent {
  /** The url with file names in place of aliases. */
  readonly url: string;
  /** Seconds. */
  readonly seek: TimeValue;
  readonly seekFromEnd: TimeValue;
  readonly limit: TimeValue;
  readonly stop: TimeValue;
  /** How often it is played: 1 unless `-stream_loop`; `Infinity` for -1, and for a picture with `-loop 1`. */
  readonly plays: number;
  /** The frame rate it is given (`-framerate`, or `-r` for a repeated picture); 0 when unreadable, null when none. */
  readonly frameRate: number | null;
  /** The filters of an input made by `-f lavfi`; null for files, and for graphs that cannot be read. */
  readonly sourceFilters: readonly FilterCall[] | null;
  readonly isGenerated: boolean;
  readonly dropsVideo: boolean;
  readonly dropsAudio: boolean;
  /** Names of options that may change timing and that nothing is known about. */
  readonly puzzles: readonly string[];
}

/** One `-map`. */
export interface MapIntent {
  /** Null for the output of a complex graph (`[label]`), and for what cannot be read. */
  readonly inputIndex: number | null;
  /** Null when it may be any kind. */
  readonly medium: 'video' | 'audio' | 'other' | null;
  /** The stream's index within the input, for `0:1`. */
  readonly streamIndex: number | null;
  readonly isRemoval: boolean;
}

export interface OutputIntent {
  readonly url: string;
  readonly seek: TimeValue;
  readonly limit: TimeValue;
  readonly stop: TimeValue;
  readonly isShortest: boolean;
  /** Empty when FFmpeg chooses by itself. */
  readonly maps: readonly MapIntent[];
  readonly dropsVideo: boolean;
  readonly dropsAudio: boolean;
  readonly copiesVideo: boolean;
  readonly copiesAudio: boolean;
  /** Names of the filters on the output's own video and audio; null when a graph cannot be read. */
  readonly videoFilters: readonly string[] | null;
  readonly audioFilters: readonly string[] | null;
  /** The lowest frame rate that is set (`-r`, `fps=`), frames a second; null when none is set. */
  readonly lowestFrameRate: number | null;
  readonly puzzles: readonly string[];
}

export interface DurationIntent {
  readonly inputs: readonly InputIntent[];
  readonly outputs: readonly OutputIntent[];
  /** The filters of all complex graphs; null when one cannot be read; empty when there is none. */
  readonly complexFilters: readonly FilterCall[] | null;
  /** Global options that may change timing. */
  readonly puzzles: readonly string[];
}

/**
 * Reads off a command what bears on durations.
 *
 * @param fileNameOf the name (or path) that an alias stands for: only its ending counts
 */
export function readDurationIntent(line: CommandLine, fileNameOf: (alias: string) => string): DurationIntent {
  const urlOf = (group: FileGroup): string => renderWords([group.url], fileNameOf)[0] ?? '';
  const graphs = line.global.filter(({ name }) => name === 'filter_complex' || name === 'lavfi');
  const isReadable = graphs.every(({ isFromFile }) => !isFromFile);
  return {
    inputs: line.inputs.map((input) => readInput(input, urlOf(input))),
    outputs: line.outputs.map((output) => readOutput(output, urlOf(output))),
    complexFilters: isReadable ? joinGraphs(graphs) : null,
    puzzles: [
      ...line.global.filter(({ name }) => globalPuzzles.has(name)).map(({ name }) => name),
      ...(line.decoders.length > 0 ? ['dec'] : []),
    ],
  };
}

/** Everything else before an input may change its timing; these do not. Options of decoders and devices are among the rest. */
const harmlessInputOptions = new Set(
  `ss sseof t to stream_loop f c codec vcodec acodec scodec vn an sn dn re readrate readrate_initial_burst accurate_seek
   autorotate thread_queue_size threads probesize analyzeduration hwaccel hwaccel_device hwaccel_output_format safe loop
   framerate pix_fmt video_size s display_rotation display_hflip display_vflip find_stream_info guess_layout_max
   protocol_whitelist ac ar ch_layout channel_layout sample_fmt fix_sub_duration bitexact
   reconnect reconnect_streamed reconnect_delay_max user_agent headers pattern_type start_number ignore_editlist_none`
    .trim()
    .split(/\s+/),
);

const globalPuzzles = new Set(
  `copyts start_at_zero dts_delta_threshold dts_error_threshold timelimit filter_complex_script
   frame_drop_threshold`
    .trim()
    .split(/\s+/),
);

/** What makes an output shorter than, or other than, its streams. `f` is looked at by its value. */
const outputPuzzles = new Set(
  `frames vframes aframes dframes fs bsf vbsf absf filter_script output_ts_offset fflags itsscale copypriorss
   copyinkf target fpre time_base enc_time_base avioflags force_fps discard`
    .trim()
    .split(/\s+/),
);

/** Muxers whose file is not, or not only, the media itself. */
const indirectFormats =
  /^(segment|stream_segment|ssegment|hls|dash|tee|fifo|null|image2|image2pipe|framecrc|framemd5|md5|hash|streamhash|ffmetadata|sdp|rtp|rtsp|webm_chunk|webm_dash_manifest|smoothstreaming|hds|chromaprint|uncodedframecrc)$/;

function readInput({ options }: FileGroup, url: string): InputIntent {
  const isGenerated = lastOption(options, 'f')?.value?.text === 'lavfi';
  const plays = playsOf(options, url);
  const rate = lastOption(options, 'framerate', 'r')?.value?.text;
  return {
    url,
    seek: timeOf(options, 'ss'),
    seekFromEnd: timeOf(options, 'sseof'),
    limit: timeOf(options, 't'),
    stop: timeOf(options, 'to'),
    plays,
    frameRate: rate === undefined ? null : parseRate(rate),
    sourceFilters: isGenerated ? readFilters(url) : null,
    isGenerated,
    dropsVideo: isSet(options, 'vn'),
    dropsAudio: isSet(options, 'an'),
    puzzles: options
      .map(({ name }) => name)
      .filter((name) => !harmlessInputOptions.has(name) && !(name === 'r' && plays === Infinity)),
  };
}

function playsOf(options: readonly Option[], url: string): number {
  const loops = lastOption(options, 'stream_loop')?.value?.text;
  const isLoopedPicture =
    lastOption(options, 'loop')?.value?.text === '1' && /\.(png|jpe?g|bmp|webp|tiff?|tga|exr|jp2|avif)$/i.test(url);
  if (isLoopedPicture) return Infinity;
  if (loops === undefined) return 1;
  const count = /^-?\d+$/.test(loops) ? Number(loops) : Number.NaN;
  return count < 0 ? Infinity : count + 1;
}

function readOutput({ options }: FileGroup, url: string): OutputIntent {
  const format = lastOption(options, 'f')?.value?.text ?? '';
  const isIndirect = indirectFormats.test(format) || /\.(m3u8|mpd|ism)$|%0?\d*d/i.test(url) || url === '/dev/null';
  const graphs = options.filter(({ name }) => name === 'vf' || name === 'af' || name === 'filter');
  const videoGraphs = graphs.filter(
    ({ name, specifier }) => name === 'vf' || (name === 'filter' && !/^a/.test(specifier ?? '')),
  );
  const audioGraphs = graphs.filter(
    ({ name, specifier }) => name === 'af' || (name === 'filter' && !/^[vV]/.test(specifier ?? '')),
  );
  const videoFilters = joinGraphs(videoGraphs);
  const rates = [
    ...options.filter(({ name }) => name === 'r').map(({ value }) => value?.text ?? ''),
    ...(videoFilters ?? [])
      .filter(({ name }) => name === 'fps')
      .map(({ text }) => /(?:^|fps=)([^:=]+)(?:$|:)/.exec(text)?.[1] ?? ''),
  ].map(parseRate);
  return {
    url,
    seek: timeOf(options, 'ss'),
    limit: timeOf(options, 't'),
    stop: timeOf(options, 'to'),
    isShortest: isSet(options, 'shortest'),
    maps: options.filter(({ name }) => name === 'map').map(({ value }) => readMap(value?.text ?? '')),
    dropsVideo: isSet(options, 'vn'),
    dropsAudio: isSet(options, 'an'),
    copiesVideo: copies(options, 'v'),
    copiesAudio: copies(options, 'a'),
    videoFilters: videoFilters?.map(({ name }) => name) ?? null,
    audioFilters: joinGraphs(audioGraphs)?.map(({ name }) => name) ?? null,
    lowestFrameRate: rates.length === 0 ? null : Math.min(...rates),
    puzzles: [
      ...options.filter(({ name, isFromFile }) => outputPuzzles.has(name) || isFromFile).map(({ name }) => name),
      ...(isIndirect ? [`the format of ${url}`] : []),
    ],
  };
}

function joinGraphs(options: readonly Option[]): FilterCall[] | null {
  const graphs = options.map(({ value }) => readFilters(value?.text ?? ''));
  return graphs.includes(null) ? null : graphs.flatMap((graph) => graph ?? []);
}

function timeOf(options: readonly Option[], name: string): TimeValue {
  const value = lastOption(options, name)?.value;
  return value ? (parseTimeSeconds(value.text) ?? 'unreadable') : null;
}

function isSet(options: readonly Option[], name: string): boolean {
  const option = lastOption(options, name);
  return option !== null && !option.isNegated;
}

function copies(options: readonly Option[], medium: 'v' | 'a'): boolean {
  return options.some(
    ({ name, specifier, value }) =>
      value?.text === 'copy' &&
      (name === `${medium}codec` || ((name === 'c' || name === 'codec') && (specifier ?? medium).startsWith(medium))),
  );
}

const mediaLetters = new Map<string, MapIntent['medium']>([
  ['v', 'video'],
  ['V', 'video'],
  ['a', 'audio'],
  ['s', 'other'],
  ['d', 'other'],
  ['t', 'other'],
]);

/** `-map` as in "Stream selection" of the ffmpeg manual: `[-]input[:specifier][?]` or `[label]`. */
function readMap(text: string): MapIntent {
  const written = /^(-?)(\d+)(?::([vVasdt])(?::\d+)?|:(\d+)|(:.*))?\??$/.exec(text);
  if (!written) return { inputIndex: null, medium: null, streamIndex: null, isRemoval: text.startsWith('-') };
  const [, minus, input, letter, stream] = written;
  return {
    inputIndex: Number(input),
    medium: letter ? (mediaLetters.get(letter) ?? null) : null,
    streamIndex: stream === undefined ? null : Number(stream),
    isRemoval: minus === '-',
  };
}
