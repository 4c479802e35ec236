import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCommandJudge } from './command-judge.ts';

const request = {
  input_files: { in_video: 'https://example.com/a.mp4' },
  output_files: { out_video: 'a.mp4' },
  ffmpeg_command: '-i {{in_video}} {{out_video}}',
};

test('a command that was found faultless is so again with other files', () => {
  const judge = createCommandJudge('on');
  assert.deepEqual(judge(request), []);
  assert.deepEqual(judge({ ...request, input_files: { in_video: 'https://example.com/b.mp4' } }), []);
});

test('of a command that was found faultless, everything that differs is judged', () => {
  const judge = createCommandJudge('on');
  assert.deepEqual(judge(request), []);
  const faultsOf = (changed: Partial<typeof request>) =>
    judge({ ...request, ...changed }).map(({ loc, type }) => `${loc.join('.')} ${type}`);
  assert.deepEqual(faultsOf({ input_files: { in_video: 'file:///etc/passwd' } }), [
    'body.input_files.in_video invalid_url',
  ]);
  assert.deepEqual(faultsOf({ input_files: {} as never }), ['body.ffmpeg_command unknown_placeholder']);
  assert.deepEqual(faultsOf({ output_files: { out_video: '%0999999999d.png' } }), [
    'body.output_files.out_video forbidden_file',
  ]);
  assert.deepEqual(faultsOf({ ffmpeg_command: '-i {{in_video}} /etc/a {{out_video}}' }), [
    'body.ffmpeg_command forbidden_file',
  ]);
});

test('what is wrong is told each time', () => {
  const judge = createCommandJudge('on');
  const wrong = { ...request, ffmpeg_command: '-i {{in_video}}' };
  const faults = judge(wrong);
  assert.notDeepEqual(faults, []);
  assert.deepEqual(judge(wrong), faults);
});

test('the policy decides, and commands that were forgotten are judged anew', () => {
  const reaching = { ...request, ffmpeg_command: '-i {{in_video}} -vf movie=/etc/a {{out_video}}' };
  assert.notDeepEqual(createCommandJudge('on')(reaching), []);
  const judge = createCommandJudge('off');
  for (let number = 0; number < 2_000; number += 1) {
    assert.deepEqual(judge({ ...request, ffmpeg_command: `-i {{in_video}} -crf ${number} {{out_video}}` }), []);
  }
  assert.deepEqual(judge(reaching), []);
});
