// Attacks on time, memory, disk and counts: each ends by a limit that is named, while others go on beside it.
import { deflateSync } from 'node:zlib';
import { type CommandVector, type Family, type Upload } from '../vector.ts';

/** 35 bytes: a GIF of one colour that says it has 16,000 × 16,000 pixels. */
const gifBomb: Upload = {
  filename: 'bomb.gif',
  bytes: Buffer.concat([
    Buffer.from('GIF89a'),
    size16(16_000),
    size16(16_000),
    Buffer.from([0x80, 0, 0, 0, 0, 0, 255, 255, 255, 0x2c, 0, 0, 0, 0]),
    size16(16_000),
    size16(16_000),
    Buffer.from([0, 2, 2, 0x44, 1, 0, 0x3b]),
  ]),
};

function size16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

/** 31 kB of a black picture of 16,000 × 16,000 pixels; 2 GB as 64-bit colour. */
const pngBomb: Upload = { filename: 'bomb.png', bytes: makePng(16_000, 16_000) };

function makePng(width: number, height: number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.writeUInt8(1, 8);
  const rows = deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * height), { level: 9 });
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  // FFmpeg does not look at the checksum unless it is told to.
  return Buffer.concat([length, Buffer.from(type), data, Buffer.alloc(4)]);
}

const lol = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('');
const laughs = `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY l0 "ha">${lol}]><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>&l9;</text></svg>`;

const endless = '-f lavfi -i testsrc2=s=320x240';
/** Whichever limit is met first. */
const anyLimit = ['OUT_OF_MEMORY', 'TIMEOUT', 'OUTPUT_TOO_LARGE', 'FFMPEG_FAILED', 'INPUT_TOO_LARGE'] as const;

function exhausting(
  name: string,
  command: string,
  ends: CommandVector['ends'],
  more: Partial<CommandVector> = {},
): CommandVector {
  return { name, command, maxRunSeconds: 4, ...(ends === undefined ? {} : { ends }), ...more };
}

