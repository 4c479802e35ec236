// ffprobe's reports of real files (FFmpeg 7.1, shortened) become the wire's facts.
import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { describeUnreadable, readMediaInfo } from './read-media-info.ts';

const mov = 'mov,mp4,m4a,3gp,3g2,mj2';
const picture = {
  index: 0,
  codec_name: 'h264',
  codec_type: 'video',
  width: 320,
  height: 180,
  pix_fmt: 'yuv420p',
  r_frame_rate: '25/1',
  avg_frame_rate: '25/1',
  duration: '3.000000',
  bit_rate: '611216',
  nb_frames: '75',
};
const sound = {
  index: 1,
  codec_name: 'aac',
  codec_type: 'audio',
  sample_rate: '44100',
  channels: 1,
  avg_frame_rate: '0/0',
  duration: '3.000000',
  bit_rate: '69599',
};
const cover = {
  index: 1,
  codec_name: 'mjpeg',
  codec_type: 'video',
  width: 500,
  height: 500,
  r_frame_rate: '90000/1',
  disposition: { attached_pic: 1 },
};

function read(format: object, streams: readonly object[], filename: string, headBytes = Buffer.alloc(0)) {
  return readMediaInfo({ format, streams }, { filename, sizeBytes: 1000, headBytes });
}

test('a film has the facts of its picture and its sound', () => {
  assert.deepEqual(read({ format_name: mov, duration: '3.000000', bit_rate: '690237' }, [picture, sound], 'a.mp4'), {
    fileType: 'video',
    fileFormat: 'mp4',
    mimeType: 'video/mp4',
    durationSeconds: 3,
    codec: 'h264',
    pixelFormat: 'yuv420p',
    width: 320,
    height: 180,
    frameRate: 25,
    bitrateVideoKb: 611,
    bitrateAudioKb: 70,
    sampleRate: 44100,
    channels: 1,
  });
});

test('a cover picture does not make a song a video', () => {
  const info = read({ format_name: mov, duration: '3.0', bit_rate: '94248' }, [cover, sound], 'a.m4a');
  assert.deepEqual(
    [info.fileType, info.fileFormat, info.mimeType, info.codec, info.width, info.height, info.frameRate],
    ['audio', 'm4a', 'audio/mp4', 'aac', null, null, null],
  );
  assert.equal(info.bitrateAudioKb, 70);
});

test('sound alone in a film’s container gets the sound’s MIME type', () => {
  assert.equal(read({ format_name: mov, duration: '3.0' }, [sound], 'a.mp4').mimeType, 'audio/mp4');
  assert.equal(read({ format_name: 'ogg', duration: '3.0' }, [sound], 'a.ogg').mimeType, 'audio/ogg');
});

test('a quarter turn swaps width and height, a half turn does not', () => {
  const turned = (rotation: number) => {
    const info = read({ format_name: mov }, [{ ...picture, side_data_list: [{}, { rotation }] }], 'a.mp4');
    return [info.width, info.height];
  };
  assert.deepEqual([90, -90, 270, 180, 0].map(turned), [
    [180, 320],
    [180, 320],
    [180, 320],
    [320, 180],
    [320, 180],
  ]);
});

test('a still picture has neither duration nor rates, whatever ffprobe invents', () => {
  const jpeg = { ...picture, codec_name: 'mjpeg', duration: '0.040000', nb_frames: undefined, nb_read_packets: '1' };
  const info = read({ format_name: 'image2', duration: '0.040000', bit_rate: '1537400' }, [jpeg], 'a.jpg');
  assert.deepEqual(
    [info.fileType, info.durationSeconds, info.frameRate, info.bitrateVideoKb, info.width],
    ['image', null, null, null, 320],
  );
});

test('a moving picture of a picture format is an image with a duration', () => {
  const gif = { ...picture, codec_name: 'gif', avg_frame_rate: '10/1', duration: '3.200000', nb_frames: '32' };
  const moving = read({ format_name: 'gif', duration: '3.200000' }, [gif], 'a.gif');
  assert.deepEqual([moving.fileType, moving.durationSeconds, moving.frameRate], ['image', 3.2, 10]);
  const single = read({ format_name: 'gif', duration: '0.100000' }, [{ ...gif, nb_frames: '1' }], 'a.gif');
  assert.deepEqual([single.durationSeconds, single.frameRate], [null, null]);
});

test('an animated WebP, of which FFmpeg knows nothing, has the size that its header says', () => {
  const head = Buffer.from('524946465886040057454250565038580a000000020000003f0100b30000', 'hex');
  const webp = { ...picture, codec_name: 'webp', width: 0, height: 0, nb_frames: undefined, bit_rate: undefined };
  const info = read({ format_name: 'webp_pipe' }, [webp], 'a.webp', head);
  assert.deepEqual([info.fileType, info.width, info.height, info.frameRate], ['image', 320, 180, null]);
});

