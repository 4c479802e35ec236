// Recipes that change when things happen: parts, order, speed.
import type { Recipe } from './recipe.ts';

const group = 'Cutting and joining';

export const cuttingAndJoining: readonly Recipe[] = [
  {
    slug: 'trim',
    title: 'Cut out a part, to the frame',
    group,
    about: 'From 1 second on, 2 seconds long, exactly.',
    inputs: { in_video: 'clip' },
    outputs: { out_video: 'part.mp4' },
    command: '-ss 1 -i {{in_video}} -t 2 -c:v libx264 -crf 18 -pix_fmt yuv420p -c:a aac {{out_video}}',
    notes: [
      '`-ss` before `-i` jumps there instead of decoding everything before it; since it is encoded again, the cut is exact all the same.',
      'Times may be written `90`, `1:30` or `00:01:30.5`. `-to` gives the end in place of the length.',
    ],
    expect: { width: 1280, height: 720, seconds: 2, videoCodec: 'h264', audioCodec: 'aac' },
  },
  {
    slug: 'trim-without-encoding',
    title: 'Cut out a part without encoding',
    group,
    about:
      'Fast and without loss, at the price that the cut lies on a key frame: up to some seconds earlier than asked.',
    inputs: { in_video: 'clip' },
    outputs: { out_video: 'part.mp4' },
    command: '-ss 0 -i {{in_video}} -t 2 -c copy -avoid_negative_ts make_zero {{out_video}}',
    notes: ['`-avoid_negative_ts make_zero` lets the part begin at 0, which players expect.'],
    expect: { width: 1280, height: 720, videoCodec: 'h264', audioCodec: 'aac' },
  },
  {
    slug: 'join',
    title: 'Join videos of different sizes',
    group,
    about:
      'An intro, a talk, an outro: other sizes, frame rates and sounds. All are brought to one form and put behind each other.',
    inputs: { in_first: 'clip', in_second: 'second' },
    outputs: { out_video: 'joined.mp4' },
    command:
      '-i {{in_first}} -i {{in_second}} -filter_complex "[0:v]scale=1280:720:force_original_aspect_ratio=decrease,pad=1280:720:-1:-1,setsar=1,fps=30[v0];[1:v]scale=1280:720:force_original_aspect_ratio=decrease,pad=1280:720:-1:-1,setsar=1,fps=30[v1];[0:a]aresample=48000,aformat=channel_layouts=stereo[a0];[1:a]aresample=48000,aformat=channel_layouts=stereo[a1];[v0][a0][v1][a1]concat=n=2:v=1:a=1[v][a]" -map "[v]" -map "[a]" -c:v libx264 -crf 21 -pix_fmt yuv420p -c:a aac {{out_video}}',
    notes: [
      '`concat` wants equal streams: hence size, pixel shape (`setsar`), frame rate and sound are set alike first.',
      '`pad=…:-1:-1` puts the picture in the middle of black bars.',
      'For three parts add a third pair of chains and say `n=3`.',
    ],
    preset: 'Join two videos',
    expect: { width: 1280, height: 720, seconds: 7, videoCodec: 'h264', audioCodec: 'aac' },
  },
  {
    slug: 'crossfade',
    title: 'Fade from one video into the next',
    group,
    about: 'One second in which both are seen and heard.',
    inputs: { in_first: 'clip', in_second: 'second' },
    outputs: { out_video: 'crossfade.mp4' },
    command:
      '-i {{in_first}} -i {{in_second}} -filter_complex "[0:v]scale=640:360,setsar=1,fps=25,settb=AVTB[v0];[1:v]scale=640:360,setsar=1,fps=25,settb=AVTB[v1];[v0][v1]xfade=transition=fade:duration=1:offset=3[v];[0:a]aformat=channel_layouts=stereo,aresample=48000[a0];[1:a]aformat=channel_layouts=stereo,aresample=48000[a1];[a0][a1]acrossfade=d=1[a]" -map "[v]" -map "[a]" -c:v libx264 -crf 21 -pix_fmt yuv420p -c:a aac {{out_video}}',
    notes: [
      '`offset` is where the fade begins: the length of the first video less that of the fade (4 s − 1 s).',
      'Other transitions: `wipeleft`, `slideup`, `circleopen`, `dissolve`, …',
    ],
    expect: { width: 640, height: 360, seconds: 6, videoCodec: 'h264', audioCodec: 'aac' },
  },
  {
    slug: 'speed-up',
    title: 'Play twice as fast',
    group,
    about: 'Screen recordings and walks become bearable. The voice keeps its pitch.',
    inputs: { in_video: 'clip' },
    outputs: { out_video: 'fast.mp4' },
    command:
      '-i {{in_video}} -filter_complex "[0:v]setpts=PTS/2[v];[0:a]atempo=2[a]" -map "[v]" -map "[a]" -r 25 -c:v libx264 -crf 21 -pix_fmt yuv420p -c:a aac {{out_video}}',
    notes: [
      '`atempo` takes 0.5 to 100; for other factors write the same one twice over: `PTS/1.5` and `atempo=1.5`.',
      'Without sound leave out the second chain and its `-map`.',
    ],
    preset: 'Twice as fast',
    expect: { width: 1280, height: 720, seconds: 2, videoCodec: 'h264', audioCodec: 'aac' },
  },
  {
    slug: 'slow-motion',
    title: 'Slow motion with frames in between',
    group,
    about: 'Half the speed without a stutter: the frames that the camera did not take are calculated.',
    inputs: { in_video: 'second' },
    outputs: { out_video: 'slow.mp4' },
    command:
      '-i {{in_video}} -t 1 -an -vf "scale=320:-2,setpts=2*PTS,minterpolate=fps=30:mi_mode=blend" -t 2 -c:v libx264 -crf 21 -pix_fmt yuv420p {{out_video}}',
    notes: ['`mi_mode=mci` follows motion, looks better and takes many times as long; `blend` mixes neighbours.'],
    expect: { width: 320, height: 240, videoCodec: 'h264' },
  },
  {
    slug: 'boomerang',
    title: 'Forwards and back again',
    group,
    about: 'A loop without a jump for a stage, a screen or a feed.',
    inputs: { in_video: 'clip' },
    outputs: { out_video: 'boomerang.mp4' },
    command:
      '-i {{in_video}} -an -filter_complex "[0:v]trim=duration=1.5,setpts=PTS-STARTPTS,scale=640:-2,split[a][b];[b]reverse[r];[a][r]concat=n=2[v]" -map "[v]" -c:v libx264 -crf 21 -pix_fmt yuv420p {{out_video}}',
    notes: ['`reverse` keeps every frame in memory: a second of 1080p takes about 80 MB, so trim first.'],
    expect: { width: 640, height: 360, seconds: 3, videoCodec: 'h264' },
  },
  {
    slug: 'fades',
    title: 'Fade in and out',
    group,
    about: 'From black and to black, picture and sound, a second each.',
    inputs: { in_video: 'clip' },
    outputs: { out_video: 'fades.mp4' },
    command:
      '-i {{in_video}} -vf "fade=t=in:d=1,fade=t=out:st=3:d=1" -af "afade=t=in:d=1,afade=t=out:st=3:d=1" -c:v libx264 -crf 21 -pix_fmt yuv420p -c:a aac {{out_video}}',
    notes: [
      '`st` is where fading out begins: the length less its duration. `POST /probe` tells the length of any file.',
    ],
    expect: { width: 1280, height: 720, seconds: 4, videoCodec: 'h264', audioCodec: 'aac' },
  },
  {
    slug: 'slideshow',
    title: 'Pictures with a moving zoom, as a video',
    group,
    about: 'One photo that slowly comes nearer; several of them make a slideshow with the recipe for joining.',
    inputs: { in_photo: 'photo' },
    outputs: { out_video: 'slide.mp4' },
    command: `-i {{in_photo}} -vf "scale=2560:-2,zoompan=z='1+0.2*on/75':x='iw/2-iw/zoom/2':y='ih/2-ih/zoom/2':d=75:s=640x360:fps=25" -frames:v 75 -c:v libx264 -crf 21 -pix_fmt yuv420p {{out_video}}`,
    notes: [
      '`zoompan` moves by whole pixels: scaling up first makes the movement smooth.',
      '`d=75` frames at 25 a second are 3 seconds.',
    ],
    expect: { width: 640, height: 360, seconds: 3, videoCodec: 'h264' },
  },
];
