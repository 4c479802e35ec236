// Containers built byte by byte: what proves a cut, what does not, and that no bytes can make the measuring throw or run long.
// Files as FFmpeg's own muxers write them are measured in test/programs.
import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { measureExtent } from './container-extent.ts';

async function kindOf(bytes: Buffer): Promise<string> {
  return (
    await measureExtent((offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)), bytes.length)
  ).kind;
}

function box(type: string, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + body.length);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
}

function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => bytes.writeUInt32BE(value, index * 4));
  return bytes;
}

function movie(chunkOffset: number, options: { isElsewhere?: boolean; handler?: string } = {}): Buffer {
  const reference = box('url ', words(options.isElsewhere === true ? 0 : 1));
  const information = box(
    'minf',
    box(options.handler ?? 'vmhd', Buffer.alloc(12)),
    box('dinf', box('dref', words(0, 1), reference)),
    box('stbl', box('stco', words(0, 1, chunkOffset))),
  );
  return box('moov', box('trak', box('mdia', information)));
}

const brand = box('ftyp', Buffer.from('isom'), words(0));
const samples = box('mdat', Buffer.alloc(1000, 7));

test('an MP4 whose boxes and samples lie within the file is whole, also with bytes after it', async () => {
  const film = Buffer.concat([brand, samples, movie(30)]);
  assert.equal(await kindOf(film), 'whole');
  assert.equal(await kindOf(Buffer.concat([film, Buffer.alloc(3)])), 'whole');
  assert.equal(await kindOf(Buffer.concat([film, Buffer.from('\n<!-- appended by somebody -->')])), 'whole');
  assert.equal(await kindOf(Buffer.concat([film, Buffer.from('\x7f\xff\xff\xfffree', 'latin1')])), 'whole');
});

test('an MP4 is cut when its samples or its index break off', async () => {
  const film = Buffer.concat([brand, samples, movie(30)]);
  const early = Buffer.concat([brand, movie(900), samples]);
  for (let length = 30; length < film.length; length++)
    assert.equal(await kindOf(film.subarray(0, length)), 'cut', `${length}`);
  for (let length = 24; length < early.length; length++)
    assert.equal(await kindOf(early.subarray(0, length)), 'cut', `${length}`);
});

test('an index that points past the end proves a cut only for picture and sound in this file', async () => {
  const start = Buffer.concat([brand, samples]);
  assert.equal(await kindOf(Buffer.concat([start, movie(9_000_000)])), 'cut');
  assert.equal(await kindOf(Buffer.concat([start, movie(9_000_000, { isElsewhere: true })])), 'unknown');
  assert.equal(await kindOf(Buffer.concat([start, movie(9_000_000, { handler: 'gmhd' })])), 'unknown');
});

test('a 64-bit box size counts', async () => {
  const wide = Buffer.concat([words(1), Buffer.from('mdat'), words(0, 1016), Buffer.alloc(1000)]);
  assert.equal(await kindOf(Buffer.concat([brand, wide, movie(40)])), 'whole');
  assert.equal(await kindOf(Buffer.concat([brand, wide.subarray(0, 500)])), 'cut');
});

test('a last box without a size, a segment without an index, and fragments of which nobody counts prove nothing', async () => {
  const open = Buffer.concat([words(0), Buffer.from('mdat'), Buffer.alloc(100)]);
  assert.equal(await kindOf(Buffer.concat([brand, movie(200), open])), 'whole');
  assert.equal(await kindOf(Buffer.concat([box('styp', words(0)), box('moof', words(0)), samples])), 'unknown');
  assert.equal(await kindOf(Buffer.concat([brand, box('moov', words()), box('moof', words(0)), samples])), 'unknown');
  assert.equal(await kindOf(Buffer.concat([brand, box('meta', words(0)), samples])), 'whole');
});

test('a Matroska segment says how long it is, unless it was written live', async () => {
  const ebml = Buffer.concat([Buffer.from('1a45dfa390', 'hex'), Buffer.alloc(16)]);
  const cluster = Buffer.concat([Buffer.from('1f43b67540c8', 'hex'), Buffer.alloc(200)]);
  const sized = Buffer.concat([ebml, Buffer.from('1853806740ce', 'hex'), cluster]);
  assert.equal(await kindOf(sized), 'whole');
  assert.equal(await kindOf(Buffer.concat([sized, Buffer.alloc(9)])), 'whole');
  assert.equal(await kindOf(sized.subarray(0, -1)), 'cut');
  const live = Buffer.concat([ebml, Buffer.from('1853806701ffffffffffffff', 'hex'), cluster]);
  assert.equal(await kindOf(live), 'unknown');
  assert.equal(await kindOf(live.subarray(0, -1)), 'cut');
});

test('a WAV is cut when its data is shorter than said, and unknown when a pipe’s writer said nothing', async () => {
  const wav = (size: number, length: number) => {
    const bytes = Buffer.alloc(20 + length);
    bytes.write('RIFF\0\0\0\0WAVEdata', 'latin1');
    bytes.writeUInt32LE(size, 16);
    return bytes;
  };
  assert.equal(await kindOf(wav(1000, 1000)), 'whole');
  assert.equal(await kindOf(wav(1000, 900)), 'cut');
  assert.equal(await kindOf(wav(1044, 1000)), 'unknown');
  for (const size of [0, 0xffff_ffff, 0x7fff_ffff, 0x7fff_f000]) assert.equal(await kindOf(wav(size, 1000)), 'unknown');
});

