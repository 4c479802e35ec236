// What a filter or encoder takes is read by the columns that FFmpeg prints.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPartOptions } from './ffmpeg-part-facts.ts';

const filter = `Filter scale
  Scale the input video size and/or convert the image format.
    Inputs:
       #0: default (video)
scale AVOptions:
   w                 <string>     ..FV.....T. Output video width
   force_original_aspect_ratio <int>        ..FV....... keep the original AR (from 0 to 2) (default disable)
     disable         0            ..FV.......
     decrease        1            ..FV....... make it smaller
   text_align        <flags>      ..FV.....T. set text alignment (default 0)
     left                         ..FV.....T.
   sample_rates      [<int>     ]..F.A...... A '|'-separated list of sample rates.
   channel_layouts   [<channel_layout>]..F.A...... A list.

SWScaler AVOptions:
  -sws_flags         <flags>      E..V....... scaler flags (default bicubic)
     lanczos                      E..V....... Lanczos
framesync AVOptions:
   w                 <int>        ..FV....... again

This filter has support for timeline through the 'enable' option.
`;

test('a filter tells its options with their types and constants, once each, and not those of the library behind it', () => {
  const none = { values: [] };
  assert.deepEqual(readPartOptions('filter', filter).slice(0, -1), [
    { name: 'w', type: 'string', description: 'Output video width', ...none },
    {
      name: 'force_original_aspect_ratio',
      type: 'int',
      description: 'keep the original AR (from 0 to 2) (default disable)',
      values: [
        { name: 'disable', description: '' },
        { name: 'decrease', description: 'make it smaller' },
      ],
    },
    {
      name: 'text_align',
      type: 'flags',
      description: 'set text alignment (default 0)',
      values: [{ name: 'left', description: '' }],
    },
    { name: 'sample_rates', type: 'int', description: "A '|'-separated list of sample rates.", ...none },
    { name: 'channel_layouts', type: 'channel_layout', description: 'A list.', ...none },
  ]);
  assert.equal(readPartOptions('filter', filter).at(-1)?.name, 'enable');
});

test('an encoder tells what it takes, and not what its decoder does', () => {
  const help = `Encoder libx264 [libx264 H.264]:
    General capabilities: dr1 delay threads 
libx264 AVOptions:
  -aq-mode           <int>        E..V....... AQ method (from -1 to INT_MAX) (default -1)
     autovariance-biased 3            E..V....... with bias to dark scenes
  -thread_type       <flags>      .D.V....... of decoders
     slice                        .D.V.......
`;
  assert.deepEqual(readPartOptions('encoder', help), [
    {
      name: 'aq-mode',
      type: 'int',
      description: 'AQ method (from -1 to INT_MAX) (default -1)',
      values: [{ name: 'autovariance-biased', description: 'with bias to dark scenes' }],
    },
  ]);
});
