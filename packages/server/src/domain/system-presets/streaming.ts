// Streams: a playlist with its segments, in one size or several, and the file that players can begin anywhere.
import { evenSize, fitWithin, pictureAndSound, shrinkInto, squarePixels, x264 } from './fragments.ts';
import type { SystemPreset } from './system-preset.ts';

const rungs = [
  { name: '1080p', long: 1920, short: 1080, rate: '-b:v:0 5000k -maxrate:v:0 5350k -bufsize:v:0 7500k' },
  { name: '720p', long: 1280, short: 720, rate: '-b:v:1 2800k -maxrate:v:1 3000k -bufsize:v:1 4200k' },
  { name: '480p', long: 854, short: 480, rate: '-b:v:2 1400k -maxrate:v:2 1500k -bufsize:v:2 2100k' },
  { name: '360p', long: 640, short: 360, rate: '-b:v:3 700k -maxrate:v:3 750k -bufsize:v:3 1050k' },
] as const;

/** A keyframe every two seconds at the same times in every rung, so that players can change between them. */
const keyframes = '-force_key_frames "expr:gte(t,n_forced*2)" -sc_threshold 0';

/**
 * All rungs must have sound or none, and a playlist of rungs cannot say "if there is any". The sound filter has no
 * label at its input, so FFmpeg gives it the first sound that nobody else uses: the video's own, else the silence of
 * the second input. It is padded without end, and the picture decides where the stream ends.
 */
const inputs = '-i {{in_video}} -f lavfi -i anullsrc=r=48000:cl=stereo';
const sound = 'aresample=48000,aformat=channel_layouts=stereo,apad';
const split = `[0:v:0]${squarePixels},format=yuv420p,split=${rungs.length}${rungs.map(({ name }) => `[s${name}]`).join('')}`;
const pictures = rungs.map(({ name, long, short }) => `[s${name}]${fitWithin(long, short)}[v${name}]`).join(';');
/** In DASH, all sizes of one picture must have one shape to the last digit. */
const sameShape = rungs.map(({ name, long, short }) => `[s${name}]${shrinkInto(long, short)}[v${name}]`).join(';');
const rates = rungs.map(({ rate }) => rate).join(' ');
const h264 = `-c:v libx264 -preset veryfast ${rates} ${keyframes}`;
const stereo = '-c:a aac -b:a 128k -ac 2';
const single = `-map 0:v:0 -map 0:a:0? -vf "${squarePixels},${fitWithin(1920, 1080)}" ${x264} ${keyframes} ${stereo}`;

const hlsLadder = [
  inputs,
  `-filter_complex "${split};${pictures};${sound},asplit=${rungs.length}${rungs.map(({ name }) => `[a${name}]`).join('')}"`,
  rungs.map(({ name }) => `-map [v${name}] -map [a${name}]`).join(' '),
  `${h264} ${stereo} -shortest`,
  '-f hls -hls_time 6 -hls_playlist_type vod -hls_flags independent_segments',
  `-var_stream_map "${rungs.map(({ name }, index) => `v:${index},a:${index},name:${name}`).join(' ')}"`,
  '-master_pl_name {{out_master}} -hls_segment_filename %v/segment_%03d.ts %v/index.m3u8',
].join(' ');

const dashLadder = [
  inputs,
  `-filter_complex "${split};${sameShape};${sound}[sound]"`,
  `${rungs.map(({ name }) => `-map [v${name}]`).join(' ')} -map [sound]`,
  `${h264} ${stereo} -shortest`,
  '-f dash -seg_duration 4 -use_template 1 -use_timeline 1 -adaptation_sets "id=0,streams=v id=1,streams=a"',
  '{{out_manifest}}',
].join(' ');

const video = { in_video: 'a video' };

export const streamingPresets: readonly SystemPreset[] = [
  {
    id: '5e7e0000-0000-8000-8000-000000000201',
    name: 'HLS in four sizes',
    description:
      'A master playlist over 1080p, 720p, 480p and 360p, H.264 and AAC, 6 s a segment; players choose by connection. Sizes above that of the video keep its size. A video without sound gets silence.',
    category: 'streaming',
    inputs: video,
    outputs: { out_master: 'master.m3u8' },
    command: hlsLadder,
  },
  {
    id: '5e7e0000-0000-8000-8000-000000000202',
    name: 'HLS in one size',
    description: 'One playlist, up to 1080p, H.264 and AAC in transport stream segments of 6 s.',
    category: 'streaming',
    inputs: video,
    outputs: { out_playlist: 'index.m3u8' },
    command: `-i {{in_video}} ${single} -f hls -hls_time 6 -hls_playlist_type vod -hls_flags independent_segments -hls_segment_filename segment_%03d.ts {{out_playlist}}`,
  },
  {
    id: '5e7e0000-0000-8000-8000-000000000203',
    name: 'HLS in one size, fMP4 segments',
    description: 'One playlist, up to 1080p, H.264 and AAC in fragmented MP4 segments (CMAF) of 6 s.',
    category: 'streaming',
    inputs: video,
    outputs: { out_playlist: 'index.m3u8' },
    command: `-i {{in_video}} ${single} -f hls -hls_time 6 -hls_playlist_type vod -hls_flags independent_segments -hls_segment_type fmp4 -hls_fmp4_init_filename init.mp4 -hls_segment_filename segment_%03d.m4s {{out_playlist}}`,
  },
  {
    id: '5e7e0000-0000-8000-8000-000000000204',
    name: 'DASH in four sizes',
    description:
      'An MPEG-DASH manifest over 1080p, 720p, 480p and 360p, H.264 and AAC, 4 s a segment. Sizes above that of the video keep its size. A video without sound gets silence.',
    category: 'streaming',
    inputs: video,
    outputs: { out_manifest: 'manifest.mpd' },
    command: dashLadder,
  },
  {
    id: '5e7e0000-0000-8000-8000-000000000205',
    name: 'Fragmented MP4',
    description: 'One MP4 in fragments of 2 s, for Media Source Extensions and for reading while it is written.',
    category: 'streaming',
    inputs: video,
    outputs: { out_video: 'video.mp4' },
    command: `-i {{in_video}} ${pictureAndSound} -vf "${squarePixels},${evenSize}" ${x264} ${keyframes} ${stereo} -movflags +frag_keyframe+empty_moov+default_base_moof {{out_video}}`,
  },
];
