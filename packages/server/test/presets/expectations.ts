// What each preset of the system has to make of a one-second clip, whatever the clip's shape.
import type { Clip, ClipFiles } from './clips.ts';

export interface Expected {
  /** The sound and picture of the result; null: there must be none. */
  readonly picture: {
    readonly codec: string;
    readonly width: number;
    readonly height: number;
    readonly frames: number;
  } | null;
  readonly sound: { readonly codec: string; readonly rate?: number; readonly channels?: number } | null;
  /** Undefined for pictures that stand still. */
  readonly seconds?: number;
  /** How far each side may be off, where rounding is the preset's own. */
  readonly slackPixels?: number;
  /** Which files stand for the inputs, where these are not the ones that the names suggest. */
  readonly inputs?: Readonly<Record<string, keyof ClipFiles>>;
  readonly kind?: 'file' | 'series' | 'playlist' | 'webp animation';
  /** How many sizes a playlist offers. */
  readonly sizes?: number;
  /** What the result is too: the index at the front, a rotation, a loudness, a subtitle track. */
  readonly isFastStart?: true;
  readonly rotation?: number;
  readonly lufs?: number;
  readonly subtitleCodec?: string;
  /** Colours that must be found, about. */
  readonly pixels?: readonly {
    readonly seconds: number;
    readonly x: number;
    readonly y: number;
    readonly rgb: readonly number[];
  }[];
}

type Expectation = (clip: Clip) => Expected;
type Size = Pick<Clip, 'width' | 'height'>;

/** The clip inside a box that lies as the clip does; never enlarged. */
function fit(size: Size, long: number, short: number): Size {
  const isUpright = size.width < size.height;
  const ratio = Math.min(1, (isUpright ? short : long) / size.width, (isUpright ? long : short) / size.height);
  return { width: size.width * ratio, height: size.height * ratio };
}

/** The smallest frame of this shape that holds the clip, at most so wide. */
function frame(size: Size, mostWidth: number, across: number, down: number): Size {
  const width = Math.min(mostWidth, Math.max(size.width, (size.height * across) / down));
  return { width, height: (width * down) / across };
}

/** The largest part of this shape. */
function part(size: Size, across: number, down: number): Size {
  return {
    width: Math.min(size.width, (size.height * across) / down),
    height: Math.min(size.height, (size.width * down) / across),
  };
}

function video(
  sizeOf: (clip: Clip) => Size,
  options: Partial<Expected> & { codec?: string; soundCodec?: string } = {},
): Expectation {
  const { codec = 'h264', soundCodec = 'aac', ...rest } = options;
  return (clip) => ({
    picture: { codec, frames: 25, ...sizeOf(clip) },
    sound: clip.hasSound ? { codec: soundCodec } : null,
    seconds: 1,
    ...rest,
  });
}

const asItIs = (clip: Clip): Size => clip;

function delivery(codec: string, soundCodec: string, isFastStart: boolean): Expectation[] {
  return [
    [3840, 2160],
    [1920, 1080],
    [1280, 720],
    [854, 480],
  ].map(([long = 0, short = 0]) =>
    video((clip) => fit(clip, long, short), { codec, soundCodec, ...(isFastStart ? { isFastStart } : {}) }),
  );
}

function named(prefix: string, expectations: readonly Expectation[]): Record<string, Expectation> {
  return Object.fromEntries(
    ['2160p', '1080p', '720p', '480p'].map((label, index) => [
      `${prefix}, up to ${label}`,
      expectations[index] ?? video(asItIs),
    ]),
  );
}

function sound(codec: string, rest: Partial<Expected> & { rate?: number; channels?: number } = {}): Expectation {
  const { rate, channels, ...others } = rest;
  return () => ({
    picture: null,
    sound: { codec, ...(rate === undefined ? {} : { rate }), ...(channels === undefined ? {} : { channels }) },
    seconds: 1,
    ...others,
  });
}

function still(codec: string, sizeOf: (clip: Clip) => Size, rest: Partial<Expected> = {}): Expectation {
  return (clip) => ({ picture: { codec, frames: 1, ...sizeOf(clip) }, sound: null, ...rest });
}

const framed = (mostWidth: number, across: number, down: number): Expectation =>
  video((clip) => frame(clip, mostWidth, across, down), { slackPixels: 8, isFastStart: true });

/** Silence stands in where a video has no sound. */
const ladder =
  (sizes: number): Expectation =>
  (clip) => ({
    picture: { codec: 'h264', frames: 25, ...fit(clip, 1920, 1080) },
    sound: { codec: 'aac', rate: 48_000, channels: 2 },
    kind: 'playlist',
    sizes,
  });
const single = video((clip) => fit(clip, 1920, 1080), { kind: 'playlist', sizes: 1 });
const logo = { width: 101, height: 51 };

function middleOfLogo(clip: Size): { x: number; y: number } {
  const width = Math.min(logo.width, clip.width * 0.15);
  const margin = clip.width * 0.02;
  const height = (width * logo.height) / logo.width;
  return { x: Math.round(clip.width - margin - width / 2), y: Math.round(clip.height - margin - height / 2) };
}

