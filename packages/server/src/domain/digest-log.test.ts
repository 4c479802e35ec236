// What is read out of FFmpeg's log, from logs that FFmpeg 7.1 wrote, and that no log can fill the memory.
import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { createLogDigester, type LogDigest, parseLogLine } from './digest-log.ts';

function digest(text: string, maxBytes = 1_048_576): LogDigest {
  const digester = createLogDigester({ maxBytes });
  digester.write(Buffer.from(text));
  return digester.end();
}

// ffmpeg -i in_cut.mp4 -f lavfi -i color -c:v libx264 out.mp4, of a faststart MP4 cut at 40 %.
const cutFilm = `[info] Input #0, mov,mp4,m4a,3gp,3g2,mj2, from '/job/inputs/in_cut.mp4':
[info]   Metadata:
[info]     title           : Input #7, mp3, from 'nowhere':
[info]   Duration: 00:01:03.50, start: 0.000000, bitrate: 266 kb/s
[info]   Stream #0:0[0x1](und): Video: h264 (Constrained Baseline) (avc1 / 0x31637661), yuv420p(progressive), 320x180, 25 fps (default)
[info]         handler_name    : VideoHandler
[info]   Stream #0:1[0x2](und): Audio: aac (LC) (mp4a / 0x6134706D), 44100 Hz, mono, fltp, 69 kb/s (default)
[mov,mp4,m4a,3gp,3g2,mj2 @ 0x562a57f052c0] [warning] Packet corrupt (stream = 0, dts = 14336).
[info] Input #1, lavfi, from 'color=c='red',format=gray':
[info]   Duration: N/A, start: 0.000000, bitrate: N/A
[info]   Stream #1:0: Video: wrapped_avframe, yuv420p, 320x240, 25 fps
[info] Stream mapping:
[info]   Stream #0:0 -> #0:0 (h264 (native) -> h264 (libx264))
[info] Output #0, mp4, to '/job/out.mp4':
[info]   Duration: 00:00:09.00, start: 0.000000
[h264 @ 0x562a57fe0b00] [error] Invalid NAL unit size (3163 > 891).
[in#0/mov,mp4,m4a,3gp,3g2,mj2 @ 0x562a57f05000] [warning] corrupt input packet in stream 0
[mov,mp4,m4a,3gp,3g2,mj2 @ 0x562a57f052c0] [error] stream 1, offset 0x18f80: partial file
[vist#0:0/h264 @ 0x55d03e981200] [dec:h264 @ 0x55d03e9810c0] [error] Decoding error: Invalid data found when processing input
`;

test('inputs are known with their format, path, length and streams', () => {
  const { inputs } = digest(cutFilm);
  assert.deepEqual(
    inputs.map(({ index, format, path, durationSeconds }) => [index, format, path, durationSeconds]),
    [
      [0, 'mov,mp4,m4a,3gp,3g2,mj2', '/job/inputs/in_cut.mp4', 63.5],
      [1, 'lavfi', "color=c='red',format=gray", null],
    ],
  );
  assert.deepEqual(
    inputs.map(({ streams }) => streams.map((stream) => stream.slice(0, 5))),
    [['Video', 'Audio'], ['Video']],
  );
});

test('an early end counts only once the command runs, not while inputs are looked into', () => {
  assert.deepEqual(
    digest(cutFilm).earlyEnds.map((line) => line.text),
    ['corrupt input packet in stream 0', 'stream 1, offset 0x18f80: partial file'],
  );
  const opening = cutFilm.slice(0, cutFilm.indexOf('[info] Stream mapping'));
  assert.deepEqual(digest(opening).earlyEnds, []);
});

test('outputs that nothing was written to are known by their place', () => {
  const said = `[vf#1:0 @ 0x55] [warning] No filtered frames for output stream, trying to initialize anyway.
[out#1/mp4 @ 0x55] [warning] Output file is empty, nothing was encoded(check -ss / -t / -frames parameters if used)
[info] Output file is empty, nothing was encoded`;
  const { emptyOutputs, sawNoFrames } = digest(said);
  assert.deepEqual({ emptyOutputs, sawNoFrames }, { emptyOutputs: [1], sawNoFrames: true });
  assert.deepEqual(digest(cutFilm).emptyOutputs, []);
});

test('the early ends of other demuxers and of picture decoders are known', () => {
  const said = [
    '[matroska,webm @ 0x5589b9b732c0] [error] File ended prematurely',
    '[gif @ 0x55e413c9bc40] [error] LZW decode failed',
    '[mjpeg @ 0x55c70857cb40] [error] overread 8',
    '[png @ 0x5655657c7b80] [error] chunk too big',
  ];
  for (const line of said) assert.equal(digest(`[info] Stream mapping:\n${line}\n`).earlyEnds.length, 1, line);
});

