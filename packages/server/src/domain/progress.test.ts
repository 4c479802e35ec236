// FFmpeg's progress stream is read the same however the pipe cuts it, and never runs backwards.
import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { createProgressParser, etaSeconds, progressFraction } from './progress.ts';

// Two reports of FFmpeg 7.1, as it wrote them.
const stream = `frame=0
fps=0.00
stream_0_0_q=0.0
bitrate=N/A
total_size=44
out_time_us=N/A
out_time_ms=N/A
out_time=N/A
dup_frames=0
drop_frames=0
speed=N/A
progress=continue
frame=75
fps=24.90
stream_0_0_q=-1.0
bitrate= 690.2kbits/s
total_size=258839
out_time_us=3000000
out_time_ms=3000000
out_time=00:00:03.000000
dup_frames=0
drop_frames=0
speed=12.3x
progress=end
`;

const reports = [
  { frame: 0, fps: 0, speed: null, outTimeSeconds: null, totalSizeBytes: 44, isEnd: false },
  { frame: 75, fps: 24.9, speed: 12.3, outTimeSeconds: 3, totalSizeBytes: 258_839, isEnd: true },
];

test('reports come out whole wherever the stream is cut', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: stream.length }), { maxLength: 20 }), (places) => {
      const cuts = [0, ...places.sort((one, other) => one - other), stream.length];
      const parser = createProgressParser();
      const bytes = Buffer.from(stream);
      const read = cuts.slice(1).flatMap((end, index) => parser.write(bytes.subarray(cuts[index], end)));
      assert.deepEqual(read, reports);
    }),
  );
});

test('any bytes at all are survived, and an endless line is not kept', () => {
  const parser = createProgressParser();
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
      for (const report of parser.write(bytes)) assert.equal(typeof report.isEnd, 'boolean');
    }),
  );
  for (let index = 0; index < 100; index++) parser.write(Buffer.alloc(65_536, 'x'));
  assert.deepEqual(parser.write(Buffer.from('\nframe=1\nprogress=end\n'))[0]?.frame, 1);
});

test('a report says nothing of what only the one before it said', () => {
  const [, second] = createProgressParser().write(Buffer.from('frame=5\nprogress=continue\nprogress=end\n'));
  assert.deepEqual([second?.frame, second?.isEnd], [null, true]);
});

test('a time before zero, as encoders with a delay begin, stays before zero, and is no headway', () => {
  const [report] = createProgressParser().write(Buffer.from('out_time_us=-23220\nprogress=continue\n'));
  assert.equal(report?.outTimeSeconds, -0.02322);
  assert.equal(progressFraction({ outTimeSeconds: -0.02322, isEnd: false }, 10), 0);
});

test('the fraction never falls, stays below 1 until the end, and is 1 at the end', () => {
  const at = (outTimeSeconds: number | null, isEnd = false) => ({ outTimeSeconds, isEnd });
  assert.equal(progressFraction(at(5), 10), 0.5);
  assert.equal(progressFraction(at(2), 10, 0.5), 0.5);
  assert.equal(progressFraction(at(12), 10), 0.999);
  assert.equal(progressFraction(at(5), null), null);
  assert.equal(progressFraction(at(null), 10, 0.3), 0.3);
  assert.equal(progressFraction(at(1, true), 10, 0.5), 1);
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -5, max: 50, noNaN: true })),
      fc.double({ min: 0.1, max: 40, noNaN: true }),
      (times, expected) => {
        let previous: number | null = null;
        for (const time of times) {
          const fraction = progressFraction(at(time), expected, previous);
          assert.ok(fraction !== null && fraction >= (previous ?? 0) && fraction < 1);
          previous = fraction;
        }
      },
    ),
  );
});

test('what is left is told by the present speed', () => {
  assert.equal(etaSeconds({ outTimeSeconds: 4, speed: 2, isEnd: false }, 10), 3);
  assert.equal(etaSeconds({ outTimeSeconds: 12, speed: 2, isEnd: false }, 10), 0);
  assert.equal(etaSeconds({ outTimeSeconds: 4, speed: 0, isEnd: false }, 10), null);
  assert.equal(etaSeconds({ outTimeSeconds: 4, speed: null, isEnd: false }, 10), null);
  assert.equal(etaSeconds({ outTimeSeconds: 4, speed: 2, isEnd: false }, null), null);
  assert.equal(etaSeconds({ outTimeSeconds: null, speed: null, isEnd: true }, null), 0);
});
