// Recipes that put something on top of the picture.
import type { Recipe } from './recipe.ts';

const group = 'Titles and overlays';

export const titlesAndOverlays: readonly Recipe[] = [
  {
    slug: 'watermark',
    title: 'Put a logo into the corner',
    group,
    about: 'Half transparent, at the lower right, a seventh of the width whatever the size of the video.',
    inputs: { in_video: 'clip', in_logo: 'logo' },
    outputs: { out_video: 'watermarked.mp4' },
    command:
      '-i {{in_video}} -i {{in_logo}} -filter_complex "[1:v]scale=180:-2,format=rgba,colorchannelmixer=aa=0.7[logo];[0:v][logo]overlay=W-w-24:H-h-24[v]" -map "[v]" -map 0:a? -c:v libx264 -crf 21 -pix_fmt yuv420p -c:a copy {{out_video}}',
    notes: [
      '`W`, `H` are the video, `w`, `h` the logo: `24:24` is the upper left corner, `(W-w)/2:(H-h)/2` the middle.',
      '`aa=0.7` is how solid it is.',
      "`enable='between(t,1,3)'` at the end of `overlay` shows it for a while only.",
    ],
    preset: 'Watermark',
    expect: { width: 1280, height: 720, seconds: 4, videoCodec: 'h264', audioCodec: 'aac' },
  },
  {
    slug: 'title',
    title: 'Write a title over the beginning',
    group,
    about: 'Text with a box behind it, for the first three seconds.',
    inputs: { in_video: 'clip' },
    outputs: { out_video: 'titled.mp4' },
    command: `-i {{in_video}} -vf "drawtext=text='Chapter one':fontsize=64:fontcolor=white:box=1:boxcolor=black@0.5:boxborderw=24:x=(w-text_w)/2:y=h*0.75:enable='lt(t,3)'" -c:v libx264 -crf 21 -pix_fmt yuv420p -c:a copy {{out_video}}`,
    notes: [
      "`font='Liberation Serif'` takes another of the installed fonts by name.",
      'A `:` in the text is written `\\:`, a `%` `\\%`; an apostrophe is easiest as the typographic one (’).',
    ],
    expect: { width: 1280, height: 720, seconds: 4, videoCodec: 'h264', audioCodec: 'aac' },
  },
  {
    slug: 'burn-subtitles',
    title: 'Burn subtitles into the picture',
    group,
    about: 'Where players show none: feeds, screens, most social sites.',
    inputs: { in_video: 'clip', in_subtitles: 'subtitles' },
    outputs: { out_video: 'subtitled.mp4' },
    command: `-i {{in_video}} -vf "subtitles={{in_subtitles}}:force_style='FontName=Liberation Sans,FontSize=26,Outline=2,MarginV=30'" -c:v libx264 -crf 21 -pix_fmt yuv420p -c:a copy {{out_video}}`,
    notes: [
      'SRT, WebVTT and ASS are taken alike; an ASS file brings its own style, without `force_style`.',
      'Sizes are of a picture 288 lines high, whatever the video has.',
    ],
    preset: 'Burn in subtitles',
    expect: { width: 1280, height: 720, seconds: 4, videoCodec: 'h264', audioCodec: 'aac' },
  },
  {
    slug: 'subtitle-track',
    title: 'Add subtitles that can be turned on',
    group,
    about: 'A track of its own, with a language; the picture is not encoded.',
    inputs: { in_video: 'clip', in_subtitles: 'subtitles' },
    outputs: { out_video: 'with-subtitles.mp4' },
    command:
      '-i {{in_video}} -i {{in_subtitles}} -map 0 -map 1 -c copy -c:s mov_text -metadata:s:s:0 language=eng -disposition:s:0 default {{out_video}}',
    notes: ['`mov_text` is the subtitle format of MP4; in Matroska say `-c:s srt`.'],
    preset: 'Add subtitles as a track',
    expect: { width: 1280, height: 720, seconds: 4, videoCodec: 'h264', audioCodec: 'aac' },
  },
  {
    slug: 'picture-in-picture',
    title: 'Picture in picture',
    group,
    about: 'A speaker in the corner of a screen recording.',
    inputs: { in_main: 'clip', in_speaker: 'phone' },
    outputs: { out_video: 'pip.mp4' },
    command:
      '-i {{in_main}} -i {{in_speaker}} -filter_complex "[1:v]scale=-2:280,setpts=PTS-STARTPTS[small];[0:v][small]overlay=W-w-32:32:eof_action=pass[v]" -map "[v]" -map 0:a -c:v libx264 -crf 21 -pix_fmt yuv420p -c:a aac {{out_video}}',
    notes: [
      '`eof_action=pass` takes the small picture away when it ends; `repeat` freezes it, `shortest=1` ends everything.',
    ],
    expect: { width: 1280, height: 720, seconds: 4, videoCodec: 'h264', audioCodec: 'aac' },
  },
  {
    slug: 'side-by-side',
    title: 'Two videos side by side',
    group,
    about: 'Before and after, two cameras, a question and its answer.',
    inputs: { in_left: 'clip', in_right: 'second' },
    outputs: { out_video: 'both.mp4' },
    command:
      '-i {{in_left}} -i {{in_right}} -filter_complex "[0:v]fps=25,scale=640:480:force_original_aspect_ratio=increase,crop=640:480,setsar=1[l];[1:v]fps=25,scale=640:480,setsar=1[r];[l][r]hstack=shortest=1[v]" -map "[v]" -map 0:a -t 3 -c:v libx264 -crf 21 -pix_fmt yuv420p -c:a aac {{out_video}}',
    notes: ['`vstack` puts them one above the other, `xstack` into a grid.'],
    expect: { width: 1280, height: 480, seconds: 3, videoCodec: 'h264', audioCodec: 'aac' },
  },
  {
    slug: 'timecode',
    title: 'Show the running time',
    group,
    about: 'For notes on a cut: everybody names the same moment.',
    inputs: { in_video: 'clip' },
    outputs: { out_video: 'timed.mp4' },
    command: `-i {{in_video}} -vf "drawtext=text='%{pts\\:hms}':fontsize=40:fontcolor=white:box=1:boxcolor=black@0.6:boxborderw=10:x=20:y=20" -c:v libx264 -crf 21 -pix_fmt yuv420p -c:a copy {{out_video}}`,
    notes: ['`%{n}` is the number of the frame, `%{pts}` the time in seconds.'],
    expect: { width: 1280, height: 720, seconds: 4, videoCodec: 'h264', audioCodec: 'aac' },
  },
];
