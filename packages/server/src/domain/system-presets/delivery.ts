// Whole videos for download and playback: four codecs at four sizes, and what goes without encoding.
import { fitWithin, pictureAndSound, squarePixels, webSafe } from './fragments.ts';
import type { SystemPreset } from './system-preset.ts';

interface Size {
  readonly label: string;
  readonly long: number;
  readonly short: number;
  /** Caps the bit rate where a picture is hard, so that a download never outgrows a connection. */
  readonly maxRate: string;
}

const sizes = [
  { label: '2160p', long: 3840, short: 2160, maxRate: '-maxrate 24M -bufsize 48M' },
  { label: '1080p', long: 1920, short: 1080, maxRate: '-maxrate 8M -bufsize 16M' },
  { label: '720p', long: 1280, short: 720, maxRate: '-maxrate 5M -bufsize 10M' },
  { label: '480p', long: 854, short: 480, maxRate: '-maxrate 2500k -bufsize 5M' },
] as const satisfies readonly Size[];

interface Codec {
  readonly name: string;
  readonly use: string;
  readonly filename: string;
  readonly encode: (size: Size) => string;
  /** In the order of `sizes`. */
  readonly ids: readonly [string, string, string, string];
}

const codecs: readonly Codec[] = [
  {
    name: 'H.264 MP4',
    use: 'Plays everywhere.',
    filename: 'video.mp4',
    encode: ({ maxRate }) => `-c:v libx264 -preset medium -crf 21 ${maxRate} ${webSafe}`,
    ids: [
      '5e7e0000-0000-8000-8000-000000000101',
      '5e7e0000-0000-8000-8000-000000000102',
      '5e7e0000-0000-8000-8000-000000000103',
      '5e7e0000-0000-8000-8000-000000000104',
    ],
  },
  {
    name: 'H.265 MP4',
    use: 'About a third smaller than H.264; plays on Apple devices, televisions and most newer computers.',
    filename: 'video.mp4',
    encode: ({ maxRate }) =>
      `-c:v libx265 -preset medium -crf 24 ${maxRate} -tag:v hvc1 -x265-params log-level=error ${webSafe}`,
    ids: [
      '5e7e0000-0000-8000-8000-000000000105',
      '5e7e0000-0000-8000-8000-000000000106',
      '5e7e0000-0000-8000-8000-000000000107',
      '5e7e0000-0000-8000-8000-000000000108',
    ],
  },
  {
    name: 'AV1 MP4',
    use: 'The smallest; plays in current browsers and phones.',
    filename: 'video.mp4',
    encode: () => `-c:v libsvtav1 -preset 8 -crf 32 -g 240 ${webSafe}`,
    ids: [
      '5e7e0000-0000-8000-8000-000000000109',
      '5e7e0000-0000-8000-8000-00000000010a',
      '5e7e0000-0000-8000-8000-00000000010b',
      '5e7e0000-0000-8000-8000-00000000010c',
    ],
  },
  {
    name: 'VP9 WebM',
    use: 'Royalty-free, with Opus sound; plays in all browsers.',
    filename: 'video.webm',
    encode: () =>
      '-c:v libvpx-vp9 -crf 32 -b:v 0 -deadline good -cpu-used 4 -row-mt 1 -g 240 -c:a libopus -b:a 128k -ac 2',
    ids: [
      '5e7e0000-0000-8000-8000-00000000010d',
      '5e7e0000-0000-8000-8000-00000000010e',
      '5e7e0000-0000-8000-8000-00000000010f',
      '5e7e0000-0000-8000-8000-000000000110',
    ],
  },
];

export const deliveryPresets: readonly SystemPreset[] = [
  ...codecs.flatMap((codec) =>
    sizes.map((size, index): SystemPreset => {
      const { label, long, short } = size;
      return {
        id: codec.ids[index as 0 | 1 | 2 | 3],
        name: `${codec.name}, up to ${label}`,
        description: `${codec.use} Fits into ${long}×${short}, or ${short}×${long} when upright; a smaller picture keeps its size.`,
        category: 'delivery',
        inputs: { in_video: 'a video' },
        outputs: { out_video: codec.filename },
        command: `-i {{in_video}} ${pictureAndSound} -vf "${squarePixels},${fitWithin(long, short)},format=yuv420p" ${codec.encode(size)} {{out_video}}`,
      };
    }),
  ),
  {
    id: '5e7e0000-0000-8000-8000-000000000111',
    name: 'MP4 without encoding',
    description:
      'Puts picture and sound into an MP4 that starts playing at once, exactly as they are. For codecs that MP4 holds: H.264, H.265, AV1, VP9; AAC, MP3, Opus, AC-3.',
    category: 'delivery',
    inputs: { in_video: 'a video' },
    outputs: { out_video: 'video.mp4' },
    command: `-i {{in_video}} ${pictureAndSound} -c copy -movflags +faststart {{out_video}}`,
  },
];
