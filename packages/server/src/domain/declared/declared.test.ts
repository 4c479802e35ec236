// What headers say of frames and lengths, and that a header which lies is refused before anything decodes it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeDeclared, readDeclared } from './declared.ts';
import type { Declared } from './facts.ts';

async function declaredBy(bytes: Buffer): Promise<Declared> {
  return await readDeclared((offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)), bytes.length);
}

const bytes = (...parts: readonly (string | number[] | Buffer)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))));
const be = (value: number, length: number): Buffer => {
  const buffer = Buffer.alloc(length);
  buffer.writeUIntBE(value, 0, length);
  return buffer;
};
const le = (value: number, length: number): Buffer => be(value, length).reverse();
const box = (type: string, ...content: Buffer[]): Buffer => {
  const body = Buffer.concat(content);
  return bytes(be(8 + body.length, 4), type, body);
};
const element = (id: number[], ...content: Buffer[]): Buffer => {
  const body = Buffer.concat(content);
  // The leading bit of a two-byte number.
  return bytes(id, be(body.length | 0x4000, 2), body);
};

const [width, height] = [60_000, 50_000];
const soundEntry = box('stsd', Buffer.alloc(60, 0xff));
const videoEntry = box(
  'stsd',
  Buffer.alloc(8),
  bytes(be(86, 4), 'hvc1', Buffer.alloc(24), be(width, 2), be(height, 2)),
);
const track = (handler: string, entry: Buffer): Buffer =>
  box('trak', box('mdia', box('hdlr', Buffer.alloc(8), bytes(handler)), box('minf', box('stbl', entry))));
const mvhd = (timescale: number, duration: number): Buffer =>
  box('mvhd', Buffer.alloc(12), be(timescale, 4), be(duration, 4), Buffer.alloc(80));
const double = Buffer.alloc(8);
double.writeDoubleBE(7_200_000);
const matroska = bytes(
  element([0x1a, 0x45, 0xdf, 0xa3], Buffer.alloc(4)),
  [0x18, 0x53, 0x80, 0x67, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
  element([0x15, 0x49, 0xa9, 0x66], element([0x2a, 0xd7, 0xb1], be(1_000_000, 3)), element([0x44, 0x89], double)),
  element(
    [0x16, 0x54, 0xae, 0x6b],
    element([0xae], element([0xe0], element([0xb0], be(width, 2)), element([0xba], be(height, 2)))),
  ),
);

const frame = { width, height };
const cases: readonly (readonly [string, Buffer, Declared])[] = [
  ['PNG', bytes('\x89PNG\r\n\x1a\n', be(13, 4), 'IHDR', be(width, 4), be(height, 4)), { frame, seconds: null }],
  ['GIF', bytes('GIF89a', le(width, 2), le(height, 2), [0, 0, 0]), { frame, seconds: null }],
  [
    'JPEG, past a thumbnail and fill bytes',
    bytes(
      [0xff, 0xd8, 0xff, 0xe1, 0, 6, 0xff, 0xc0, 1, 1],
      [0xff, 0xff, 0xc2, 0, 11, 8],
      be(height, 2),
      be(width, 2),
      [3, 0],
    ),
    { frame, seconds: null },
  ],
  [
    'WebP with alpha',
    bytes('RIFF', le(22, 4), 'WEBPVP8X', le(10, 4), [0, 0, 0, 0], le(width - 1, 3), le(height - 1, 3)),
    { frame, seconds: null },
  ],
  [
    'lossless WebP',
    bytes('RIFF', le(22, 4), 'WEBPVP8L', le(10, 4), [0x2f], le(9999 + 7999 * 2 ** 14, 4), Buffer.alloc(6)),
    { frame: { width: 10_000, height: 8000 }, seconds: null },
  ],
  [
    'WebP',
    bytes('RIFF', le(22, 4), 'WEBPVP8 ', le(10, 4), [0, 0, 0, 0x9d, 1, 0x2a], le(10_000, 2), le(8000, 2)),
    { frame: { width: 10_000, height: 8000 }, seconds: null },
  ],
  [
    'BMP from the top',
    bytes('BM', Buffer.alloc(12), le(40, 4), le(width, 4), le(2 ** 32 - height, 4), Buffer.alloc(8)),
    { frame, seconds: null },
  ],
  ['Photoshop', bytes('8BPS', Buffer.alloc(10), be(height, 4), be(width, 4)), { frame, seconds: null }],
  ['QOI', bytes('qoif', be(width, 4), be(height, 4), [4, 0]), { frame, seconds: null }],
  [
    'MP4: the video track among others',
    bytes(
      box('ftyp', Buffer.from('isom')),
      box('moov', mvhd(1000, 7_200_000_0), track('soun', soundEntry), track('vide', videoEntry)),
    ),
    { frame, seconds: 72_000 },
  ],
  ['MP4 of unknown length', box('moov', mvhd(1000, 0xffffffff)), { frame: null, seconds: null }],
  ['Matroska of unknown size', matroska, { frame, seconds: 7200 }],
];

for (const [name, content, expected] of cases) {
  test(`frames and length: ${name}`, async () => {
    assert.deepEqual(await declaredBy(content), expected);
    // Cut anywhere, it says less, and nothing throws.
    for (let length = 0; length < content.length; length += 1) await declaredBy(content.subarray(0, length));
  });
}

test('what is not known says nothing', async () => {
  for (const content of ['', 'text', 'ID3', 'RIFF....AVI LIST', '#EXTM3U\n']) {
    assert.deepEqual(await declaredBy(Buffer.from(content)), { frame: null, seconds: null });
  }
});

test('a limit is told with what was said', () => {
  const limits = { framePixels: 1_000_000, inputSeconds: 3600 };
  assert.equal(judgeDeclared({ frame: { width: 1000, height: 1000 }, seconds: 3600 }, limits), null);
  assert.equal(
    judgeDeclared({ frame, seconds: null }, limits),
    'says that a frame has 60000 × 50000 pixels, which is 3000000000; the limit is 1000000 (frame_pixels).',
  );
  assert.equal(
    judgeDeclared({ frame: null, seconds: 3601.4 }, limits),
    'says that it lasts 3601 s; the limit is 3600 s (input_seconds).',
  );
});