test('a JPEG that only lacks its end marker did not end early', () => {
  const log = '[info] Stream mapping:\n[mjpeg @ 0x55c5] [warning] EOI missing, emulating\n';
  assert.deepEqual(digest(log).earlyEnds, []);
});

test('inputs that could not be opened and a full disk are known', () => {
  const log = `[mov,mp4,m4a,3gp,3g2,mj2 @ 0x55bb1d56d280] [error] moov atom not found
[in#0 @ 0x55bb1d56cfc0] [error] Error opening input: Invalid data found when processing input
[error] Error opening input file /job/inputs/in_cut.mp4.
[fatal] Error opening input files: Invalid data found when processing input
`;
  assert.deepEqual(digest(log).unopenedInputs, ['/job/inputs/in_cut.mp4']);
  assert.equal(digest(log).saysNoSpace, false);
  assert.ok(digest('[out#0/avi @ 0x55be] [error] Error writing trailer: No space left on device\n').saysNoSpace);
  assert.equal(digest('[info]     title : No space left on device\n').saysNoSpace, false);
});

test('lines are taken apart into level, speaker and words', () => {
  const cases: readonly (readonly [string, string, string | null, string])[] = [
    ['[fatal] Error opening input files: x', 'fatal', null, 'Error opening input files: x'],
    ['[libx264 @ 0x5565cbeb8e80] [Eval @ 0x7ffc245825e0] [error] Undefined', 'error', 'Eval', 'Undefined'],
    [
      '[mov,mp4 @ 0x1f] [warning] Packet corrupt (stream @ 0xdead = 0)',
      'warning',
      'mov,mp4',
      'Packet corrupt (stream = 0)',
    ],
    ["x264 [error]: invalid preset 'zoom'", 'error', 'x264', "invalid preset 'zoom'"],
    ['Svt[info]: SVT [config]: main profile', 'info', 'Svt', 'SVT [config]: main profile'],
    ["To ignore this, add a trailing '?' to the map.", 'error', null, "To ignore this, add a trailing '?' to the map."],
  ];
  for (const [raw, level, speaker, text] of cases)
    assert.deepEqual(parseLogLine(raw, 'error'), { level, speaker, text });
  assert.equal(parseLogLine('   \r', 'error'), null);
});

test('the kept text has the log’s beginning and end, and says how much is missing', () => {
  const lines = Array.from({ length: 10_000 }, (_, index) => `[info] line ${index}\n`);
  const { text, totalBytes } = digest(lines.join(''), 2000);
  assert.equal(totalBytes, lines.join('').length);
  assert.ok(text.startsWith('[info] line 0\n'));
  assert.ok(text.endsWith('[info] line 9999\n'));
  const leftOut = /\n\[… (\d+) bytes of the log left out …\]\n/.exec(text);
  assert.ok(leftOut !== null);
  assert.ok(text.length <= 2100);
});

test('a log within the limit is kept as it is, wherever its chunks end', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme', maxLength: 60 })),
      fc.integer({ min: 1, max: 50 }),
      (lines, size) => {
        const bytes = Buffer.from(lines.join('\n'));
        const digester = createLogDigester({ maxBytes: 2 * bytes.length + 2 });
        for (let at = 0; at < bytes.length; at += size) digester.write(bytes.subarray(at, at + size));
        assert.equal(digester.end().text, bytes.toString());
      },
    ),
  );
});

test('a line that is said again is kept once, and letters that chunks cut in two stay whole', () => {
  const digester = createLogDigester();
  const bytes = Buffer.from('[error] é\n[error] é\n[warning] é\n');
  for (const byte of bytes) digester.write(Buffer.from([byte]));
  const { errors, warnings } = digester.end();
  assert.deepEqual(
    [...errors, ...warnings].map(({ level, text }) => `${level} ${text}`),
    ['error é', 'warning é'],
  );
});

test('whatever is said and however much, what is kept is bounded', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 2000 }), { maxLength: 20 }), (chunks) => {
      const digester = createLogDigester({ maxBytes: 1000 });
      for (const chunk of chunks) digester.write(chunk);
      // A byte that is no UTF-8 becomes a mark of three.
      assert.ok(Buffer.byteLength(digester.end().text) <= 3 * 1000 + 60);
    }),
  );
  const digester = createLogDigester({ maxBytes: 10_000 });
  for (let index = 0; index < 2000; index++) {
    digester.write(
      Buffer.from(
        `[h264 @ 0x1] [error] error while decoding MB ${index} 8\n[info] Input #${index}, mp3, from 'x':\n`.repeat(5),
      ),
    );
  }
  for (let index = 0; index < 200; index++) digester.write(Buffer.alloc(65_536, 'y'));
  const end = digester.end();
  assert.equal(end.decodeErrorCount, 10_000);
  assert.ok(end.errors.length <= 80 && end.inputs.length <= 100 && end.text.length < 11_000);
  assert.equal(end.errors[0]?.text, 'error while decoding MB 0 8');
  assert.equal(end.errors.at(-1)?.level, 'error');
});
