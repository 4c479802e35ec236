// What fails an output, what is merely odd, and what is good, case by case.
import assert from 'node:assert/strict';
import test from 'node:test';
import type { ExpectedDuration } from '@renderio/ffmpeg-language';
import fc from 'fast-check';
import type { Verdict } from './check.ts';
import type { Extent } from './extent/extent.ts';
import { judgeOutput, type OutputFacts } from './judge-output.ts';
import { readProbeReport } from './probe-report.ts';

const unknown: ExpectedDuration = { kind: 'unknown', because: 'the input keeps no length' };
const exactly = (seconds: number): ExpectedDuration => ({
  kind: 'exact',
  seconds,
  slackSeconds: 0,
  because: 'the input lasts so long',
});
const cutMp4: Extent = {
  kind: 'cut',
  container: 'mp4',
  because: 'The MP4 is incomplete: its mdat box reaches to byte 9, but the file ends at 5.',
};
const wholeMp4: Extent = { kind: 'whole', container: 'mp4', because: 'All there.' };
const cutOgg: Extent = { kind: 'cut', container: 'ogg', because: 'The Ogg file is incomplete.' };

interface StreamFigures {
  readonly kind?: string;
  readonly seconds?: number;
  readonly packets?: number;
  readonly isCover?: boolean;
  readonly fps?: number;
}

function probeOf(
  seconds: number | null,
  streams: readonly StreamFigures[],
  formatName = 'mov,mp4,m4a,3gp,3g2,mj2',
): OutputFacts['probe'] {
  return {
    ok: true,
    report: readProbeReport({
      format: { format_name: formatName, duration: String(seconds) },
      streams: streams.map((stream, index) => ({
        index,
        codec_type: stream.kind ?? 'video',
        nb_read_packets: stream.packets ?? 16,
        duration: stream.seconds,
        avg_frame_rate: `${(stream.fps ?? 25) * 10}/10`,
        disposition: { attached_pic: stream.isCover === true ? 1 : 0 },
      })),
    }),
  };
}

const film = (seconds: number) => probeOf(seconds, [{ seconds }, { kind: 'audio', seconds, fps: 0 }]);

function judge(facts: Partial<OutputFacts>) {
  const judgement = judgeOutput({
    alias: 'out_a',
    filename: 'a.mp4',
    sizeBytes: 1000,
    probe: film(10),
    expected: unknown,
    inputExtents: [],
    sawEarlyEnd: false,
    isLeftEmpty: false,
    seekPastEnd: null,
    ...facts,
  });
  const verdict = (name: string): Verdict | null =>
    judgement.checks.find((check) => check.name === name)?.verdict ?? null;
  return { ...judgement, code: judgement.failure?.code ?? null, verdict };
}

function input(extent: Extent, durationSeconds: number | null = 10) {
  return [{ alias: 'in_a', extent, durationSeconds }];
}

test('a film that lasts as long as it must passes every check', () => {
  const judgement = judge({ expected: exactly(10), inputExtents: input(wholeMp4) });
  assert.deepEqual(
    judgement.checks.map(({ name, verdict }) => [name, verdict]),
    [
      ['exists', 'pass'],
      ['probes', 'pass'],
      ['has_frames', 'pass'],
      ['duration', 'pass'],
    ],
  );
  assert.equal(judgement.failure, null);
});

test('an output that was not written, or is empty though media is meant, is missing', () => {
  assert.equal(judge({ sizeBytes: null, probe: null }).code, 'OUTPUT_MISSING');
  assert.equal(judge({ sizeBytes: 0, probe: null }).code, 'OUTPUT_MISSING');
  assert.equal(judge({ filename: 'a.txt', sizeBytes: null, probe: null }).code, 'OUTPUT_MISSING');
  assert.match(
    judge({ sizeBytes: 0, probe: null }).failure?.message ?? '',
    /^Output \{\{out_a\}\} \(a\.mp4\): it is empty/,
  );
});

test('an empty text is legal, and so is one that ffprobe cannot read', () => {
  for (const filename of ['scenes.txt', 'sum.md5', 'a.srt', 'a.yuv']) {
    assert.equal(judge({ filename, sizeBytes: 0, probe: null }).code, null);
    assert.equal(judge({ filename, probe: { ok: false, message: 'Invalid data' } }).code, null);
  }
});

test('media that ffprobe cannot read is invalid', () => {
  const judgement = judge({ probe: { ok: false, message: 'moov atom not found' } });
  assert.equal(judgement.code, 'OUTPUT_INVALID');
  assert.match(judgement.failure?.message ?? '', /moov atom not found/);
});

