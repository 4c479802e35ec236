import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inputFactsOf } from './input-facts.ts';

const film = {
  index: 0,
  format: 'mov,mp4,m4a,3gp,3g2,mj2',
  path: '/job/inputs/in_a.mp4',
  durationSeconds: 5.8,
  streams: [
    'Video: h264 (High) (avc1 / 0x31637661), yuv420p(progressive), 320x240, 273 kb/s, 25 fps, 1k tbr, 12800 tbn (default)',
    'Audio: aac (LC) (mp4a / 0x6134706D), 44100 Hz, mono, fltp, 69 kb/s (default)',
    'Video: mjpeg (Baseline), yuvj420p(pc), 600x600, 90k tbr, 90k tbn (attached pic)',
  ],
};

test('frame rates and media are read off the announced streams', () => {
  assert.deepEqual(inputFactsOf({ inputs: [film] }, 1), [
    {
      seconds: 5.8,
      streams: [
        { medium: 'video', seconds: null, averageFrameRate: 25, baseFrameRate: 1000 },
        { medium: 'audio', seconds: null, averageFrameRate: null, baseFrameRate: null },
        { medium: 'picture', seconds: null, averageFrameRate: null, baseFrameRate: null },
      ],
    },
  ]);
});

test('a container that only estimates its length states none, and an input the log is silent on is unknown', () => {
  assert.deepEqual(
    inputFactsOf({ inputs: [{ ...film, format: 'mpegts' }] }, 2).map((facts) => facts && facts.seconds),
    [null, null],
  );
});
