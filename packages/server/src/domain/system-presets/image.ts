// Pictures out of videos, and pictures in other formats.
import { fitWithin, squarePixels } from './fragments.ts';
import type { SystemPreset } from './system-preset.ts';

/** The first frame, and then one every so many seconds; the first comes also from the shortest video. */
function oneEvery(seconds: number): string {
  return `select='isnan(prev_selected_t)+gte(t-prev_selected_t,${seconds})'`;
}

const video = { in_video: 'a video' };
const picture = { in_image: 'a picture' };

export const imagePresets: readonly SystemPreset[] = [
  {
    id: '5e7e0000-0000-8000-8000-000000000401',
    name: 'Thumbnail',
    description:
      'A JPEG within 640×360: the most typical of the first 100 frames, so neither a black nor a flash frame.',
    category: 'image',
    inputs: video,
    outputs: { out_image: 'thumbnail.jpg' },
    command: `-i {{in_video}} -map 0:v:0 -vf "${squarePixels},${fitWithin(640, 360)},thumbnail=100" -frames:v 1 -q:v 3 {{out_image}}`,
  },
  {
    id: '5e7e0000-0000-8000-8000-000000000402',
    name: 'Poster',
    description:
      'A WebP within 1920×1080 for the place where the player will be: the most typical of the first 200 frames.',
    category: 'image',
    inputs: video,
    outputs: { out_image: 'poster.webp' },
    command: `-i {{in_video}} -map 0:v:0 -vf "${squarePixels},${fitWithin(1920, 1080)},thumbnail=200" -frames:v 1 -c:v libwebp -quality 82 {{out_image}}`,
  },
  {
    id: '5e7e0000-0000-8000-8000-000000000403',
    name: 'First frame',
    description: 'The first frame as a PNG in full size.',
    category: 'image',
    inputs: video,
    outputs: { out_image: 'first.png' },
    command: `-i {{in_video}} -map 0:v:0 -vf "${squarePixels}" -frames:v 1 {{out_image}}`,
  },
  {
    id: '5e7e0000-0000-8000-8000-000000000404',
    name: 'Contact sheets',
    description: 'One frame every 10 s with its time, 16 on a sheet (4×4), as many JPEG sheets as the video needs.',
    category: 'image',
    inputs: video,
    outputs: { out_sheets: 'sheet_%03d.jpg' },
    command: `-i {{in_video}} -map 0:v:0 -vf "${oneEvery(10)},${squarePixels},scale=320:180:force_original_aspect_ratio=decrease,pad=320:180:-1:-1,setsar=1,drawtext=text='%{pts\\:hms}':x=w-tw-8:y=h-th-8:fontsize=16:fontcolor=white:box=1:boxcolor=black@0.6:boxborderw=4,tile=4x4:padding=4:margin=4" -fps_mode passthrough -q:v 3 {{out_sheets}}`,
  },
  {
    id: '5e7e0000-0000-8000-8000-000000000405',
    name: 'Storyboard for a player',
    description:
      'Frames to show while scrubbing: one every 5 s in 160×90, 100 on a JPEG sheet (10×10, rows first), as many sheets as the video needs. Frame n stands for the seconds from 5n.',
    category: 'image',
    inputs: video,
    outputs: { out_sprites: 'storyboard_%03d.jpg' },
    command: `-i {{in_video}} -map 0:v:0 -vf "${oneEvery(5)},${squarePixels},scale=160:90:force_original_aspect_ratio=decrease,pad=160:90:-1:-1,setsar=1,tile=10x10" -fps_mode passthrough -q:v 4 {{out_sprites}}`,
  },
  {
    id: '5e7e0000-0000-8000-8000-000000000406',
    name: 'One frame a second',
    description: 'A series of JPEGs, one for each second of the video, within 1920×1080.',
    category: 'image',
    inputs: video,
    outputs: { out_frames: 'frame_%05d.jpg' },
    command: `-i {{in_video}} -map 0:v:0 -vf "${oneEvery(1)},${squarePixels},${fitWithin(1920, 1080)}" -fps_mode passthrough -q:v 2 {{out_frames}}`,
  },
  {
    id: '5e7e0000-0000-8000-8000-000000000407',
    name: 'Animated GIF',
    description:
      'The first 6 s within 480×480, 12 frames a second, with a palette of its own so that colours stay clean.',
    category: 'image',
    inputs: video,
    outputs: { out_image: 'animation.gif' },
    command: `-t 6 -i {{in_video}} -filter_complex "[0:v:0]fps=12,${squarePixels},${fitWithin(480, 480)},split[colours][frames];[colours]palettegen=stats_mode=diff[palette];[frames][palette]paletteuse=dither=bayer:bayer_scale=4:diff_mode=rectangle[gif]" -map [gif] -loop 0 {{out_image}}`,
  },
  {
    id: '5e7e0000-0000-8000-8000-000000000408',
    name: 'Animated WebP',
    description: 'The first 6 s within 480×480, 15 frames a second: a fifth of the bytes of a GIF, in true colour.',
    category: 'image',
    inputs: video,
    outputs: { out_image: 'animation.webp' },
    command: `-t 6 -i {{in_video}} -map 0:v:0 -vf "fps=15,${squarePixels},${fitWithin(480, 480)}" -c:v libwebp_anim -quality 70 -loop 0 {{out_image}}`,
  },
  {
    id: '5e7e0000-0000-8000-8000-000000000409',
    name: 'Picture to WebP',
    description: 'A picture for web pages, within 2560×2560, transparency kept.',
    category: 'image',
    inputs: picture,
    outputs: { out_image: 'image.webp' },
    command: `-i {{in_image}} -map 0:v:0 -vf "${fitWithin(2560, 2560)}" -frames:v 1 -c:v libwebp -quality 82 {{out_image}}`,
  },
  {
    id: '5e7e0000-0000-8000-8000-00000000040a',
    name: 'Picture to AVIF',
    description: 'A picture for web pages, within 2560×2560, about half the bytes of WebP; without transparency.',
    category: 'image',
    inputs: picture,
    outputs: { out_image: 'image.avif' },
    command: `-i {{in_image}} -map 0:v:0 -vf "${fitWithin(2560, 2560)},format=yuv420p" -frames:v 1 -c:v libaom-av1 -still-picture 1 -crf 28 -cpu-used 6 {{out_image}}`,
  },
];