test('media without streams, or without a frame in any, is invalid', () => {
  assert.equal(judge({ probe: probeOf(null, []) }).code, 'OUTPUT_INVALID');
  assert.equal(judge({ probe: probeOf(10, [{ packets: 0 }, { kind: 'audio', packets: 0 }]) }).code, 'OUTPUT_INVALID');
  assert.equal(
    judge({
      filename: 'a.mp3',
      probe: probeOf(
        10,
        [
          { isCover: true, packets: 1 },
          { kind: 'audio', packets: 0 },
        ],
        'mp3',
      ),
    }).code,
    'OUTPUT_INVALID',
  );
});

test('one stream without a frame beside others is odd, when the whole file was read', () => {
  assert.equal(
    judge({ probe: probeOf(1, [{ packets: 0 }, { kind: 'audio', packets: 20 }]) }).verdict('has_frames'),
    'warn',
  );
  assert.equal(
    judge({ probe: probeOf(1, [{ packets: 0 }, { kind: 'audio', packets: 32 }]) }).verdict('has_frames'),
    'pass',
  );
});

test('a deficit fails only beyond half a second, 1 %, two frames and the command’s own slack', () => {
  const lasting = (seconds: number, expected: ExpectedDuration, fps = 25) => {
    const { verdict } = judge({ probe: probeOf(seconds, [{ seconds, fps }]), expected });
    return verdict('duration');
  };
  assert.equal(lasting(9.95, exactly(10)), 'pass');
  assert.equal(lasting(9.6, exactly(10)), 'warn');
  assert.equal(lasting(9.4, exactly(10)), 'fail');
  assert.equal(lasting(99.2, exactly(100)), 'warn');
  assert.equal(lasting(98.9, exactly(100)), 'fail');
  assert.equal(lasting(5, exactly(10), 0.2), 'pass');
  assert.equal(lasting(5, { kind: 'at_most', seconds: 10, slackSeconds: 0, because: '-t' }), 'pass');
  assert.equal(lasting(5, { kind: 'at_least', seconds: 10, slackSeconds: 0, because: '-t' }), 'fail');
  assert.equal(lasting(9, { kind: 'exact', seconds: 10, slackSeconds: 1, because: '-r 1' }), 'pass');
  assert.equal(lasting(5, unknown), 'pass');
});

test('what nothing reached is told by the command’s own seek, or by what else to look at', () => {
  const past = { sentence: '-ss 60 lies past the end of {{in_a}}, which lasts 2 s.', isAllBefore: false };
  const unread = { ok: false, message: 'End of file' } as const;
  for (const facts of [
    { sizeBytes: null, probe: null },
    { sizeBytes: 0, probe: null },
    { probe: unread },
    { probe: probeOf(null, []) },
  ]) {
    const told = judge({ ...facts, isLeftEmpty: true, seekPastEnd: past }).failure?.message ?? '';
    assert.match(told, /past the end of \{\{in_a\}\}, which lasts 2 s\.$/);
    assert.match(judge({ ...facts, isLeftEmpty: true }).failure?.message ?? '', /Check whether -ss lies past the end/);
  }
  assert.match(
    judge({ sizeBytes: null, probe: null }).failure?.message ?? '',
    /did not write it\. Check that the command names it/,
  );
});

test('what is copied from before a seek past the end is not what was asked for', () => {
  const sentence = '-ss 60 lies past the end of {{in_a}}, which lasts 2 s.';
  assert.equal(judge({ seekPastEnd: { sentence, isAllBefore: true } }).code, 'OUTPUT_INVALID');
  // What lies after the place that was sought is good, whatever the container states.
  const after = judge({ seekPastEnd: { sentence, isAllBefore: false } });
  assert.deepEqual([after.code, after.verdict('has_frames')], [null, 'warn']);
});

test('an excess is odd at most', () => {
  assert.equal(judge({ probe: film(20), expected: exactly(10) }).verdict('duration'), 'warn');
  assert.equal(
    judge({ probe: film(20), expected: { kind: 'at_least', seconds: 10, slackSeconds: 0, because: '' } }).verdict(
      'duration',
    ),
    'pass',
  );
});

test('nothing is said of a length that nobody keeps or that FFmpeg guesses', () => {
  assert.equal(judge({ probe: probeOf(null, [{}]), expected: exactly(10) }).verdict('duration'), null);
  assert.equal(
    judge({
      filename: 'a.aac',
      probe: probeOf(3, [{ kind: 'audio', seconds: 3 }], 'aac'),
      expected: exactly(10),
    }).verdict('duration'),
    null,
  );
  assert.equal(
    judge({ filename: 'a.jpg', probe: probeOf(0.04, [{ packets: 1 }], 'image2'), expected: exactly(10) }).code,
    null,
  );
});

