// Videos in the shapes and lengths that social platforms take.
import { fitWithin, pictureAndSound, squarePixels, webSafe, x264 } from './fragments.ts';
import type { SystemPreset } from './system-preset.ts';

/**
 * The whole picture in the middle of a blurred, enlarged copy of itself. The frame is as small as holds the picture
 * unscaled, and at most so wide: nothing is blown up but the blur. The copy is blurred at a quarter of the size,
 * which looks the same and costs a tenth; hence multiples of 8.
 */
function blurredBars(mostWidth: number, across: number, down: number): string {
  const width = `trunc(min(${mostWidth},max(iw,ih*${across}/${down}))/8)*8`;
  const height = `trunc(min(${(mostWidth * down) / across},max(ih,iw*${down}/${across}))/8)*8`;
  const crop = `crop=w='min(iw,ih*${across}/${down})':h='min(ih,iw*${down}/${across})'`;
  const blur = `scale=w='${width}/4':h='${height}/4':force_original_aspect_ratio=increase,${crop},gblur=sigma=8`;
  return [
    `[0:v:0]${squarePixels},format=yuv420p,split[copy][picture]`,
    `[copy]${blur},scale=w='trunc(iw/2)*8':h='trunc(ih/2)*8'[back]`,
    `[picture]scale=w='${width}':h='${height}':force_original_aspect_ratio=decrease:force_divisible_by=2,setsar=1[front]`,
    '[back][front]overlay=x=(W-w)/2:y=(H-h)/2,setsar=1[framed]',
  ].join(';');
}

function framed(bars: string, cut = ''): string {
  return `-i {{in_video}} -filter_complex "${bars}" -map [framed] -map 0:a? ${cut}${x264} ${webSafe} {{out_video}}`;
}

const video = { in_video: 'a video' };
const outputs = { out_video: 'video.mp4' };

export const socialPresets: readonly SystemPreset[] = [
  {
    id: '5e7e0000-0000-8000-8000-000000000301',
    name: '9:16 with blurred bars',
    description: 'Upright, up to 1080×1920, the whole picture over a blurred copy of itself; nothing is cut off.',
    category: 'social',
    inputs: video,
    outputs,
    command: framed(blurredBars(1080, 9, 16)),
  },
  {
    id: '5e7e0000-0000-8000-8000-000000000302',
    name: '1:1 with blurred bars',
    description: 'Square, up to 1080×1080, the whole picture over a blurred copy of itself; nothing is cut off.',
    category: 'social',
    inputs: video,
    outputs,
    command: framed(blurredBars(1080, 1, 1)),
  },
  {
    id: '5e7e0000-0000-8000-8000-000000000303',
    name: '16:9 with blurred bars',
    description: 'For upright phone videos on wide screens: up to 1920×1080, the whole picture over a blurred copy.',
    category: 'social',
    inputs: video,
    outputs,
    command: framed(blurredBars(1920, 16, 9)),
  },
  {
    id: '5e7e0000-0000-8000-8000-000000000304',
    name: '4:5 cut to shape',
    description: 'For feeds, up to 1080×1350: the middle of the picture, what is too wide or too high is cut off.',
    category: 'social',
    inputs: video,
    outputs,
    command: `-i {{in_video}} ${pictureAndSound} -vf "${squarePixels},crop=w='min(iw,ih*4/5)':h='min(ih,iw*5/4)',${fitWithin(1350, 1080)}" ${x264} ${webSafe} {{out_video}}`,
  },
  {
    id: '5e7e0000-0000-8000-8000-000000000305',
    name: '9:16 cut to shape',
    description:
      'Upright, up to 1080×1920: the middle of the picture, filling the screen; what is too wide is cut off.',
    category: 'social',
    inputs: video,
    outputs,
    command: `-i {{in_video}} ${pictureAndSound} -vf "${squarePixels},crop=w='min(iw,ih*9/16)':h='min(ih,iw*16/9)',${fitWithin(1920, 1080)}" ${x264} ${webSafe} {{out_video}}`,
  },
  {
    id: '5e7e0000-0000-8000-8000-000000000306',
    name: 'Short, at most 60 s',
    description:
      'For Shorts, Reels and TikTok: upright with blurred bars, up to 1080×1920, at most 30 frames a second, cut after 60 s.',
    category: 'social',
    inputs: video,
    outputs,
    command: framed(blurredBars(1080, 9, 16), '-fpsmax 30 -t 60 '),
  },
  {
    id: '5e7e0000-0000-8000-8000-000000000307',
    name: 'Story, at most 15 s',
    description: 'For stories: upright with blurred bars, up to 1080×1920, at most 30 frames a second, cut after 15 s.',
    category: 'social',
    inputs: video,
    outputs,
    command: framed(blurredBars(1080, 9, 16), '-fpsmax 30 -t 15 '),
  },
  {
    id: '5e7e0000-0000-8000-8000-000000000308',
    name: 'Post on X, at most 140 s',
    description: 'Up to 1280×720, at most 40 frames a second and 5 Mbit/s, cut after 140 s.',
    category: 'social',
    inputs: video,
    outputs,
    command: `-i {{in_video}} ${pictureAndSound} -vf "${squarePixels},${fitWithin(1280, 720)}" -fpsmax 40 -t 140 ${x264} -maxrate 5M -bufsize 10M ${webSafe} {{out_video}}`,
  },
  {
    id: '5e7e0000-0000-8000-8000-000000000309',
    name: 'Messenger, small',
    description:
      'For chats: up to 640×360, 15 to 30 times smaller than a phone records, so that minutes stay below common limits.',
    category: 'social',
    inputs: video,
    outputs,
    command: `-i {{in_video}} ${pictureAndSound} -vf "${squarePixels},${fitWithin(640, 360)}" -fpsmax 30 -c:v libx264 -preset slow -crf 26 -maxrate 700k -bufsize 1400k -pix_fmt yuv420p -c:a aac -b:a 64k -ac 1 -movflags +faststart {{out_video}}`,
  },
];
