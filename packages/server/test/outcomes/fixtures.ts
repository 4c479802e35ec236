// The real media that outcomes are tried on: small, of every kind that commands are given, made once for a test file.
import { makeMedia } from '../support/media.ts';

const subtitles = `1
00:00:00,200 --> 00:00:00,900
Hello, world

2
00:00:01,000 --> 00:00:01,800
Größe, 你好 and ☺
`;

const styled = `[Script Info]
ScriptType: v4.00+
PlayResX: 320
PlayResY: 240

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, Alignment
Style: Default,Arial,24,&H00FFFFFF,2

[Events]
Format: Layer, Start, End, Style, Text
Dialogue: 0,0:00:00.20,0:00:01.80,Default,{\\b1}Styled{\\b0} text
`;

const cube = `TITLE "warm"
LUT_3D_SIZE 2
0 0 0
1 0.1 0
0.1 1 0
1 1 0
0 0 0.9
1 0 0.9
0 1 0.9
1 1 0.9
`;

const chapters = `;FFMETADATA1
title=A talk
[CHAPTER]
TIMEBASE=1/1000
START=0
END=1000
title=First
[CHAPTER]
TIMEBASE=1/1000
START=1000
END=2000
title=Second
`;

const texts = {
  'subtitles.srt': subtitles,
  'styled.ass': styled,
  'warm.cube': cube,
  'chapters.txt': chapters,
  // Inputs lie side by side under their aliases.
  'list.txt': "file 'in_a.ts'\nfile 'in_b.ts'\n",
  'notes.txt': 'Weekly update: 100% "done"',
};

const h264 = '-c:v libx264 -preset ultrafast -g 25 -pix_fmt yuv420p -c:a aac';
/** Each run makes what the words end with. */
const runs = [
  [
    '-f lavfi -i testsrc2=s=320x240:r=25:d=2 -f lavfi -i sine=f=440:r=44100:d=2',
    `-map 0 -map 1 ${h264} -ac 2 video.mp4`,
    `-map 0 -map 1 ${h264} -ac 2 -f mpegts first.ts`,
    '-map 0 -c:v libx264 -preset ultrafast -pix_fmt yuv420p silent.mp4',
    '-map 1 -ac 2 -b:a 64k song.mp3',
    '-map 0 -frames:v 1 photo.jpg',
    '-map 0 -vf scale=160:-2 -r 5 -t 1 moving.gif',
  ],
  [
    '-f lavfi -i smptebars=s=320x240:r=25:d=2 -f lavfi -i sine=f=880:r=44100:d=2',
    `-map 0 -map 1 ${h264} -ac 2 other.mp4`,
    `-map 0 -map 1 ${h264} -ac 2 -f mpegts second.ts`,
  ],
  [
    '-f lavfi -i aevalsrc=if(between(t\\,0.5\\,1.5)\\,0.4*sin(880*t)\\,0):s=48000:d=2 -f lavfi -i color=red@0.5:s=64x48:d=1,format=rgba -f lavfi -i haldclutsrc=4',
    '-map 0 voice.wav -map 1 -frames:v 1 logo.png -map 2 -frames:v 1 hald.png',
    '-map 0 -f s16le -ar 8000 -ac 1 samples.pcm',
  ],
  [
    '-f lavfi -i testsrc2=s=160x120:r=10:d=2,format=yuv420p -f lavfi -i sine=d=4 -itsoffset 1 -f lavfi -i sine=d=1',
    '-map 0 -f rawvideo frames.yuv',
    // The sound ends two seconds after the picture.
    '-map 0 -map 1 -c:v libx264 -preset ultrafast -c:a aac long-sound.mp4',
    // The sound begins a second after the picture.
    '-map 0 -map 2 -c:v libx264 -preset ultrafast -c:a aac late-sound.mp4',
    // A screen recording: few frames, at uneven distances, the last one long before the end of the sound.
    String.raw`-map 0 -map 1 -t 2 -vf select=eq(n\,0)+eq(n\,1)+eq(n\,7) -fps_mode vfr -c:v libx264 -preset ultrafast -c:a aac screen.mp4`,
    String.raw`-map 0 -vf select=eq(n\,0)+eq(n\,1)+eq(n\,12) -fps_mode vfr -final_delay 200 resting.gif`,
    '-map 0 -frames:v 1 -c:v libx264 -preset ultrafast one-frame.mp4',
    '-map 1 long.ogg -map 1 -t 1 short.ogg',
  ],
] as const;

const made = [
  ['video.mp4', 'first.ts', 'silent.mp4', 'song.mp3', 'photo.jpg', 'moving.gif'],
  ['other.mp4', 'second.ts'],
  ['voice.wav', 'logo.png', 'hald.png', 'samples.pcm'],
  [
    'frames.yuv',
    'long-sound.mp4',
    'late-sound.mp4',
    'screen.mp4',
    'resting.gif',
    'one-frame.mp4',
    'long.ogg',
    'short.ogg',
  ],
] as const;

export type FixtureName = (typeof made)[number][number] | keyof typeof texts | 'chained.ogg';

export async function makeFixtures(): Promise<ReadonlyMap<FixtureName, Buffer>> {
  const fixtures = new Map<FixtureName, Buffer>();
  for (const [name, text] of Object.entries(texts)) fixtures.set(name as keyof typeof texts, Buffer.from(text));
  await Promise.all(
    runs.map(async (words, index) => {
      const names = made[index] ?? [];
      const bytes = await makeMedia(words.join(' '), ...names);
      names.forEach((name, at) => fixtures.set(name, bytes[at] ?? Buffer.alloc(0)));
    }),
  );
  // A recorded radio stream: it lasts 5 s, and states the length of its last song.
  const songs = (['long.ogg', 'short.ogg'] as const).map((name) => fixtures.get(name) ?? Buffer.alloc(0));
  return fixtures.set('chained.ogg', Buffer.concat(songs));
}
