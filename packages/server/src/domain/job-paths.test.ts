import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { inputName, isSeriesName, outputJobName, seriesPattern } from './job-paths.ts';

test('an output keeps its name where the name is plain', () => {
  assert.equal(outputJobName('out_a', 'index.m3u8'), 'index.m3u8');
  assert.equal(outputJobName('out_a', 'frame_%04d.png'), 'frame_%04d.png');
});

test('any other output goes by its alias and keeps its extension and its number', () => {
  assert.equal(outputJobName('out_a', "my film's cut.mp4"), '_out_a.mp4');
  assert.equal(outputJobName('out_a', 'frame %03d, x.png'), '_out_a_%03d.png');
  assert.equal(outputJobName('out_a', '-y.mp4'), '_out_a.mp4');
  assert.equal(outputJobName('out_a', 'inputs'), '_out_a');
  assert.equal(outputJobName('out_a', '.hidden'), '_out_a.hidden');
});

test('no name put into a command holds a character that FFmpeg or a shell reads as its own', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 40 }), (filename) => {
      assert.match(outputJobName('out_x', filename), /^[A-Za-z0-9_][A-Za-z0-9._%+-]*$/);
    }),
  );
  assert.equal(inputName('in_a', 'mp4'), 'inputs/in_a.mp4');
  assert.equal(inputName('in_a', null), 'inputs/in_a');
});

test('a series has exactly one number', () => {
  for (const name of ['%d.png', 'a%4d.png', 'a%04d.png']) assert.equal(isSeriesName(name), true, name);
  for (const name of ['a.png', '100%.png', 'a%d%d.png', 'a%010d.png', 'a%s.png', '50% of %d.png'])
    assert.equal(isSeriesName(name), false, name);
});

test('a series takes its own files and no others', () => {
  const pattern = seriesPattern('a.%03d.png');
  assert.equal(pattern.exec('a.001.png')?.[1], '001');
  assert.equal(pattern.exec('a.1000.png')?.[1], '1000');
  for (const name of ['ab001.png', 'a.001.png.tmp', 'a.x.png']) assert.equal(pattern.exec(name), null, name);
});
