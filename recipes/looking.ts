// Recipes that find things out and write them down.
import type { Recipe } from './recipe.ts';

const group = 'Looking into media';

export const looking: readonly Recipe[] = [
  {
    slug: 'find-scenes',
    title: 'Write down when scenes change',
    group,
    about: 'A text with the time and strength of every cut, for chapters or for choosing clips.',
    inputs: { in_video: 'scenes' },
    outputs: { out_scenes: 'scenes.txt' },
    command: `-i {{in_video}} -vf "select='gt(scene,0.3)',metadata=print:file={{out_scenes}}" -an -f null -`,
    notes: [
      'The output is written by a filter; `-f null -` throws the pictures away.',
      'A video without a cut makes an empty text, which is a success.',
    ],
    expect: { text: /pts_time:1\.52\s+lavfi\.scene_score=0\.7/ },
  },
  {
    slug: 'find-silence',
    title: 'Write down where it is silent',
    group,
    about: 'Start, end and length of every pause.',
    inputs: { in_audio: 'speech' },
    outputs: { out_pauses: 'pauses.txt' },
    command: '-i {{in_audio}} -af "silencedetect=noise=-45dB:d=0.6,ametadata=print:file={{out_pauses}}" -f null -',
    notes: [
      'Lines with `lavfi.silence_start` and `lavfi.silence_end` matter; `ametadata=print:key=lavfi.silence_start:file=…` writes those alone.',
    ],
    expect: { text: /lavfi\.silence_start=1\.2/ },
  },
  {
    slug: 'compare-quality',
    title: 'Measure how much an encoding lost',
    group,
    about: 'SSIM of every frame against the original: 1 is equal, above 0.98 hardly anyone sees a difference.',
    inputs: { in_original: 'clip' },
    outputs: { out_ssim: 'ssim.txt', out_small: 'small.mp4' },
    command: [
      '-i {{in_original}} -c:v libx264 -crf 32 -preset veryfast -pix_fmt yuv420p -c:a copy {{out_small}}',
      '-i {{out_small}} -i {{in_original}} -filter_complex "[0:v][1:v]ssim=stats_file={{out_ssim}}" -f null -',
    ],
    notes: [
      'A later step of a chain reads what an earlier one wrote by the same placeholder.',
      '`psnr=stats_file=…` measures in decibels.',
    ],
    expect: { text: /^n:1 Y:0\.\d+ U:0\.\d+ V:0\.\d+ All:0\.\d+/ },
  },
  {
    slug: 'checksum',
    title: 'A checksum of every frame',
    group,
    about: 'Whether two files hold the same pictures and sounds, however they are packed.',
    inputs: { in_video: 'clip' },
    outputs: { out_checksums: 'frames.md5' },
    command: '-i {{in_video}} -t 1 -f framemd5 {{out_checksums}}',
    notes: [
      '`-f md5` makes one checksum of everything.',
      'With `-c copy` the packets are compared in place of what they decode to.',
    ],
    expect: { text: /#stream#.*\n0, +0, +0,/ },
  },
];
