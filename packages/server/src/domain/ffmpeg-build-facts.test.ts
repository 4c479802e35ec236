// What FFmpeg prints of itself is read by its columns.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readBuildFacts } from './ffmpeg-build-facts.ts';

const facts = readBuildFacts({
  options: `usage: ffmpeg [options] [[infile options] -i infile]...
    -h long -- print more options
-ss <time_off>      start transcoding at specified time
-c[:<stream_spec>] <codec>  select encoder/decoder ('copy' to copy stream without reencoding)
-y                  overwrite output files
libx264 AVOptions:
  -crf               <float>      E..V....... Select the quality for constant quality mode (from -1 to FLT_MAX) (default -1)
     none            0            E..V.......
  -thread_type       <flags>      .D.V....... set type
libx265 AVOptions:
  -crf               <float>      E..V....... another text
scale AVOptions:
   w                 <string>     ..FV.....T. Output video width
`,
  encoders: `Encoders:
 V..... = Video
 ------
 V....D libx264              libx264 H.264 / AVC (codec h264)
 A....D aac                  AAC (Advanced Audio Coding)
`,
  filters: `Filters:
  T.. = Timeline support
 TSC aap               AA->A      Apply Affine Projection algorithm to first audio stream.
 ..C scale             V->V       Scale the input video size and/or convert the image format.
`,
  formats: `Formats:
 .E. = Muxing supported
 ---
  E  mp4             MP4 (MPEG-4 Part 14)
`,
  pixelFormats: `Pixel formats:
I.... = Supported Input  format for conversion
-----
IO... yuv420p                3             12      8-8-8
`,
});

test('options are FFmpeg’s own and those of encoders and decoders, once each, without what differs between them', () => {
  assert.deepEqual(facts.options, [
    { name: 'ss', description: 'start transcoding at specified time' },
    { name: 'c', description: "select encoder/decoder ('copy' to copy stream without reencoding)" },
    { name: 'y', description: 'overwrite output files' },
    { name: 'crf', description: 'Select the quality for constant quality mode' },
    { name: 'thread_type', description: 'set type' },
  ]);
});

test('lists are read without their legends', () => {
  assert.deepEqual(facts.encoders, [
    { name: 'libx264', kind: 'video', description: 'libx264 H.264 / AVC (codec h264)' },
    { name: 'aac', kind: 'audio', description: 'AAC (Advanced Audio Coding)' },
  ]);
  assert.deepEqual(
    facts.filters.map(({ name }) => name),
    ['aap', 'scale'],
  );
  assert.deepEqual(facts.formats, [{ name: 'mp4', description: 'MP4 (MPEG-4 Part 14)' }]);
  assert.deepEqual(facts.pixelFormats, ['yuv420p']);
});
