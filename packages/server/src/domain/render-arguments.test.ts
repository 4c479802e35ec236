import assert from 'node:assert/strict';
import { test } from 'node:test';
import { splitWords } from '@renderio/ffmpeg-language';
import { renderArguments } from './render-arguments.ts';

test('placeholders become paths, and bare names where the muxer adds the folder by itself', () => {
  const split = splitWords('-i {{in_a}} -f hls -master_pl_name {{out_master}} {{out_list}}');
  assert.ok(split.ok);
  assert.deepEqual(
    renderArguments(split.words, (alias) => `/job/${alias}.x`),
    ['-i', '/job/in_a.x', '-f', 'hls', '-master_pl_name', 'out_master.x', '/job/out_list.x'],
  );
});