test('a JPEG’s end is its own, not its thumbnail’s nor a trailer’s', async () => {
  const thumbnail = Buffer.from('ffe1000affd8ffdaffd90000', 'hex');
  const picture = Buffer.concat([
    Buffer.from('ffd8', 'hex'),
    thumbnail,
    Buffer.from('ffda0004aabb', 'hex'),
    Buffer.alloc(500, 1),
  ]);
  assert.equal(await kindOf(picture), 'cut');
  const closed = Buffer.concat([picture, Buffer.from('ffd9', 'hex')]);
  assert.equal(await kindOf(closed), 'whole');
  assert.equal(await kindOf(Buffer.concat([closed, Buffer.alloc(300_000, 2)])), 'whole');
  assert.equal(await kindOf(picture.subarray(0, 8)), 'cut');
});

test('a PNG ends with IEND, whatever follows', async () => {
  const chunk = (type: string, length: number) =>
    Buffer.concat([words(length), Buffer.from(type), Buffer.alloc(length + 4)]);
  const png = Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', 13),
    chunk('IDAT', 500),
    chunk('IEND', 0),
  ]);
  assert.equal(await kindOf(png), 'whole');
  assert.equal(await kindOf(Buffer.concat([png, Buffer.alloc(77)])), 'whole');
  for (let length = 9; length < png.length; length++)
    assert.equal(await kindOf(png.subarray(0, length)), 'cut', `${length}`);
});

test('a GIF that ends between blocks without its trailer is not called cut', async () => {
  const image = Buffer.concat([Buffer.from('2c000000000100010000', 'hex'), Buffer.from('0202440100', 'hex')]);
  const gif = Buffer.concat([Buffer.from('GIF89a'), Buffer.alloc(7), image]);
  assert.equal(await kindOf(Buffer.concat([gif, Buffer.from(';')])), 'whole');
  assert.equal(await kindOf(gif), 'unknown');
  assert.equal(await kindOf(gif.subarray(0, -3)), 'cut');
});

test('an Ogg page that breaks off is a cut, and a last page says so', async () => {
  const page = (flags: number) => {
    const bytes = Buffer.alloc(28 + 200);
    bytes.write('OggS', 'latin1');
    bytes[5] = flags;
    bytes[26] = 1;
    bytes[27] = 200;
    return bytes;
  };
  assert.equal(await kindOf(Buffer.concat([page(2), page(4)])), 'whole');
  assert.equal(await kindOf(Buffer.concat([page(2), page(0)])), 'unknown');
  assert.equal(await kindOf(Buffer.concat([page(2), page(4)]).subarray(0, -1)), 'cut');
});

const signatures = [
  '0000001066747970',
  '000000086d6f6f76',
  '1a45dfa3',
  '52494646ffffffff57415645',
  '524946460000000041564920',
  '89504e470d0a1a0a',
  'ffd8ffe0',
  '474946383961',
  '4f67675300',
];

test('no bytes make it throw, and reads stay bounded', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...signatures), fc.uint8Array({ maxLength: 3000 }), async (signature, rest) => {
      const bytes = Buffer.concat([Buffer.from(signature, 'hex'), rest]);
      let reads = 0;
      const extent = await measureExtent((offset, length) => {
        reads++;
        return Promise.resolve(bytes.subarray(offset, offset + length));
      }, bytes.length);
      assert.ok(['whole', 'cut', 'unknown'].includes(extent.kind));
      assert.ok(reads <= 302);
    }),
    { numRuns: 500 },
  );
});

test('a terabyte of tiny boxes, of one-byte blocks or of nothing costs few reads and little time', async () => {
  const patterns = [box('free'), Buffer.from([1, 0x21]), Buffer.alloc(8)];
  const heads = [
    brand,
    Buffer.concat([Buffer.from('GIF89a'), Buffer.alloc(7), Buffer.from([0x21, 0xff])]),
    Buffer.from('ffd8ffda0004aabb', 'hex'),
  ];
  for (const head of heads) {
    for (const pattern of patterns) {
      let reads = 0;
      // Processor time: on a busy machine the clock tells of others.
      const before = process.cpuUsage();
      const extent = await measureExtent((offset, length) => {
        reads++;
        const bytes = Buffer.alloc(length, pattern);
        if (offset < head.length) head.copy(bytes, 0, offset);
        return Promise.resolve(bytes);
      }, 2 ** 40);
      assert.equal(extent.kind, 'unknown');
      assert.ok(reads <= 302, `${reads} reads`);
      const spent = process.cpuUsage(before);
      assert.ok(spent.user + spent.system < 2_000_000, `${spent.user + spent.system} µs`);
    }
  }
});

test('a reader that fails leaves the question open', async () => {
  assert.equal((await measureExtent(() => Promise.reject(new Error('EIO')), 1000)).kind, 'unknown');
  assert.equal((await measureExtent(() => Promise.resolve(Buffer.alloc(0)), 1000)).kind, 'unknown');
});
