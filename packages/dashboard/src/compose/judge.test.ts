// Objections stand where the fault is.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge } from './judge.ts';

const outputs = { output_files: { out_video: 'a.mp4' } };

test('a placeholder that the request lacks is marked wherever it is written, and can be added', () => {
  const text = '-i {{in_clip}} -i {{in_clip}} {{out_video}}';
  const objections = judge({ ...outputs, input_files: {}, ffmpeg_command: text });
  assert.deepEqual(
    objections.map(({ from, to, lacking }) => [text.slice(from, to), lacking]),
    [
      ['{{in_clip}}', 'in_clip'],
      ['{{in_clip}}', 'in_clip'],
    ],
  );
});

test('a path outside of the job is marked where it stands', () => {
  const text = '-i {{in_a}} -vf drawtext=textfile=/etc/passwd {{out_video}}';
  const [objection] = judge({ ...outputs, input_files: { in_a: 'https://example.com/a' }, ffmpeg_command: text });
  assert.match(text.slice(objection?.from, objection?.to), /\/etc\/passwd/);
});

test('an input that no command uses is no text’s fault', () => {
  const [objection] = judge({
    ...outputs,
    input_files: { in_a: 'https://example.com/a' },
    ffmpeg_command: '-f lavfi -i testsrc {{out_video}}',
  });
  assert.equal(objection?.text, null);
});

test('a good chain has no objections', () => {
  const request = {
    ...outputs,
    input_files: {},
    ffmpeg_commands: ['-f lavfi -i testsrc mid.mp4', '-i mid.mp4 {{out_video}}'],
  };
  assert.deepEqual(judge(request), []);
});
