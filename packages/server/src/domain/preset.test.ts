// What becomes of a preset when it is changed or executed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changePreset, type PresetContent, presetRequests } from './preset.ts';

const preset: PresetContent = {
  name: 'Two',
  description: 'd',
  category: 'c',
  commandType: 'MULTIPLE_COMMAND',
  ffmpegCommand: null,
  ffmpegCommands: ['-i {{in_a}} {{out_a}}', '-i << in_a >> -i {{in_b}} {{out_b}} \\{\\{out_a\\}\\}'],
  inputFileKeys: ['in_a', 'in_b'],
  outputFileDefinitions: { out_a: 'a.mp4', out_b: 'b.mp4' },
  metadata: { a: 1 },
};

test('what is undefined stays, and null empties', () => {
  assert.deepEqual(changePreset(preset, { name: undefined }), preset);
  const changed = changePreset(preset, { description: null, metadata: null, name: 'New' });
  assert.deepEqual(changed, { ...preset, description: null, metadata: null, name: 'New' });
});

test('another type lets the command of the old type go', () => {
  const single = changePreset(preset, { commandType: 'FFMPEG_COMMAND', ffmpegCommand: 'x' });
  assert.deepEqual([single.ffmpegCommand, single.ffmpegCommands], ['x', null]);
  const chain = changePreset(preset, { commandType: 'CHAINED_COMMAND' });
  assert.deepEqual([chain.ffmpegCommand, chain.ffmpegCommands], [null, preset.ffmpegCommands]);
});

test('each of several commands takes the aliases that it names, however they are written', () => {
  const requests = presetRequests(preset, { in_a: 'https://a', in_b: 'https://b' });
  assert.deepEqual(requests, [
    {
      input_files: { in_a: 'https://a' },
      output_files: { out_a: 'a.mp4' },
      ffmpeg_command: preset.ffmpegCommands?.[0],
    },
    {
      input_files: { in_a: 'https://a', in_b: 'https://b' },
      output_files: { out_a: 'a.mp4', out_b: 'b.mp4' },
      ffmpeg_command: preset.ffmpegCommands?.[1],
    },
  ]);
});
