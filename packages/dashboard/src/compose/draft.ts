// What is being composed: a command not yet sent, or one looked at again to be changed; pure.
import type { Command, Preset } from '@renderio/sdk';

export interface DraftInput {
  readonly alias: string;
  /** A URL, a `storage_url` or a `file_id`. Empty until it is known. */
  readonly value: string;
  /** The name of a file that was uploaded for it. */
  readonly filename?: string;
}

export interface DraftOutput {
  readonly alias: string;
  readonly filename: string;
}

export interface Draft {
  readonly inputs: readonly DraftInput[];
  readonly outputs: readonly DraftOutput[];
  /** One, or the steps of a chain. */
  readonly texts: readonly string[];
  /** The preset that it is, as long as only inputs are changed. */
  readonly preset: { readonly presetId: string; readonly name: string } | null;
  readonly extras: DraftExtras;
  /** The command that it was made from, to be compared with. */
  readonly origin: string | null;
}

/** As they are typed; an empty one is left out. */
export interface DraftExtras {
  /** A line each: `key=value`. */
  readonly metadata: string;
  readonly webhookUrl: string;
  readonly maxSeconds: string;
}

const noExtras: DraftExtras = { metadata: '', webhookUrl: '', maxSeconds: '' };

/** A command that works as it stands and shows where things go. */
export const firstDraft: Draft = {
  inputs: [],
  outputs: [{ alias: 'out_video', filename: 'test.mp4' }],
  texts: ['-f lavfi -i testsrc2=size=1280x720:rate=30:duration=8 -c:v libx264 -pix_fmt yuv420p {{out_video}}'],
  preset: null,
  extras: noExtras,
  origin: null,
};

export function draftOfCommand(command: Pick<Command, 'command_id' | 'original_request' | 'metadata'>): Draft {
  const { command_id: origin, original_request: request, metadata } = command;
  const lines = Object.entries(metadata ?? {}).map(([key, value]) => `${key}=${value}`);
  return {
    inputs: Object.entries(request.input_files).map(([alias, value]) => ({ alias, value })),
    outputs: Object.entries(request.output_files).map(([alias, filename]) => ({ alias, filename })),
    texts: request.ffmpeg_commands ?? [request.ffmpeg_command ?? ''],
    preset: null,
    extras: { ...noExtras, metadata: lines.join('\n') },
    origin,
  };
}

/** Inputs that are there already are kept, in order, under the preset's aliases. */
export function draftOfPreset(preset: Preset, kept: readonly DraftInput[]): Draft {
  return {
    inputs: preset.input_file_keys.map((alias, index) => ({ value: '', ...kept[index], alias })),
    outputs: Object.entries(preset.output_file_definitions).map(([alias, filename]) => ({ alias, filename })),
    texts: preset.ffmpeg_commands ?? [preset.ffmpeg_command ?? ''],
    // Several independent commands at once are the preset's own way to run; here they would be a chain.
    preset: { presetId: preset.preset_id, name: preset.name },
    extras: noExtras,
    origin: null,
  };
}

export interface RequestExtras {
  readonly metadata?: Record<string, string>;
  readonly webhook_url?: string;
  readonly max_command_run_seconds?: number;
}

export interface DraftRequest extends RequestExtras {
  readonly input_files: Record<string, string>;
  readonly output_files: Record<string, string>;
  readonly ffmpeg_command?: string;
  readonly ffmpeg_commands?: string[];
}

/** As it is judged and, unless it is a preset, sent. */
export function requestOf({ inputs, outputs, texts, extras }: Draft): DraftRequest {
  const [only = '', ...others] = texts;
  return {
    input_files: Object.fromEntries(inputs.map(({ alias, value }) => [alias, value])),
    output_files: Object.fromEntries(outputs.map(({ alias, filename }) => [alias, filename])),
    ...(others.length === 0 ? { ffmpeg_command: only } : { ffmpeg_commands: [...texts] }),
    ...extrasOf(extras),
  };
}

export function extrasOf({ metadata, webhookUrl, maxSeconds }: DraftExtras): RequestExtras {
  const pairs = metadata.split('\n').flatMap((line): [string, string][] => {
    const [, key, value] = /^\s*([^=]*[^=\s])\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    return key === undefined || value === undefined ? [] : [[key, value]];
  });
  const seconds = Number.parseInt(maxSeconds, 10);
  return {
    ...(pairs.length === 0 ? {} : { metadata: Object.fromEntries(pairs) }),
    ...(webhookUrl.trim() === '' ? {} : { webhook_url: webhookUrl.trim() }),
    ...(seconds > 0 ? { max_command_run_seconds: seconds } : {}),
  };
}

/** `in_video`, or with the first number that is free: `in_video_2`. */
export function freeAlias(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted;
  for (let number = 2; ; number += 1) {
    const alias = `${wanted}_${number}`;
    if (!taken.includes(alias)) return alias;
  }
}

const kinds: readonly [alias: string, pattern: RegExp][] = [
  ['in_video', /^video\/|\.(mp4|mov|mkv|webm|avi|ts|m4v|mpg|mxf)$/i],
  ['in_audio', /^audio\/|\.(mp3|wav|flac|aac|m4a|ogg|opus)$/i],
  ['in_image', /^image\/|\.(png|jpe?g|gif|webp|avif|bmp|tiff?)$/i],
  ['in_subtitles', /\.(srt|vtt|ass|ssa)$/i],
];

/** What one would call a file with this name or media type. */
export function aliasFor(...hints: readonly string[]): string {
  return kinds.find(([, pattern]) => hints.some((hint) => pattern.test(hint)))?.[0] ?? 'in_file';
}

/** The name of a result as its alias suggests: `out_audio` → `audio.mp3`. */
export function filenameFor(alias: string): string {
  const name = alias.replace(/^out_/, '');
  const extension = /image|frame|thumb|poster|png/.test(name)
    ? 'png'
    : /audio|sound|mp3/.test(name)
      ? 'mp3'
      : /gif/.test(name)
        ? 'gif'
        : 'mp4';
  return `${name}.${extension}`;
}
