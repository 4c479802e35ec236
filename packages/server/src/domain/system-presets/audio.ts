// Sound: formats, loudness, silence, and a picture of it.
import type { SystemPreset } from './system-preset.ts';

const audio = { in_audio: 'a sound, or a video whose sound is meant' };

/** Text of the loudness that the first step of `levelled` measures, and the sound whose every sample is the factor made of it. */
const textFile = 'loudness.txt';
const factorFile = 'factor.wav';
const plainSound = 'aformat=sample_rates=48000:channel_layouts=stereo';

/**
 * True two-pass loudness by EBU R128: measure the whole (with its gates), then one constant factor, so that the dynamics
 * stay. FFmpeg has no variables, and `loudnorm` tells what it measured to its log alone. So the value travels as data:
 * `ebur128` puts the integrated loudness so far on every frame, `ametadata` writes it as text (`…I=-23.4`), and the second
 * step reads that text as samples, one a byte: `aeval` remembers the number after each `=` (its registers outlive a
 * sample), and what stands at the end, as a factor, becomes a sound. The third step multiplies with it. A limiter at four
 * times the rate keeps true peaks below −1 dBTP. Below the meter's floor of −70 LUFS nothing is raised.
 */
function levelled(targetLufs: number, write: string): readonly string[] {
  return [
    `-i {{in_audio}} -map 0:a:0 -af ${plainSound},ebur128=metadata=1,ametadata=print:key=lavfi.r128.I:file=${textFile} -f null -`,
    `-f u8 -ar 48000 -ch_layout mono -i ${textFile} -af "aeval='${factorFromText(targetLufs)}',areverse,atrim=end_sample=1,aloop=loop=4799:size=1" -c:a pcm_f32le ${factorFile}`,
    `-i {{in_audio}} -i ${factorFile} -filter_complex "[1:a]aloop=loop=-1:size=4800,pan=stereo|c0=c0|c1=c0[factor];[0:a:0]${plainSound}[sound];[sound][factor]amultiply,aresample=192000,alimiter=limit=0.88:level=0:attack=5:release=50,aresample=48000[levelled]" -map [levelled] ${write}`,
  ];
}

/** Registers: 0 the byte, 1 the digits' value, 2 the sign, 3 the weight of the next decimal (0 before the point). */
function factorFromText(targetLufs: number): string {
  const byte = 'st(0,round(val(0)*128+128))';
  const start = 'st(1,0)+st(2,1)+st(3,0)';
  const digit = 'if(ld(3),st(1,ld(1)+(ld(0)-48)*ld(3))+st(3,ld(3)/10),st(1,ld(1)*10+ld(0)-48))';
  const read = `if(eq(ld(0),61),${start},if(eq(ld(0),45),st(2,-1),if(eq(ld(0),46),st(3,0.1),if(between(ld(0),48,57),${digit}))))`;
  const factor = `if(gt(ld(2)*ld(1),-70),pow(10,(${targetLufs}-ld(2)*ld(1))/20),1)`;
  return `${byte};${read};${factor}`;
}

const levelledBy =
  'Measures the whole first (EBU R128, gated), then changes it by one constant gain, so that quiet and loud keep their distance; true peaks stay below −1 dBTP.';