test('sound and picture that end apart are odd', () => {
  const apart = (sound: number) => judge({ probe: probeOf(10, [{ seconds: 10 }, { kind: 'audio', seconds: sound }]) });
  assert.equal(apart(9.6).verdict('duration'), 'pass');
  assert.equal(apart(8).verdict('duration'), 'warn');
  assert.equal(apart(8).failure, null);
});

test('a cut input is the first cause when FFmpeg met its end or the output fell short', () => {
  const inputExtents = input(cutMp4);
  const cases: readonly Partial<OutputFacts>[] = [
    { sawEarlyEnd: true },
    { sawEarlyEnd: true, expected: exactly(10) },
    { expected: exactly(10.3) },
    { expected: exactly(20) },
    { sizeBytes: 0, probe: null },
    { probe: probeOf(10, []) },
  ];
  for (const facts of cases) {
    const judgement = judge({ ...facts, inputExtents });
    assert.equal(judgement.code, 'INPUT_TRUNCATED', JSON.stringify(facts));
    assert.ok(judgement.checks.some(({ verdict }) => verdict === 'fail'));
    assert.match(judgement.failure?.message ?? '', /^Input \{\{in_a\}\} is cut short\. The MP4 is incomplete/);
  }
});

test('a cut input that the command did not reach is only told', () => {
  const judgement = judge({ inputExtents: input(cutMp4), expected: exactly(10) });
  assert.equal(judgement.failure, null);
  assert.equal(judgement.verdict('duration'), 'warn');
  assert.equal(judge({ inputExtents: input(cutMp4), filename: 'a.txt', probe: null }).failure, null);
});

test('a cut Ogg, of which FFmpeg says nothing, was reached when as much came out as was in it', () => {
  const expected = exactly(10);
  assert.equal(judge({ inputExtents: input(cutOgg, 10), expected }).code, 'INPUT_TRUNCATED');
  assert.equal(judge({ inputExtents: input(cutOgg, 30), expected }).code, null);
  assert.equal(judge({ inputExtents: input(cutOgg, null), expected }).code, null);
});

test('an early end of an input that is not proved to be cut fails nothing', () => {
  for (const extent of [wholeMp4, { kind: 'unknown', because: '' } as const]) {
    assert.equal(judge({ inputExtents: input(extent), sawEarlyEnd: true, expected: exactly(10) }).failure, null);
  }
});

test('a playlist fails with the files it lists and that are not there', () => {
  const playlist = { filename: 'a.m3u8', probe: null } as const;
  assert.equal(judge({ ...playlist, segments: { listed: 3, missing: [] } }).verdict('segments'), 'pass');
  const missing = judge({ ...playlist, segments: { listed: 9, missing: ['1.ts', '2.ts', '3.ts', '4.ts'] } });
  assert.equal(missing.code, 'OUTPUT_INVALID');
  assert.match(
    missing.failure?.message ?? '',
    /4 of the 9 files that it lists are missing: 1\.ts, 2\.ts, 3\.ts and 1 more/,
  );
});

test('there is a failure exactly when a check fails, and every check has its name once', () => {
  const extents = fc.constantFrom(cutMp4, wholeMp4, cutOgg);
  const expectations = fc.oneof(fc.constant(unknown), fc.double({ min: 0, max: 30, noNaN: true }).map(exactly));
  const probes = fc.oneof(
    fc.constant(null),
    fc.constant({ ok: false as const, message: 'x' }),
    fc
      .tuple(fc.double({ min: 0, max: 30, noNaN: true }), fc.nat(2))
      .map(([seconds, packets]) => probeOf(seconds, [{ seconds, packets }, { kind: 'audio' }])),
  );
  const facts = fc.record({
    filename: fc.constantFrom('a.mp4', 'a.txt', 'a.jpg', 'a.m3u8'),
    sizeBytes: fc.constantFrom(null, 0, 10),
    probe: probes,
    expected: expectations,
    inputExtents: fc.array(
      extents.map((extent) => ({ alias: 'in_a', extent, durationSeconds: 5 })),
      { maxLength: 2 },
    ),
    sawEarlyEnd: fc.boolean(),
  });
  fc.assert(
    fc.property(facts, (given) => {
      const { checks, failure } = judge(given);
      assert.equal(
        failure !== null,
        checks.some(({ verdict }) => verdict === 'fail'),
      );
      assert.equal(new Set(checks.map(({ name }) => name)).size, checks.length);
    }),
  );
});
