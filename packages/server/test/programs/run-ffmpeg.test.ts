// FFmpeg as the server runs it: its progress, its log, and what a failing command tells its user.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { failureOfOutcome } from '../../src/domain/failure-of-outcome.ts';
import type { RunProgress } from '../../src/programs/run-ffmpeg.ts';
import { openSetting, type Setting } from './setting.ts';

let setting: Setting;
before(async () => {
  setting = await openSetting();
  await setting.make('-f lavfi -i testsrc2=s=320x180:r=25:d=2 -c:v libx264 -preset ultrafast a.mp4');
});
after(() => setting.close());

test('a good command reports its progress up to the end, and its inputs', async () => {
  const reports: RunProgress[] = [];
  const { outcome, digest, progress } = await setting.run('-i a.mp4 -vf hflip -c:v libx264 out.mp4', {
    estimateSeconds: () => 2,
    onProgress: (report) => reports.push(report),
  });
  assert.equal(outcome.kind, 'exited');
  assert.equal(failureOfOutcome(outcome, { digest, aliases: new Map() }), null);
  assert.deepEqual([progress?.isEnd, progress?.fraction, progress?.etaSeconds, progress?.frame], [true, 1, 0, 50]);
  assert.deepEqual(reports.at(-1), progress);
  assert.deepEqual(
    digest.inputs.map(({ path, durationSeconds, streams }) => [path, durationSeconds, streams.length]),
    [['a.mp4', 2, 1]],
  );
  assert.deepEqual(digest.errors, []);
});

test('what FFmpeg says of a bad command comes out in the user’s names', async () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ['-i a.mp4 -vf nosuch out.mp4', /^No such filter: 'nosuch'$/],
    ['-i a.mp4 -c:v libfoo out.mp4', /^Unknown encoder 'libfoo'$/],
    ['-i a.mp4 -map 0:s:0 out.mp4', /^Stream map '.*' matches no streams\.\nTo ignore this/],
    ['-i a.mp4 -crf abc out.mp4', /\[libx264\] Error setting option crf to value abc\.$/],
    ['-i a.mp4 -vf scale=321:181 -c:v libx264 out.mp4', /^\[libx264\] width not divisible by 2 \(321x181\)\n/],
    ['-i a.mp4 -nosuchoption 1 out.mp4', /^Unrecognized option 'nosuchoption'\.$/],
    ['-i /job/missing.mp4 out.mp4', /No such file or directory\nError opening input file \{\{in_a\}\}\.$/],
    ['-i a.mp4 -c copy out.webm', /^\[webm\] Only VP8 or VP9 or AV1 video/],
  ];
  for (const [words, message] of cases) {
    const { outcome, digest } = await setting.run(words);
    const failure = failureOfOutcome(outcome, { digest, aliases: new Map([['/job/missing.mp4', '{{in_a}}']]) });
    assert.equal(failure?.code, 'FFMPEG_FAILED', words);
    assert.match(failure.message, message);
    assert.ok(!failure.message.includes('0x'), failure.message);
  }
});

test('an aborted command ends as cancelled', async () => {
  const controller = new AbortController();
  const { outcome, digest } = await setting.run('-re -f lavfi -i testsrc2=s=64x64:d=60 -f null -', {
    signal: controller.signal,
    onProgress: () => {
      controller.abort();
    },
  });
  assert.equal(failureOfOutcome(outcome, { digest, aliases: new Map() })?.code, 'CANCELLED');
});