test('a video’s bit rate is the file’s less its sound only where the sound’s is known', () => {
  const format = { format_name: 'mpegts', bit_rate: '746223' };
  const bare = { ...picture, bit_rate: undefined };
  assert.equal(read(format, [bare, sound], 'a.ts').bitrateVideoKb, 677);
  assert.equal(read(format, [bare, { ...sound, bit_rate: undefined }], 'a.ts').bitrateVideoKb, null);
  assert.equal(read(format, [bare, { ...sound, bit_rate: '800000' }], 'a.ts').bitrateVideoKb, null);
});

test('Matroska’s statistics tags fill in what its streams do not say', () => {
  const tagged = {
    ...picture,
    duration: undefined,
    bit_rate: undefined,
    tags: { DURATION: '00:01:03.023000000', BPS: '99600' },
  };
  const info = read({ format_name: 'matroska,webm' }, [tagged], 'a.mkv');
  assert.deepEqual([info.durationSeconds, info.bitrateVideoKb], [63.023, 100]);
});

test('a frame rate that is unknown on average is the base rate, and 0/0 is none', () => {
  const rate = (avg: string, base: string) =>
    read({ format_name: mov }, [{ ...picture, avg_frame_rate: avg, r_frame_rate: base }], 'a.mp4').frameRate;
  assert.deepEqual([rate('30000/1001', '30/1'), rate('0/0', '30/1'), rate('0/0', '0/0')], [29.97, 30, null]);
});

test('figures that are no numbers are not known', () => {
  const odd = { ...picture, width: '1e999', height: 'N/A', bit_rate: {}, duration: '-1', nb_frames: [] };
  const info = read({ format_name: mov, duration: 'inf' }, [odd], 'a.mp4');
  assert.deepEqual([info.width, info.height, info.bitrateVideoKb, info.durationSeconds], [null, null, null, null]);
});

test('any JSON at all is survived', () => {
  const anything = fc.oneof(
    fc.jsonValue(),
    fc.record({ format: fc.jsonValue(), streams: fc.array(fc.jsonValue()) }),
    fc.record({
      format: fc.record({ format_name: fc.string() }),
      streams: fc.array(
        fc.dictionary(
          fc.constantFrom(...Object.keys(picture), 'side_data_list', 'tags', 'disposition'),
          fc.jsonValue(),
        ),
      ),
    }),
  );
  fc.assert(
    fc.property(anything, fc.string(), (report, filename) => {
      const info = readMediaInfo(report, { filename, sizeBytes: 0 });
      for (const value of Object.values(info)) assert.ok(typeof value !== 'number' || Number.isFinite(value));
    }),
  );
});

test('what ffprobe cannot read is text by its bytes, and named by its ending or its first words', () => {
  const cases: readonly (readonly [string, string | Buffer, string, string | null, string])[] = [
    ['scenes.txt', 'frame:0 pts:0', 'text', 'txt', 'text/plain'],
    ['scenes.txt', '', 'text', 'txt', 'text/plain'],
    ['sum.md5', 'MD5=0cc1', 'text', 'md5', 'text/plain'],
    ['loud.json', '{"input_i": "-23"}', 'text', 'json', 'application/json'],
    ['a.srt', '1\n00:00:00,000 --> 00:00:01,000\nhé', 'subtitle', 'srt', 'application/x-subrip'],
    ['a.m3u8', '#EXTM3U\n', 'text', 'm3u8', 'application/vnd.apple.mpegurl'],
    ['stream', '#EXTM3U\n', 'text', 'm3u8', 'application/vnd.apple.mpegurl'],
    ['a.mp4', '<!DOCTYPE html><p>404', 'text', 'html', 'text/html'],
    ['a.mp4', 'not found', 'text', 'txt', 'text/plain'],
    ['a.mp4', '', 'other', null, 'application/octet-stream'],
    ['a.txt', Buffer.from([0x61, 0x00, 0x62]), 'other', null, 'application/octet-stream'],
    ['a.mp4', Buffer.from([0xff, 0xfe, 0x61]), 'other', null, 'application/octet-stream'],
  ];
  for (const [filename, head, ...expected] of cases) {
    const info = describeUnreadable({ filename, headBytes: Buffer.from(head) });
    assert.deepEqual([info.fileType, info.fileFormat, info.mimeType], expected, filename);
  }
});

test('text whose head ends within a character is still text', () => {
  const head = Buffer.from('caf\u00e9').subarray(0, 4);
  assert.equal(describeUnreadable({ filename: 'a.log', headBytes: head }).fileType, 'text');
});
