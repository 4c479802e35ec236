// Recipes whose results are pictures.
import type { Recipe } from './recipe.ts';

const group = 'Pictures';

export const pictures: readonly Recipe[] = [
  {
    slug: 'thumbnail',
    title: 'A thumbnail',
    group,
    about: 'One frame, two seconds in, 640 wide.',
    inputs: { in_video: 'clip' },
    outputs: { out_image: 'thumb.jpg' },
    command: '-ss 2 -i {{in_video}} -frames:v 1 -vf scale=640:-2 -q:v 3 {{out_image}}',
    notes: [
      '`-ss` before `-i` jumps there: as fast in a film as in a clip.',
      '`-vf thumbnail,scale=640:-2` without `-ss` takes the most typical of the first hundred frames instead, which is seldom a black one.',
      '`-q:v` is the quality of a JPEG: 2 is best, 31 worst.',
    ],
    preset: 'Thumbnail',
    expect: { width: 640, height: 360, videoCodec: 'mjpeg' },
  },
  {
    slug: 'gif',
    title: 'A GIF with good colours',
    group,
    about: 'GIF has 256 colours: here they are chosen from the video itself.',
    inputs: { in_video: 'clip' },
    outputs: { out_gif: 'clip.gif' },
    command:
      '-ss 0.5 -t 2 -i {{in_video}} -filter_complex "[0:v]fps=10,scale=320:-1:flags=lanczos,split[a][b];[a]palettegen=stats_mode=diff[p];[b][p]paletteuse=dither=bayer:bayer_scale=4[v]" -map "[v]" {{out_gif}}',
    notes: [
      '`stats_mode=diff` spends colours on what moves.',
      'Smaller files: fewer frames (`fps=8`), a smaller picture, `bayer_scale=5`. An animated WebP of the same is a quarter the size.',
    ],
    preset: 'Animated GIF',
    expect: { width: 320, height: 180, videoCodec: 'gif' },
  },
  {
    slug: 'animated-webp',
    title: 'An animated WebP',
    group,
    about: 'What a GIF does, with all colours and in fewer bytes; every browser shows it.',
    inputs: { in_video: 'clip' },
    outputs: { out_image: 'clip.webp' },
    command: '-ss 0.5 -t 2 -i {{in_video}} -an -vf fps=12,scale=320:-2 -c:v libwebp_anim -loop 0 -q:v 60 {{out_image}}',
    notes: ['`-loop 0` repeats for ever.'],
    preset: 'Animated WebP',
    expect: {},
  },
  {
    slug: 'contact-sheet',
    title: 'A contact sheet',
    group,
    about: 'The whole video at a glance: a grid of frames.',
    inputs: { in_video: 'scenes' },
    outputs: { out_sheet: 'sheet.jpg' },
    command:
      '-i {{in_video}} -an -vf "fps=2,scale=200:-2,tile=3x3:padding=6:margin=6" -frames:v 1 -q:v 4 {{out_sheet}}',
    notes: [
      '`fps=2` takes two frames a second; `fps=1/10` one every ten seconds.',
      '`tile=3x3` shows nine of them; for longer videos choose `fps` so that they reach to the end.',
    ],
    preset: 'Contact sheets',
    expect: { width: 624, height: 360, videoCodec: 'mjpeg' },
  },
  {
    slug: 'frames-of-scenes',
    title: 'The first frame of each scene',
    group,
    about:
      'One picture at each cut. The result is a series: `items` has the single pictures, `storage_url` is all of them as a zip.',
    inputs: { in_video: 'scenes' },
    outputs: { out_frames: 'scene_%02d.jpg' },
    command: `-i {{in_video}} -an -vf "select='eq(n,0)+gt(scene,0.3)',scale=480:-2" -fps_mode vfr -q:v 4 {{out_frames}}`,
    notes: [
      '`scene` says how different a frame is from the one before, from 0 to 1; 0.3 to 0.4 finds cuts.',
      '`-fps_mode vfr` writes only the frames that were chosen.',
    ],
    expect: { items: 3 },
  },
  {
    slug: 'smaller-photos',
    title: 'A photo for the web',
    group,
    about: 'From a camera’s 12 megapixels to what a page needs, as WebP.',
    inputs: { in_photo: 'photo' },
    outputs: { out_image: 'photo.webp' },
    command: `-i {{in_photo}} -vf "scale='min(1200,iw)':-2" -c:v libwebp -q:v 78 {{out_image}}`,
    notes: ['AVIF is smaller still: `-c:v libaom-av1 -still-picture 1 -crf 30` and a name ending in `.avif`.'],
    preset: 'Picture to WebP',
    expect: { width: 1200, height: 900, videoCodec: 'webp' },
  },
];