/** By the preset's name. */
export const expectations: Readonly<Record<string, Expectation>> = {
  ...named('H.264 MP4', delivery('h264', 'aac', true)),
  ...named('H.265 MP4', delivery('hevc', 'aac', true)),
  ...named('AV1 MP4', delivery('av1', 'aac', true)),
  ...named('VP9 WebM', delivery('vp9', 'opus', false)),
  'MP4 without encoding': video(asItIs, { isFastStart: true }),

  'HLS in four sizes': ladder(4),
  'HLS in one size': single,
  'HLS in one size, fMP4 segments': single,
  'DASH in four sizes': ladder(4),
  'Fragmented MP4': video(asItIs),

  '9:16 with blurred bars': framed(1080, 9, 16),
  '1:1 with blurred bars': framed(1080, 1, 1),
  '16:9 with blurred bars': framed(1920, 16, 9),
  '4:5 cut to shape': video((clip) => fit(part(clip, 4, 5), 1350, 1080), { isFastStart: true }),
  '9:16 cut to shape': video((clip) => fit(part(clip, 9, 16), 1920, 1080), { isFastStart: true }),
  'Short, at most 60 s': framed(1080, 9, 16),
  'Story, at most 15 s': framed(1080, 9, 16),
  'Post on X, at most 140 s': video((clip) => fit(clip, 1280, 720), { isFastStart: true }),
  'Messenger, small': video((clip) => fit(clip, 640, 360), { isFastStart: true }),

  Thumbnail: still('mjpeg', (clip) => fit(clip, 640, 360)),
  Poster: still('webp', (clip) => fit(clip, 1920, 1080)),
  'First frame': still('png', asItIs),
  'Contact sheets': still('mjpeg', () => ({ width: 1300, height: 740 }), { kind: 'series' }),
  'Storyboard for a player': still('mjpeg', () => ({ width: 1600, height: 900 }), { kind: 'series' }),
  'One frame a second': still('mjpeg', (clip) => fit(clip, 1920, 1080), { kind: 'series' }),
  'Animated GIF': (clip) => ({
    picture: { codec: 'gif', frames: 12, ...fit(clip, 480, 480) },
    sound: null,
    seconds: 1,
  }),
  'Animated WebP': (clip) => ({
    picture: { codec: 'webp', frames: 15, ...fit(clip, 480, 480) },
    sound: null,
    kind: 'webp animation',
  }),
  'Picture to WebP': still('webp', () => logo),
  'Picture to AVIF': still('av1', () => logo),

  MP3: sound('mp3'),
  'AAC in M4A': sound('aac', { channels: 2, isFastStart: true }),
  Opus: sound('opus', { rate: 48_000, channels: 2 }),
  FLAC: sound('flac', { rate: 44_100, channels: 1 }),
  'WAV for speech recognition': sound('pcm_s16le', { rate: 16_000, channels: 1 }),
  'Loudness −23 LUFS (broadcast)': sound('pcm_s24le', { rate: 48_000, channels: 2, lufs: -23 }),
  'Loudness −16 LUFS (podcasts)': sound('aac', { rate: 48_000, channels: 2, lufs: -16 }),
  'Loudness −14 LUFS of a video': video(asItIs, { inputs: { in_audio: 'clip' }, lufs: -14, isFastStart: true }),
  'Even out loudness': sound('aac', { rate: 48_000, channels: 2 }),
  'Cut silence at both ends': sound('pcm_s16le', { inputs: { in_audio: 'gaps' }, seconds: 0.9 }),
  'Shorten pauses': sound('aac', { inputs: { in_audio: 'gaps' }, seconds: 0.8 }),
  'Waveform picture': still('png', () => ({ width: 1600, height: 320 })),

  'First 30 seconds': video(asItIs, { isFastStart: true }),
  'Join two videos': (clip) => ({
    picture: { codec: 'h264', frames: 55, width: clip.width, height: clip.height },
    sound: { codec: 'aac', rate: 48_000, channels: 2 },
    seconds: 2,
    isFastStart: true,
    // The second clip is upright: on a wide one it stands between black bars.
    pixels: clip.width > clip.height ? [{ seconds: 1.5, x: 4, y: Math.round(clip.height / 2), rgb: [0, 0, 0] }] : [],
  }),
  Watermark: (clip) => ({
    ...video(asItIs, { isFastStart: true })(clip),
    pixels: [{ seconds: 0.5, ...middleOfLogo(clip), rgb: [255, 0, 0] }],
  }),
  'Burn in subtitles': video(asItIs, { isFastStart: true }),
  'Add subtitles as a track': video(asItIs, { subtitleCodec: 'mov_text', isFastStart: true }),
  'Twice as fast': (clip) => ({
    ...video(asItIs)(clip),
    picture: { codec: 'h264', frames: 15, ...asItIs(clip) },
    seconds: 0.5,
  }),
  'Half as fast': (clip) => ({
    ...video(asItIs)(clip),
    picture: { codec: 'h264', frames: 60, ...asItIs(clip) },
    seconds: 2,
  }),
  Stabilise: video(asItIs, { isFastStart: true }),
  Deinterlace: (clip) => ({ ...video(asItIs)(clip), picture: { codec: 'h264', frames: 50, ...asItIs(clip) } }),
  'Turn right without encoding': video(asItIs, { rotation: -90 }),
  'Remove the sound': (clip) => ({ ...video(asItIs)(clip), sound: null }),
  'Replace the sound': (clip) => ({ ...video(asItIs)(clip), sound: { codec: 'aac', channels: 2 } }),
  'Picture with sound': () => ({
    picture: { codec: 'h264', frames: 10, ...logo },
    sound: { codec: 'aac', channels: 2 },
    seconds: 1,
  }),
};

/** What copies the picture keeps its odd size and its pixel format. */
export const copiesPicture: ReadonlySet<string> = new Set([
  'MP4 without encoding',
  'Loudness −14 LUFS of a video',
  'Add subtitles as a track',
  'Turn right without encoding',
  'Remove the sound',
  'Replace the sound',
]);

/** What is about sound and takes the clip's own: without any, it must say so and fail. */
export const needsSound: ReadonlySet<string> = new Set(['Loudness −14 LUFS of a video']);
