// Recipes that change how the picture looks.
import type { Recipe } from './recipe.ts';

const group = 'Looks';

export const looks: readonly Recipe[] = [
  {
    slug: 'stabilise',
    title: 'Steady a shaky video',
    group,
    about: 'Two steps: the first finds the movement of the camera, the second takes it away.',
    inputs: { in_video: 'shaky' },
    outputs: { out_video: 'steady.mp4' },
    command: [
      '-i {{in_video}} -vf vidstabdetect=shakiness=7:result=transforms.trf -f null -',
      '-i {{in_video}} -vf vidstabtransform=input=transforms.trf:smoothing=20:zoom=3,unsharp=5:5:0.6 -c:v libx264 -crf 20 -pix_fmt yuv420p -c:a copy {{out_video}}',
    ],
    notes: [
      '`transforms.trf` stays in the folder that the steps of a chain share.',
      '`smoothing` counts frames to each side: more is calmer and cuts off more of the edges, which `zoom` hides.',
    ],
    preset: 'Stabilise',
    expect: { width: 800, height: 450, seconds: 3, videoCodec: 'h264' },
  },
  {
    slug: 'deinterlace',
    title: 'Deinterlace tape and broadcast',
    group,
    about: 'Combs at moving edges go away; every field becomes a frame, so that movement stays smooth.',
    inputs: { in_video: 'interlaced' },
    outputs: { out_video: 'progressive.mp4' },
    command:
      '-i {{in_video}} -vf bwdif=mode=send_field,setsar=1 -c:v libx264 -crf 19 -pix_fmt yuv420p -c:a aac {{out_video}}',
    notes: ['`mode=send_frame` keeps the frame rate, at half the movement.'],
    preset: 'Deinterlace',
    expect: { width: 720, height: 576, videoCodec: 'h264' },
  },
  {
    slug: 'blur-a-region',
    title: 'Blur a region',
    group,
    about: 'A number plate, a name, a screen: the same place in every frame.',
    inputs: { in_video: 'clip' },
    outputs: { out_video: 'blurred.mp4' },
    command:
      '-i {{in_video}} -filter_complex "[0:v]split[all][part];[part]crop=360:240:460:240,boxblur=20[blurred];[all][blurred]overlay=460:240[v]" -map "[v]" -map 0:a? -c:v libx264 -crf 21 -pix_fmt yuv420p -c:a copy {{out_video}}',
    notes: [
      '`crop=width:height:x:y`, and the same place in `overlay`.',
      '`pixelize=w=24:h=24` in place of `boxblur` makes squares.',
    ],
    expect: { width: 1280, height: 720, seconds: 4, videoCodec: 'h264', audioCodec: 'aac' },
  },
  {
    slug: 'black-and-white',
    title: 'Black and white with more contrast',
    group,
    about: 'An old look, or a calm background for a title.',
    inputs: { in_video: 'clip' },
    outputs: { out_video: 'grey.mp4' },
    command:
      '-i {{in_video}} -vf "hue=s=0,eq=contrast=1.2:brightness=-0.03" -c:v libx264 -crf 21 -pix_fmt yuv420p -c:a copy {{out_video}}',
    notes: [
      '`curves=preset=vintage`, `colorbalance` and `eq=saturation=1.3` change colours in other ways.',
      'A look of your own as a `.cube` file: `lut3d={{in_lut}}`.',
    ],
    expect: { width: 1280, height: 720, seconds: 4, videoCodec: 'h264', audioCodec: 'aac' },
  },
  {
    slug: 'remove-black-bars',
    title: 'Cut black bars off',
    group,
    about: 'A film inside a frame inside a frame. `cropdetect` tells what to cut; here the cut itself.',
    inputs: { in_video: 'clip' },
    outputs: { out_video: 'cut.mp4' },
    command: '-i {{in_video}} -vf crop=iw:ih-160:0:80 -c:v libx264 -crf 21 -pix_fmt yuv420p -c:a copy {{out_video}}',
    notes: [
      'To find the numbers run `-i {{in_video}} -vf cropdetect -t 10 -f null -` with any output (such as `-map 0:v -frames:v 1 {{out_frame}}`) and read them in the command’s log.',
    ],
    expect: { width: 1280, height: 560, seconds: 4, videoCodec: 'h264', audioCodec: 'aac' },
  },
];
