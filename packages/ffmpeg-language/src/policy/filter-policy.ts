// What filters may reach: the tables behind the judgement of filtergraphs.
//
// Read from `ffmpeg -h full` and the sources of libavfilter, 5.1 to 9.0. An argument that stands in no table is judged
// by its value, like an option.
import type { FileUse } from './judge-name.ts';
import type { Verdict } from './verdict.ts';

function names(list: string): readonly string[] {
  return list.trim().split(/\s+/);
}

interface FileArguments {
  /** By every name they have. */
  readonly read?: readonly string[];
  readonly write?: readonly string[];
  /** The first arguments of the filter, for those given without a name. */
  readonly order?: readonly string[];
}

/** Which arguments of which filters are files. */
const fileArguments: ReadonlyMap<string, FileArguments> = new Map<string, FileArguments>([
  ['ametadata', { write: ['file'] }],
  ['amovie', { read: ['filename'], order: ['filename', 'format_name'] }],
  ['arnndn', { read: ['m', 'model'], order: ['model'] }],
  ['asendcmd', { order: ['commands', 'filename'] }],
  ['asr', { read: ['dict', 'hmm', 'lm', 'lmctl'], write: ['logfn'] }],
  ['ass', { read: ['f', 'filename', 'fontsdir'], order: ['filename'] }],
  ['cellauto', { read: ['f', 'filename'], order: ['filename'] }],
  ['cover_rect', { read: ['cover'], order: ['cover'] }],
  ['curves', { read: ['psfile'], write: ['plot'] }],
  ['deshake', { write: ['filename'] }],
  ['drawtext', { read: ['fontfile', 'textfile'], order: ['fontfile', 'text', 'textfile'] }],
  ['drawvg', { read: ['file'] }],
  ['fieldhint', { read: ['hint'], order: ['hint'] }],
  ['find_rect', { read: ['object'], order: ['object'] }],
  ['firequalizer', { write: ['dumpfile'] }],
  ['flite', { read: ['textfile'], order: ['list_voices', 'nb_samples', 'text', 'textfile'] }],
  ['fsync', { read: ['f', 'file'], order: ['file'] }],
  ['libplacebo', { read: ['lut'] }],
  ['libvmaf', { read: ['model_path'], write: ['log_path'] }],
  ['life', { read: ['f', 'filename'], order: ['filename'] }],
  ['lut1d', { read: ['file'], order: ['file'] }],
  ['lut3d', { read: ['file'], order: ['file'] }],
  ['metadata', { write: ['file'], order: ['mode', 'key', 'value'] }],
  ['movie', { read: ['filename'], order: ['filename', 'format_name'] }],
  ['nnedi', { read: ['weights'], order: ['weights'] }],
  ['paletteuse', { write: ['debug_kdtree'] }],
  ['psnr', { write: ['f', 'stats_file'], order: ['stats_file'] }],
  ['removelogo', { read: ['f', 'filename'], order: ['filename'] }],
  ['selectivecolor', { read: ['psfile'] }],
  ['sendcmd', { order: ['commands', 'filename'] }],
  ['showcqt', { read: ['axisfile', 'fontfile'] }],
  ['signature', { write: ['filename'] }],
  ['sofalizer', { read: ['sofa'], order: ['sofa'] }],
  ['ssim', { write: ['f', 'stats_file'], order: ['stats_file'] }],
  ['ssim360', { write: ['f', 'stats_file'], order: ['stats_file'] }],
  ['subtitles', { read: ['f', 'filename', 'fontsdir'], order: ['filename'] }],
  ['vidstabdetect', { write: ['result'], order: ['result'] }],
  ['vidstabtransform', { read: ['input'], order: ['input'] }],
  ['vmafmotion', { write: ['stats_file'], order: ['stats_file'] }],
  ['whisper', { read: ['model', 'vad_model'], write: ['destination'] }],
  ['xpsnr', { write: ['f', 'stats_file'], order: ['stats_file'] }],
]);

/** Arguments that are texts, whatever the filter. */
const texts = new Set(names('enable font force_style text timecode value'));

const code: Verdict = {
  type: 'forbidden_code',
  reason: 'loads and runs code or a model from outside of FFmpeg',
  advice: "Use one of FFmpeg's own filters.",
};
const network: Verdict = {
  type: 'forbidden_url',
  reason: 'waits for connections from outside, which commands cannot have',
  advice: 'Leave it out; changes that are known beforehand can be given to the filter sendcmd.',
};

/** Filters that are refused whatever they say. */
export const forbiddenFilters: ReadonlyMap<string, Verdict> = new Map([
  ...names(
    `coreimage coreimagesrc derain dnn_classify dnn_detect dnn_processing frei0r frei0r_src ladspa lv2 openclsrc
     program_opencl sr xfade_opencl`,
  ).map((name) => [name, code] as const),
  ...names('azmq zmq').map((name) => [name, network] as const),
]);

const shader: Verdict = { ...code, advice: 'Leave the argument out.' };

/** Arguments that are refused whatever they say. */
export function forbiddenArgument(filter: string, name: string): Verdict | null {
  return filter === 'libplacebo' && name.startsWith('custom_shader_') ? shader : null;
}

/** What an argument is: text, a file that is read or written, or (null) something to be judged by its value. */
export function argumentKind(filter: string, name: string): 'text' | FileUse | null {
  const files = fileArguments.get(filter);
  if (files?.read?.includes(name)) return 'read';
  if (files?.write?.includes(name)) return 'write';
  return texts.has(name) ? 'text' : null;
}

/** The name of the argument at a position, from 0; null where it is not known. */
export function argumentAt(filter: string, position: number): string | null {
  return fileArguments.get(filter)?.order?.[position] ?? null;
}
