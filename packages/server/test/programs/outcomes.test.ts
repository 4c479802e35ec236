// The whole judgement on real runs: cut inputs never pass for a success, and good commands never fail.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { ExpectedDuration } from '@renderio/ffmpeg-language';
import { failureOfOutcome } from '../../src/domain/failure-of-outcome.ts';
import { judgeOutput } from '../../src/domain/judge-output.ts';
import { isMediaMeant } from '../../src/domain/media-type.ts';
import { readProbeReport } from '../../src/domain/probe-report.ts';
import { openSetting, type Setting } from './setting.ts';

let setting: Setting;
before(async () => {
  setting = await openSetting();
  await setting.make(
    '-f lavfi -i testsrc2=s=160x90:r=25:d=6 -f lavfi -i sine=d=6 -c:v libx264 -g 25 -preset ultrafast -c:a aac late.mp4',
  );
  await setting.make(
    '-i late.mp4 -c copy -movflags +faststart early.mp4 -c copy -movflags +frag_keyframe+empty_moov frag.mp4 -c copy film.mkv -c copy film.avi -c copy film.ts -c copy film.flv -vn song.flac -vn song.wav -vn song.ogg -frames:v 1 photo.jpg -frames:v 1 photo.png',
  );
});
after(() => setting.close());

/** What a command that plays `input` to its end must give; the worker asks the command's own words. */
async function conduct(input: string, words: string, output: string, expected?: ExpectedDuration): Promise<string> {
  const extent = await setting.extent(input);
  const { outcome, digest } = await setting.run(`${words} ${output}`);
  const announced = digest.inputs.find(({ path }) => path === input)?.durationSeconds ?? null;
  const inputExtents = [{ alias: 'in_a', extent, durationSeconds: announced }];
  const aliases = new Map([[input, '{{in_a}}']]);
  const failure = failureOfOutcome(outcome, { digest, aliases, inputExtents });
  if (failure !== null) return failure.code;
  const probed = isMediaMeant(output) ? await setting.probe(output) : null;
  const judgement = judgeOutput({
    alias: 'out_a',
    filename: output,
    sizeBytes: await setting.size(output),
    probe: probed?.ok === true ? { ok: true, report: readProbeReport(probed.report) } : probed,
    expected:
      expected ??
      (announced === null
        ? { kind: 'unknown', because: '' }
        : { kind: 'exact', seconds: announced, slackSeconds: 0, because: 'input' }),
    inputExtents,
    sawEarlyEnd: digest.earlyEnds.length > 0,
    isLeftEmpty: digest.emptyOutputs.length > 0,
    seekPastEnd: null,
  });
  return judgement.failure?.code ?? 'SUCCESS';
}

test('a film cut at any of ten places is the first cause of the failure', async () => {
  for (const name of ['late.mp4', 'early.mp4', 'frag.mp4', 'film.mkv']) {
    const size = (await setting.size(name)) ?? 0;
    for (let tenth = 1; tenth <= 10; tenth++) {
      const input = `cut-${name}`;
      // The last place is one byte short of whole.
      await setting.cut(name, tenth === 10 ? size - 1 : Math.floor((size * tenth) / 10), input);
      const words = `-i ${input} ${tenth % 2 === 0 ? '-c copy' : '-c:v libx264 -preset ultrafast'}`;
      const code = await conduct(input, words, 'out.mp4');
      // Of what lies after the last frame (tags, an index for seeking) a byte may be missing without anybody's loss.
      const isHarmless = tenth === 10 && code === 'SUCCESS';
      if (!isHarmless) assert.equal(code, 'INPUT_TRUNCATED', `${name} ${tenth}/10: ${words}`);
    }
  }
});

test('cut sound and pictures do not pass either', async () => {
  for (const [name, words, output] of [
    ['song.wav', '', 'out.mp3'],
    ['song.ogg', '', 'out.mp3'],
    ['film.avi', '-c copy', 'out.mkv'],
    ['photo.jpg', '', 'out.png'],
    ['photo.png', '', 'out.jpg'],
  ] as const) {
    await setting.cut(name, Math.floor(((await setting.size(name)) ?? 0) * 0.6), `cut-${name}`);
    assert.equal(await conduct(`cut-${name}`, `-i cut-${name} ${words}`, output), 'INPUT_TRUNCATED', name);
  }
});

test('where a container only states its length, a cut shows as an output that is too short', async () => {
  for (const [name, output] of [
    ['film.flv', 'out.mp4'],
    ['song.flac', 'out.mp3'],
  ] as const) {
    await setting.cut(name, Math.floor(((await setting.size(name)) ?? 0) * 0.6), `cut-${name}`);
    assert.equal(await conduct(`cut-${name}`, `-i cut-${name}`, output), 'OUTPUT_INVALID', name);
  }
});

