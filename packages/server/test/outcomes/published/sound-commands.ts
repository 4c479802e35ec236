// Published commands that make sound: formats, loudness, cleaning, mixing, cutting.
import type { PublishedCommand } from './published-command.ts';

const in_audio = 'song.mp3';
const in_voice = 'voice.wav';

export const soundCommands: readonly PublishedCommand[] = [
  {
    name: 'the sound of a film as MP3',
    inputs: { in_video: 'video.mp4' },
    outputs: { out_audio: 'sound.mp3' },
    command: '-i {{in_video}} -vn -acodec libmp3lame -q:a 4 {{out_audio}}',
    expect: { out_audio: { streams: ['mp3 44100 2'], seconds: 2, fileType: 'audio' } },
  },
  {
    name: 'the sound of a film as it is',
    inputs: { in_video: 'video.mp4' },
    outputs: { out_audio: 'sound.m4a' },
    command: '-i {{in_video}} -map 0:a:0? -vn -c:a copy {{out_audio}}',
    expect: { out_audio: { streams: ['aac 44100 2'], seconds: 2, fileType: 'audio' } },
  },
  {
    name: 'a bare AAC stream',
    inputs: { in_video: 'video.mp4' },
    outputs: { out_audio: 'sound.aac' },
    command: '-i {{in_video}} -vn -c:a copy {{out_audio}}',
    expect: { out_audio: { streams: ['aac 44100 2'] } },
  },
  {
    name: '16 kHz mono for speech recognition',
    inputs: { in_voice },
    outputs: { out_audio: 'speech.wav' },
    command: 'ffmpeg -i {{in_voice}} -ar 16000 -ac 1 -c:a pcm_s16le {{out_audio}}',
    expect: { out_audio: { streams: ['pcm_s16le 16000 1'], seconds: 2 } },
  },
  ...(
    [
      ['libvorbis', 'song.ogg', 'vorbis'],
      ['libopus', 'song.opus', 'opus'],
      ['flac', 'song.flac', 'flac'],
      ['alac', 'song.m4a', 'alac'],
      ['aac', 'song2.m4a', 'aac'],
      ['ac3', 'song.ac3', 'ac3'],
      ['eac3', 'song.eac3', 'eac3'],
      ['mp2', 'song.mp2', 'mp2'],
      ['pcm_s24le', 'song.wav', 'pcm_s24le'],
      ['pcm_s16be', 'song.aiff', 'pcm_s16be'],
      ['wmav2', 'song.wma', 'wmav2'],
      ['libmp3lame', 'song.mka', 'mp3'],
    ] as const
  ).map(
    ([encoder, name, codec]): PublishedCommand => ({
      name: `a song by ${encoder} as ${name}`,
      inputs: { in_audio },
      outputs: { out_audio: name },
      command: `-i {{in_audio}} -c:a ${encoder} {{out_audio}}`,
      expect: { out_audio: { streams: [codec], seconds: 2, fileType: 'audio' } },
    }),
  ),
  {
    name: 'the loudness of a podcast',
    inputs: { in_voice },
    outputs: { out_audio: 'podcast.mp3' },
    command: '-i {{in_voice}} -af loudnorm=I=-16:TP=-1.5:LRA=11 -ar 44100 -b:a 64k {{out_audio}}',
    expect: { out_audio: { streams: ['mp3 44100 1'], seconds: 2 } },
  },
  {
    name: 'hiss removed',
    inputs: { in_voice },
    outputs: { out_audio: 'clean.wav' },
    command: '-i {{in_voice}} -af "highpass=f=200,afftdn=nf=-25" {{out_audio}}',
    expect: { out_audio: { streams: ['pcm_s16le 48000 1'], seconds: 2 } },
  },
  {
    name: 'silence taken out',
    inputs: { in_voice },
    outputs: { out_audio: 'tight.wav' },
    command:
      '-i {{in_voice}} -af "silenceremove=start_periods=1:start_silence=0:start_threshold=-50dB:stop_periods=-1:stop_duration=0.1:stop_threshold=-50dB" {{out_audio}}',
    expect: { out_audio: { seconds: 1.1 } },
  },
  {
    name: 'music that makes way for a voice',
    inputs: { in_voice, in_audio },
    outputs: { out_audio: 'ducked.mp3' },
    command:
      '-i {{in_voice}} -i {{in_audio}} -filter_complex "[0:a]asplit=2[v1][v2];[1:a][v1]sidechaincompress=threshold=0.05:ratio=8:attack=20:release=300[m];[m][v2]amix=inputs=2:duration=longest" {{out_audio}}',
    expect: { out_audio: { streams: ['mp3'], seconds: 2 } },
  },
  {
    name: 'two songs one after the other',
    inputs: { in_audio, in_voice },
    outputs: { out_audio: 'joined.mp3' },
    command: '-i {{in_audio}} -i {{in_voice}} -filter_complex "[0:a][1:a]concat=n=2:v=0:a=1" {{out_audio}}',
    expect: { out_audio: { streams: ['mp3'], seconds: 4 } },
  },
  {
    name: 'two MP3s one after the other, copied',
    inputs: { in_a: 'song.mp3', in_b: 'song.mp3' },
    outputs: { out_audio: 'twice.mp3' },
    command: '-i concat:{{in_a}}|{{in_b}} -acodec copy {{out_audio}}',
    expect: { out_audio: { streams: ['mp3'] } },
  },
  {
    name: 'channels rearranged, with quotes in the middle of the word',
    inputs: { in_audio },
    outputs: { out_audio: 'swapped.wav' },
    command: '-i {{in_audio}} -af pan="stereo|c0=c1|c1=c0" {{out_audio}}',
    expect: { out_audio: { streams: ['pcm_s16le 44100 2'], seconds: 2 } },
  },
  {
    name: 'faster, higher, louder',
    inputs: { in_audio },
    outputs: { out_audio: 'fast.mp3' },
    command: '-i {{in_audio}} -filter:a "atempo=1.25,volume=3dB,bass=g=5" {{out_audio}}',
    expect: { out_audio: { seconds: 1.6 } },
  },
  {
    name: 'a cut out of a song, copied',
    inputs: { in_audio },
    outputs: { out_audio: 'cut.mp3' },
    command: '-ss 0.5 -t 1 -i {{in_audio}} -c copy {{out_audio}}',
    expect: { out_audio: { streams: ['mp3'], seconds: 1 } },
  },
  {
    name: 'a song with its cover',
    inputs: { in_audio, in_cover: 'photo.jpg' },
    outputs: { out_audio: 'covered.mp3' },
    command:
      '-i {{in_audio}} -i {{in_cover}} -map 0:a -map 1:v -c copy -id3v2_version 3 -metadata:s:v title="Album cover" -metadata:s:v comment="Cover (front)" {{out_audio}}',
    expect: { out_audio: { streams: ['mp3', 'mjpeg'], seconds: 2, fileType: 'audio' } },
  },
  {
    name: 'a tone from nothing',
    inputs: {},
    outputs: { out_audio: 'beep.wav' },
    command: `-f lavfi -i aevalsrc='if(gt(t,0.5),0,sin(2*PI*440*t))':d=1 {{out_audio}}`,
    expect: { out_audio: { streams: ['pcm_s16le 44100 1'], seconds: 1 } },
  },
  {
    name: 'silence of a given length',
    inputs: {},
    outputs: { out_audio: 'silence.mp3' },
    command: '-f lavfi -i anullsrc=r=44100:cl=stereo -t 1 -q:a 9 -acodec libmp3lame {{out_audio}}',
    expect: { out_audio: { streams: ['mp3 44100 2'], seconds: 1 } },
  },
  {
    name: 'left and right as two files',
    inputs: { in_audio },
    outputs: { out_left: 'left.wav', out_right: 'right.wav' },
    command:
      '-i {{in_audio}} -filter_complex "[0:a]channelsplit=channel_layout=stereo[l][r]" -map "[l]" {{out_left}} -map "[r]" {{out_right}}',
    expect: {
      out_left: { streams: ['pcm_s16le 44100 1'], seconds: 2 },
      out_right: { streams: ['pcm_s16le 44100 1'], seconds: 2 },
    },
  },
  {
    name: 'raw samples, which no probe can read',
    inputs: { in_audio },
    outputs: { out_raw: 'samples.pcm' },
    command: '-i {{in_audio}} -f s16le -acodec pcm_s16le -ar 8000 -ac 1 {{out_raw}}',
    expect: {
      out_raw: {
        bytes({ length }) {
          if (Math.abs(length - 32_000) > 1000) throw new Error(`${length} bytes`);
        },
      },
    },
  },
  {
    name: 'a padded and delayed voice',
    inputs: { in_voice },
    outputs: { out_audio: 'late.wav' },
    command: '-i {{in_voice}} -af "adelay=500|500,apad=pad_dur=0.5" {{out_audio}}',
    expect: { out_audio: { seconds: 3 } },
  },
];
