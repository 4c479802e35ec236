// Good commands whose results are of an odd length, so that a judge of lengths is tempted to call them cut.
import type { PublishedCommand } from './published-command.ts';

const in_video = 'video.mp4';
const encode = '-preset ultrafast';

function atMost(limit: number): (bytes: Buffer) => void {
  return ({ length }) => {
    if (length > limit) throw new Error(`${length} bytes, more than ${limit}`);
  };
}

export const timingCommands: readonly PublishedCommand[] = [
  {
    name: 'a limit longer than the film',
    inputs: { in_video },
    outputs: { out_video: 'all.mp4' },
    command: `-i {{in_video}} -t 10 ${encode} {{out_video}}`,
    expect: { out_video: { seconds: 2, frames: 50 } },
  },
  {
    name: 'a limit longer than the film that is sought, copied',
    inputs: { in_video },
    outputs: { out_video: 'rest.mp4' },
    command: '-ss 1 -i {{in_video}} -t 10 -c copy {{out_video}}',
    expect: { out_video: { seconds: 1 } },
  },
  {
    name: 'a copy from between two keyframes',
    inputs: { in_video },
    outputs: { out_video: 'between.mp4' },
    command: '-ss 0.7 -i {{in_video}} -c copy {{out_video}}',
    expect: { out_video: { streams: ['h264', 'aac'] } },
  },
  {
    name: 'a copy written from between two keyframes',
    inputs: { in_video },
    outputs: { out_video: 'between2.mp4' },
    command: '-i {{in_video}} -ss 0.7 -c copy {{out_video}}',
    expect: { out_video: { streams: ['h264', 'aac'] } },
  },
  {
    name: 'ten frames of a film with its whole sound',
    inputs: { in_video },
    outputs: { out_video: 'ten.mp4' },
    command: `-i {{in_video}} -frames:v 10 ${encode} {{out_video}}`,
    expect: { out_video: { frames: 10 } },
  },
  {
    name: 'a file size limit',
    inputs: { in_video },
    outputs: { out_video: 'limited.ts' },
    command: `-i {{in_video}} -c:v libx264 ${encode} -c:a aac -fs 60k {{out_video}}`,
    expect: { out_video: { streams: ['h264', 'aac'], bytes: atMost(120_000) } },
  },
  {
    name: 'equal frames dropped',
    inputs: { in_audio: 'song.mp3' },
    outputs: { out_video: 'dropped.mp4' },
    command: `-f lavfi -i color=red:s=64x48:d=2 -i {{in_audio}} -vf mpdecimate -fps_mode vfr ${encode} {{out_video}}`,
    expect: { out_video: { streams: ['h264 64x48', 'aac'], warns: 'duration' } },
  },
  {
    name: 'every fifth frame',
    inputs: { in_video },
    outputs: { out_video: 'fifth.mp4' },
    command: String.raw`-i {{in_video}} -vf "select=not(mod(n\,5)),setpts=N/25/TB" -an ${encode} {{out_video}}`,
    expect: { out_video: { seconds: 0.4, frames: 10 } },
  },
  {
    name: 'another frame rate before the input',
    inputs: { in_video },
    outputs: { out_video: 'fifty.mp4' },
    command: `-r 50 -i {{in_video}} -an ${encode} {{out_video}}`,
    expect: { out_video: { seconds: 1, frames: 50 } },
  },
  {
    name: 'one frame a second and a half',
    inputs: { in_video },
    outputs: { out_video: 'lapse.mp4' },
    command: `-i {{in_video}} -r 0.66 ${encode} {{out_video}}`,
    // A frame lasts so long that the picture ends well after the sound.
    expect: { out_video: { streams: ['h264', 'aac'], warns: 'duration' } },
  },
  {
    name: 'sound that goes on after the picture',
    inputs: { in_video: 'long-sound.mp4' },
    outputs: { out_video: 'long.mp4', out_short: 'short.mp4' },
    command: `-i {{in_video}} ${encode} {{out_video}} -shortest -c copy {{out_short}}`,
    expect: {
      out_video: { seconds: 4, frames: 20, warns: 'duration' },
      // A copy ends with the packet that is at hand.
      out_short: { streams: ['h264', 'aac'] },
    },
  },
  {
    name: 'sound that begins after the picture',
    inputs: { in_video: 'late-sound.mp4' },
    outputs: { out_video: 'late.mp4', out_audio: 'late.mp3' },
    command: `-i {{in_video}} ${encode} {{out_video}} -vn {{out_audio}}`,
    expect: { out_video: { seconds: 2 }, out_audio: { streams: ['mp3'] } },
  },
  {
    name: 'a screen recording that mostly rests',
    inputs: { in_video: 'screen.mp4' },
    outputs: { out_video: 'screen.mp4', out_silent: 'silent.mp4', out_copy: 'copy.mkv' },
    command: `-i {{in_video}} ${encode} {{out_video}} -an ${encode} {{out_silent}} -an -c copy {{out_copy}}`,
    expect: {
      out_video: { streams: ['h264', 'aac'], seconds: 2, warns: 'duration' },
      out_silent: { streams: ['h264'] },
      out_copy: { streams: ['h264'], frames: 3 },
    },
  },
  {
    name: 'a GIF whose last picture stays',
    inputs: { in_gif: 'resting.gif' },
    outputs: { out_video: 'rest.mp4' },
    command: `-i {{in_gif}} -pix_fmt yuv420p ${encode} {{out_video}}`,
    expect: { out_video: { streams: ['h264 160x120'] } },
  },
  {
    name: 'a film of a single frame',
    inputs: { in_video: 'one-frame.mp4' },
    outputs: { out_video: 'one.mp4', out_image: 'one.png' },
    command: `-i {{in_video}} ${encode} {{out_video}} {{out_image}}`,
    expect: { out_video: { frames: 1 }, out_image: { streams: ['png 160x120'] } },
  },
  {
    name: 'a picture as a film, with no limit',
    inputs: { in_image: 'photo.jpg' },
    outputs: { out_video: 'still.mp4' },
    command: `-i {{in_image}} ${encode} {{out_video}}`,
    expect: { out_video: { frames: 1 } },
  },
  {
    name: 'raw samples as the input',
    inputs: { in_raw: 'samples.pcm' },
    outputs: { out_audio: 'raw.wav' },
    command: '-f s16le -ar 8000 -ac 1 -i {{in_raw}} {{out_audio}}',
    expect: { out_audio: { streams: ['pcm_s16le 8000 1'], seconds: 2 } },
  },
  {
    name: 'raw frames as the input',
    inputs: { in_raw: 'frames.yuv' },
    outputs: { out_video: 'raw.mp4' },
    command: `-f rawvideo -pix_fmt yuv420p -s 160x120 -r 10 -i {{in_raw}} ${encode} {{out_video}}`,
    expect: { out_video: { streams: ['h264 160x120'], seconds: 2, frames: 20 } },
  },
  {
    name: 'timestamps kept as they are',
    inputs: { in_video },
    outputs: { out_video: 'copyts.mp4' },
    command: `-ss 1 -copyts -i {{in_video}} ${encode} {{out_video}}`,
    expect: { out_video: { streams: ['h264', 'aac'] } },
  },
  {
    name: 'a frozen last frame',
    inputs: { in_video },
    outputs: { out_video: 'frozen.mp4' },
    command: `-i {{in_video}} -vf tpad=stop_mode=clone:stop_duration=1 -af apad=pad_dur=1 ${encode} {{out_video}}`,
    expect: { out_video: { seconds: 3 } },
  },
  {
    name: 'the picture alone of a film copied twice over',
    inputs: { in_video: 'silent.mp4' },
    outputs: { out_video: 'twice.mp4' },
    command: '-stream_loop 1 -i {{in_video}} -c copy {{out_video}}',
    expect: { out_video: { seconds: 4, frames: 100 } },
  },
  {
    name: 'fields instead of frames',
    inputs: { in_video },
    outputs: { out_video: 'fields.mp4' },
    command: `-i {{in_video}} -vf "yadif=1,fps=50" ${encode} {{out_video}}`,
    expect: { out_video: { seconds: 2 } },
  },
  {
    name: 'a place in a recorded radio stream that its stated length does not reach',
    inputs: { in_audio: 'chained.ogg' },
    outputs: { out_audio: 'song.ogg' },
    command: '-ss 2 -i {{in_audio}} -t 1 -c copy {{out_audio}}',
    // Nothing but its stated length speaks against it.
    expect: { out_audio: { streams: ['vorbis'], warns: 'has_frames' } },
  },
];