test('a command that stops before the cut is a success', async () => {
  await setting.cut('early.mp4', Math.floor(((await setting.size('early.mp4')) ?? 0) * 0.7), 'cut-early.mp4');
  const twoSeconds: ExpectedDuration = { kind: 'exact', seconds: 2, slackSeconds: 0, because: '-t 2' };
  assert.equal(await conduct('cut-early.mp4', '-i cut-early.mp4 -t 2', 'out.mp4', twoSeconds), 'SUCCESS');
  assert.equal(
    await conduct('cut-early.mp4', '-ss 1 -i cut-early.mp4 -frames:v 1', 'out.png', { kind: 'unknown', because: '' }),
    'SUCCESS',
  );
});

test('seeking past the end is no success, though FFmpeg exits with 0', async () => {
  for (const output of [
    'none.mp4',
    'none.mkv',
    'none.webm',
    'none.mp3',
    'none.wav',
    'none.gif',
    'none.png',
    'none.ts',
  ]) {
    const code = await conduct('late.mp4', '-ss 60 -i late.mp4', output, { kind: 'unknown', because: '' });
    assert.match(code, /^OUTPUT_(?:MISSING|INVALID)$|^FFMPEG_FAILED$/, output);
  }
});

test('good commands of every kind are successes', async () => {
  const unknown: ExpectedDuration = { kind: 'unknown', because: '' };
  const commands: readonly (readonly [input: string, words: string, output: string, expected?: ExpectedDuration])[] = [
    ['late.mp4', '-i late.mp4 -vf scale=80:-2', 'g1.mp4'],
    ['early.mp4', '-i early.mp4 -c copy', 'g2.mkv'],
    ['frag.mp4', '-i frag.mp4 -c copy', 'g3.mov'],
    ['film.mkv', '-i film.mkv -c:v libvpx-vp9 -cpu-used 8 -c:a libopus', 'g4.webm'],
    ['film.ts', '-i film.ts -c copy', 'g5.mp4'],
    ['film.avi', '-i film.avi', 'g6.mp4'],
    ['late.mp4', '-i late.mp4 -vn', 'g7.mp3'],
    ['late.mp4', '-i late.mp4 -vn -c:a copy', 'g8.aac'],
    ['song.wav', '-i song.wav', 'g9.flac'],
    ['song.ogg', '-i song.ogg', 'g10.wav'],
    ['late.mp4', '-i late.mp4 -r 5', 'g11.gif'],
    ['late.mp4', '-i late.mp4 -r 0.5', 'g12.mp4'],
    ['late.mp4', '-i late.mp4 -c copy', 'g13.ts'],
    ['late.mp4', '-i late.mp4 -an -c copy -movflags +frag_keyframe+empty_moov', 'g14.mp4'],
    ['late.mp4', '-ss 3 -i late.mp4 -frames:v 1', 'g15.jpg', unknown],
    ['late.mp4', '-i late.mp4 -vf fps=1,tile=3x2 -frames:v 1', 'g16.png', unknown],
    [
      'photo.jpg',
      '-loop 1 -i photo.jpg -t 3',
      'g17.mp4',
      { kind: 'exact', seconds: 3, slackSeconds: 0, because: '-t 3' },
    ],
    ['photo.png', '-i photo.png', 'g18.webp', unknown],
    ['late.mp4', '-i late.mp4 -vf select=gt(scene\\,2),metadata=print:file=g19.txt -f null', '-', unknown],
    ['late.mp4', '-i late.mp4 -f framemd5', 'g20.md5', unknown],
  ];
  for (const [input, words, output, expected] of commands) {
    const checked = output === '-' ? 'g19.txt' : output;
    const full = output === '-' ? `${words} - -y -f null` : words;
    const code = output === '-' ? await conductText(full, checked) : await conduct(input, words, output, expected);
    assert.equal(code, 'SUCCESS', `${words} ${output}`);
  }
});

/** For outputs that only a filter writes: an empty one says that nothing was found. */
async function conductText(words: string, output: string): Promise<string> {
  const { outcome, digest } = await setting.run(words.replace(' - -y -f null', ' -'));
  const failure = failureOfOutcome(outcome, { digest, aliases: new Map() });
  if (failure !== null) return failure.code;
  const sizeBytes = await setting.size(output);
  const expected: ExpectedDuration = { kind: 'unknown', because: '' };
  const facts = {
    alias: 'out_a',
    filename: output,
    sizeBytes,
    probe: null,
    expected,
    inputExtents: [],
    sawEarlyEnd: false,
    isLeftEmpty: false,
    seekPastEnd: null,
  };
  return judgeOutput(facts).failure?.code ?? 'SUCCESS';
}