export const exhaustion: Family<CommandVector> = {
  name: 'exhaustion',
  vectors: [
    exhausting('never ends', `-re ${endless} -f matroska {{out_a}}`, ['TIMEOUT'], {
      says: /4 s/,
      isRepresentative: true,
    }),
    exhausting(
      'never ends and writes nothing',
      `-re ${endless} -f null - -f lavfi -i sine -t 0.1 -map 1 -f wav {{out_a}}`,
      ['TIMEOUT'],
    ),
    exhausting(
      'repeats an input for ever',
      `-re -stream_loop -1 -f u8 -ar 8000 -i {{in_a}} -f wav {{out_a}}`,
      ['TIMEOUT'],
      {
        inputs: { in_a: { filename: 'a.raw', bytes: 'x'.repeat(8000) } },
      },
    ),
    exhausting('computes for ever', `${endless} -vf "geq=lum='while(1,1)'" -f rawvideo {{out_a}}`, ['TIMEOUT'], {
      isRepresentative: true,
    }),
    exhausting('computes for ever in a sound', `-f lavfi -i "aevalsrc='while(1,1)':d=1" -f wav {{out_a}}`, ['TIMEOUT']),
    exhausting(
      'computes for ever while its graph is made',
      `-f lavfi -i "color=s=64x64:d=1,scale='while(1,1)':64" -f rawvideo {{out_a}}`,
      ['TIMEOUT'],
    ),
    exhausting(
      'computes for ever in its choice of frames',
      `${endless} -vf "select='while(1,1)'" -f rawvideo {{out_a}}`,
      ['TIMEOUT'],
    ),
    exhausting('searches a root for ever', `-f lavfi -i "aevalsrc='root(while(1,1),1e9)':d=1" -f wav {{out_a}}`, [
      'TIMEOUT',
    ]),
    exhausting(
      'interpolates more frames than there is time for',
      `-f lavfi -i testsrc2=s=1280x720 -vf minterpolate=fps=10000 -f null - -map 0 -frames:v 1 -f rawvideo {{out_a}}`,
      ['TIMEOUT', 'OUT_OF_MEMORY'],
    ),
    exhausting(
      'fills the disk with its output',
      `-f lavfi -i testsrc2=s=1280x720 -f rawvideo {{out_a}}`,
      ['OUTPUT_TOO_LARGE'],
      {
        maxRunSeconds: 20,
        says: /limit/,
        isRepresentative: true,
      },
    ),
    exhausting(
      'fills the disk beside its output',
      `-f lavfi -i testsrc2=s=1280x720 -f rawvideo other.yuv -frames:v 1 -f rawvideo {{out_a}}`,
      ['OUTPUT_TOO_LARGE'],
      {
        maxRunSeconds: 20,
        isRepresentative: true,
      },
    ),
    exhausting(
      'fills the disk by /tmp',
      `-f lavfi -i testsrc2=s=1280x720 -f rawvideo /tmp/other.yuv -frames:v 1 -f rawvideo {{out_a}}`,
      ['OUTPUT_TOO_LARGE'],
      {
        maxRunSeconds: 20,
        refuses: '/tmp/other.yuv',
      },
    ),
    exhausting(
      'makes thousands of names a second',
      '-f lavfi -i color=s=2x2:r=100000 -c:v bmp {{out_a}}',
      ['OUTPUT_TOO_LARGE'],
      {
        outputs: { out_a: 'f%09d.bmp' },
        maxRunSeconds: 20,
        isRepresentative: true,
      },
    ),
    exhausting(
      'makes thousands of names that nobody declared',
      '-f lavfi -i color=s=2x2:r=100000 -c:v bmp x%d.bmp -frames:v 1 -f rawvideo {{out_a}}',
      ['OUTPUT_TOO_LARGE'],
      {
        maxRunSeconds: 20,
      },
    ),
    exhausting(
      'cuts its output into endless segments',
      '-f lavfi -i sine=d=100000 -f segment -segment_time 0.001 -c:a pcm_s16le s%d.wav -t 0.1 -f wav {{out_a}}',
      ['OUTPUT_TOO_LARGE'],
      {
        maxRunSeconds: 20,
      },
    ),
    exhausting(
      'counts a name to a thousand million digits',
      '-f lavfi -i color=s=16x16:d=1 -frames:v 1 {{out_a}}',
      ['TIMEOUT', 'FFMPEG_FAILED', 'OUTPUT_MISSING', 'SUCCESS'],
      {
        outputs: { out_a: 'f%0999999999d.png' },
        refuses: '%0999999999d',
      },
    ),
    exhausting(
      'counts a name of its own to a thousand million digits',
      '-f lavfi -i color=s=16x16:d=1 -frames:v 1 f%0999999999d.png -frames:v 1 -f rawvideo {{out_a}}',
      ['TIMEOUT', 'FFMPEG_FAILED', 'SUCCESS'],
      {
        refuses: '%0999999999d',
      },
    ),
    exhausting(
      'unpacks a GIF of 35 bytes',
      '-i {{in_a}} -f rawvideo {{out_a}}',
      ['OUT_OF_MEMORY', 'INPUT_TOO_LARGE', 'INPUT_UNSUPPORTED'],
      {
        inputs: { in_a: gifBomb },
        isRepresentative: true,
      },
    ),
    exhausting(
      'unpacks a PNG of 31 kB',
      '-i {{in_a}} -pix_fmt rgba64le -f rawvideo {{out_a}}',
      ['OUT_OF_MEMORY', 'INPUT_TOO_LARGE', 'INPUT_UNSUPPORTED', 'OUTPUT_TOO_LARGE'],
      {
        inputs: { in_a: pngBomb },
        isRepresentative: true,
      },
    ),
    exhausting(
      'unpacks a thousand million laughs',
      '-i {{in_a}} -f rawvideo {{out_a}}',
      [...anyLimit, 'SUCCESS', 'INPUT_UNSUPPORTED'],
      {
        inputs: { in_a: { filename: 'laughs.svg', bytes: laughs } },
      },
    ),
    exhausting(
      'draws a picture of a thousand million pixels',
      '-i {{in_a}} -f rawvideo {{out_a}}',
      [...anyLimit, 'INPUT_UNSUPPORTED', 'OUTPUT_INVALID'],
      {
        inputs: {
          in_a: {
            filename: 'big.svg',
            bytes: '<svg xmlns="http://www.w3.org/2000/svg" width="32000" height="32000"/>',
          },
        },
      },
    ),
    exhausting(
      'asks for a picture of a thousand million pixels',
      '-f lavfi -i color=s=16000x16000 -frames:v 1 -f rawvideo {{out_a}}',
      ['OUT_OF_MEMORY'],
      {
        says: /limit/,
      },
    ),
    exhausting(
      'scales to a thousand million pixels',
      `${endless} -vf scale=30000:30000 -frames:v 1 -f rawvideo {{out_a}}`,
      ['OUT_OF_MEMORY', 'FFMPEG_FAILED'],
    ),
    exhausting('tiles a million pictures', `${endless} -vf tile=100x100 -frames:v 1 -f rawvideo {{out_a}}`, anyLimit),
    exhausting(
      'turns an endless source round',
      `${endless} -vf reverse -f rawvideo {{out_a}}`,
      ['OUT_OF_MEMORY', 'TIMEOUT'],
      { maxRunSeconds: 15 },
    ),
    exhausting(
      'keeps an endless source in a loop',
      `${endless} -vf loop=-1:size=32767 -f null - -frames:v 1 -f rawvideo {{out_a}}`,
      anyLimit,
      { maxRunSeconds: 15 },
    ),
    exhausting(
      'writes in letters as large as a house',
      '-f lavfi -i color=s=64x64:d=0.1 -vf drawtext=text=WWWWWWWWWW:fontsize=60000 -f rawvideo {{out_a}}',
      [...anyLimit, 'SUCCESS'],
    ),
    exhausting(
      'asks for ten thousand threads',
      `-threads 10000 ${endless} -threads 10000 -filter_threads 10000 -t 0.2 -c:v libx264 -f matroska {{out_a}}`,
      [...anyLimit, 'SUCCESS'],
      { isRepresentative: true },
    ),
    exhausting(
      'asks an encoder for ten thousand threads',
      `${endless} -t 0.2 -c:v libx264 -x264-params threads=10000 -f matroska {{out_a}}`,
      [...anyLimit, 'SUCCESS'],
    ),
    exhausting(
      'asks for a thousand decoders',
      `${endless} -filter_complex "split=500${Array.from({ length: 500 }, (_, n) => `[o${n}]`).join('')}" ${Array.from({ length: 500 }, (_, n) => `-map [o${n}] -t 0.1 -f null -`).join(' ')} -map 0 -t 0.1 -f rawvideo {{out_a}}`,
      [...anyLimit, 'SUCCESS'],
      { maxRunSeconds: 15 },
    ),
    exhausting(
      'chains five thousand filters',
      `-f lavfi -i color=s=16x16:d=0.1 -vf ${Array(5000).fill('null').join()} -f rawvideo {{out_a}}`,
      [...anyLimit, 'SUCCESS'],
      { maxRunSeconds: 15 },
    ),
    exhausting(
      'opens fifteen thousand brackets',
      `-f lavfi -i color=s=16x16:d=0.1 -vf "geq=lum='${'('.repeat(15_000)}1${')'.repeat(15_000)}'" -f rawvideo {{out_a}}`,
      [...anyLimit, 'SUCCESS'],
    ),
    exhausting(
      'nests five thousand calls',
      `-f lavfi -i "aevalsrc='${'sin('.repeat(5000)}1${')'.repeat(5000)}':d=0.1" -f wav {{out_a}}`,
      [...anyLimit, 'SUCCESS'],
    ),
    exhausting(
      'opens fifteen thousand labels',
      `-f lavfi -i color=s=16x16:d=0.1 -filter_complex "${'[a]'.repeat(9000)}null" -f rawvideo {{out_a}}`,
      [...anyLimit, 'SUCCESS'],
    ),
    exhausting(
      'escapes fifteen thousand times',
      `-f lavfi -i color=s=16x16:d=0.1 -vf "drawtext=text='${'\\\\'.repeat(7500)}'" -f rawvideo {{out_a}}`,
      [...anyLimit, 'SUCCESS'],
    ),
    exhausting(
      'fills the log',
      `-loglevel debug -f lavfi -i testsrc2=s=16x16:r=100000 -vf showinfo -f null - -f lavfi -i sine -t 0.1 -map 1 -f wav {{out_a}}`,
      ['TIMEOUT'],
      { isRepresentative: true },
    ),
    exhausting(
      'queues packets without end',
      '-thread_queue_size 1000000 -f lavfi -i testsrc2=s=1280x720 -max_muxing_queue_size 1000000 -map 0 -f lavfi -i anullsrc -map 1 -c:v rawvideo -f matroska {{out_a}}',
      anyLimit,
      { maxRunSeconds: 15 },
    ),
    exhausting(
      'sleeps before it starts',
      '-itsoffset 1000000 -re -f lavfi -i sine=d=1 -af adelay=100000000 -f wav {{out_a}}',
      anyLimit,
    ),
    exhausting(
      'fills a gap of a year with silence',
      '-f lavfi -i sine=d=0.1 -af "asetpts=PTS+31536000/TB,aresample=async=1:first_pts=0" -f wav {{out_a}}',
      [...anyLimit, 'SUCCESS'],
      { maxRunSeconds: 15 },
    ),
    exhausting(
      'fills a gap of a year with frames',
      `${endless} -vf "setpts=PTS+gte(N\\,1)*31536000/TB" -fps_mode cfr -r 60 -f rawvideo {{out_a}}`,
      anyLimit,
      { maxRunSeconds: 15 },
    ),
    exhausting(
      'says that its sound lasts for ever',
      '-f u8 -ar 1 -i {{in_a}} -af aresample=192000 -f wav {{out_a}}',
      anyLimit,
      {
        inputs: { in_a: { filename: 'a.raw', bytes: 'x'.repeat(1_000_000) } },
        maxRunSeconds: 15,
      },
    ),
  ],
};