export const audioPresets: readonly SystemPreset[] = [
  {
    id: '5e7e0000-0000-8000-8000-000000000501',
    name: 'MP3',
    description: 'MP3 of about 190 kbit/s (VBR quality 2), titles kept.',
    category: 'audio',
    inputs: audio,
    outputs: { out_audio: 'audio.mp3' },
    command: '-i {{in_audio}} -map 0:a:0 -c:a libmp3lame -q:a 2 -id3v2_version 3 {{out_audio}}',
  },
  {
    id: '5e7e0000-0000-8000-8000-000000000502',
    name: 'AAC in M4A',
    description: 'AAC stereo of 192 kbit/s that starts playing at once.',
    category: 'audio',
    inputs: audio,
    outputs: { out_audio: 'audio.m4a' },
    command: '-i {{in_audio}} -map 0:a:0 -c:a aac -b:a 192k -ac 2 -movflags +faststart {{out_audio}}',
  },
  {
    id: '5e7e0000-0000-8000-8000-000000000503',
    name: 'Opus',
    description: 'Opus stereo of 96 kbit/s: as good as MP3 at half the bytes.',
    category: 'audio',
    inputs: audio,
    outputs: { out_audio: 'audio.opus' },
    command: '-i {{in_audio}} -map 0:a:0 -c:a libopus -b:a 96k -ac 2 {{out_audio}}',
  },
  {
    id: '5e7e0000-0000-8000-8000-000000000504',
    name: 'FLAC',
    description: 'Lossless, at the rate and in the channels that the sound has.',
    category: 'audio',
    inputs: audio,
    outputs: { out_audio: 'audio.flac' },
    command: '-i {{in_audio}} -map 0:a:0 -c:a flac {{out_audio}}',
  },
  {
    id: '5e7e0000-0000-8000-8000-000000000505',
    name: 'WAV for speech recognition',
    description: 'What speech recognisers ask for: 16 kHz, mono, 16 bits.',
    category: 'audio',
    inputs: audio,
    outputs: { out_audio: 'speech.wav' },
    command: '-i {{in_audio}} -map 0:a:0 -ar 16000 -ac 1 -c:a pcm_s16le {{out_audio}}',
  },
  {
    id: '5e7e0000-0000-8000-8000-000000000506',
    name: 'Loudness −23 LUFS (broadcast)',
    description: `${levelledBy} Stereo WAV, 48 kHz, 24 bits.`,
    category: 'audio',
    inputs: audio,
    outputs: { out_audio: 'levelled.wav' },
    command: levelled(-23, '-c:a pcm_s24le {{out_audio}}'),
  },
  {
    id: '5e7e0000-0000-8000-8000-000000000507',
    name: 'Loudness −16 LUFS (podcasts)',
    description: `${levelledBy} AAC in M4A, 48 kHz.`,
    category: 'audio',
    inputs: audio,
    outputs: { out_audio: 'levelled.m4a' },
    command: levelled(-16, '-c:a aac -b:a 160k -movflags +faststart {{out_audio}}'),
  },
  {
    id: '5e7e0000-0000-8000-8000-000000000508',
    name: 'Loudness −14 LUFS of a video',
    description: `${levelledBy} The picture is copied as it is: H.264, H.265, AV1 or VP9.`,
    category: 'audio',
    inputs: { in_audio: 'a video with sound' },
    outputs: { out_video: 'video.mp4' },
    command: levelled(-14, '-map 0:v:0? -c:v copy -c:a aac -b:a 160k -movflags +faststart {{out_video}}'),
  },
  {
    id: '5e7e0000-0000-8000-8000-000000000509',
    name: 'Even out loudness',
    description:
      'One pass of loudnorm towards −16 LUFS that follows the sound: whispers come up and shouts come down, for speech in changing conditions. To keep the dynamics, take one of the loudness presets with two passes.',
    category: 'audio',
    inputs: audio,
    outputs: { out_audio: 'even.m4a' },
    command:
      '-i {{in_audio}} -map 0:a:0 -af loudnorm=I=-16:TP=-1.5:LRA=7 -ar 48000 -ac 2 -c:a aac -b:a 160k -movflags +faststart {{out_audio}}',
  },
  {
    id: '5e7e0000-0000-8000-8000-00000000050a',
    name: 'Cut silence at both ends',
    description:
      'Takes away what is below −50 dB before the first and after the last sound. WAV. A sound that is silent throughout ends as OUTPUT_INVALID.',
    category: 'audio',
    inputs: audio,
    outputs: { out_audio: 'trimmed.wav' },
    command:
      '-i {{in_audio}} -map 0:a:0 -af "silenceremove=start_periods=1:start_threshold=-50dB,areverse,silenceremove=start_periods=1:start_threshold=-50dB,areverse" {{out_audio}}',
  },
  {
    id: '5e7e0000-0000-8000-8000-00000000050b',
    name: 'Shorten pauses',
    description: 'Every pause (below −40 dB) that is longer than half a second becomes half a second. M4A.',
    category: 'audio',
    inputs: audio,
    outputs: { out_audio: 'shorter.m4a' },
    command:
      '-i {{in_audio}} -map 0:a:0 -af silenceremove=stop_periods=-1:stop_duration=0.5:stop_threshold=-40dB -c:a aac -b:a 160k -ac 2 -movflags +faststart {{out_audio}}',
  },
  {
    id: '5e7e0000-0000-8000-8000-00000000050c',
    name: 'Waveform picture',
    description: 'The whole sound as one wave, 1600×320, on a transparent ground.',
    category: 'audio',
    inputs: audio,
    outputs: { out_image: 'waveform.png' },
    command:
      '-i {{in_audio}} -filter_complex "[0:a:0]aformat=channel_layouts=mono,showwavespic=s=1600x320:colors=0x3b82f6[wave]" -map [wave] -frames:v 1 {{out_image}}',
  },
];
