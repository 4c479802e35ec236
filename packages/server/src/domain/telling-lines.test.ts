// Which lines of real failures (FFmpeg 7.1, each log as written but for its stream lists) a user gets to read.
import assert from 'node:assert/strict';
import test from 'node:test';
import { createLogDigester } from './digest-log.ts';
import { tellingLines } from './telling-lines.ts';

const aliases = new Map([
  ['/job/inputs/in_a.mp4', '{{in_a}}'],
  ['/job/inputs/in_a.mp4.srt', '{{in_subs}}'],
  ['/job/out.mp4', '{{out_a}}'],
]);

function tell(...lines: readonly string[]): readonly string[] {
  const digester = createLogDigester();
  digester.write(Buffer.from(`[info] Input #0, mp4, from '/job/inputs/in_a.mp4':\n${lines.join('\n')}\n`));
  return tellingLines(digester.end(), aliases);
}

test('a filter that does not exist', () => {
  assert.deepEqual(
    tell(
      "[AVFilterGraph @ 0x55ffc5a9f0c0] [error] No such filter: 'nosuch'",
      '[error] Error opening output file /job/out.mp4.',
      '[fatal] Error opening output files: Filter not found',
    ),
    ["No such filter: 'nosuch'"],
  );
});

test('a filter option that does not parse', () => {
  assert.deepEqual(
    tell(
      "[AVFilterGraph @ 0x556a5fda30c0] [error] No option name near '2'",
      '[AVFilterGraph @ 0x556a5fda30c0] [error] Error parsing a filter description around: ',
      "[AVFilterGraph @ 0x556a5fda30c0] [error] Error parsing filterchain 'scale=foo=1:2' around: ",
      '[error] Error opening output file /job/out.mp4.',
      '[fatal] Error opening output files: Invalid argument',
    ),
    ["No option name near '2'", "Error parsing filterchain 'scale=foo=1:2' around:"],
  );
});

test('an unknown encoder', () => {
  assert.deepEqual(
    tell(
      "[vost#0:0 @ 0x55c7188ad580] [fatal] Unknown encoder 'libfoo'",
      '[vost#0:0 @ 0x55c7188ad580] [fatal] Error selecting an encoder',
      '[error] Error opening output file /job/out.mp4.',
      '[fatal] Error opening output files: Encoder not found',
    ),
    ["Unknown encoder 'libfoo'"],
  );
});

test('a stream that is not there, with FFmpeg’s own advice', () => {
  assert.deepEqual(
    tell(
      "[fatal] Stream map '' matches no streams.",
      "To ignore this, add a trailing '?' to the map.",
      "[error] Failed to set value '0:s:0' for option 'map': Invalid argument",
      '[error] Error parsing options for output file /job/out.mp4.',
      '[fatal] Error opening output files: Invalid argument',
    ),
    [
      "Stream map '' matches no streams.",
      "To ignore this, add a trailing '?' to the map.",
      "Failed to set value '0:s:0' for option 'map': Invalid argument",
    ],
  );
});

test('an MP4 without its index, named as the user named it', () => {
  assert.deepEqual(
    tell(
      '[mov,mp4,m4a,3gp,3g2,mj2 @ 0x55bb1d56d280] [error] moov atom not found',
      '[in#0 @ 0x55bb1d56cfc0] [error] Error opening input: Invalid data found when processing input',
      '[error] Error opening input file /job/inputs/in_a.mp4.',
      '[fatal] Error opening input files: Invalid data found when processing input',
    ),
    [
      '[mov,mp4,m4a,3gp,3g2,mj2] moov atom not found',
      'Error opening input: Invalid data found when processing input',
      'Error opening input file {{in_a}}.',
    ],
  );
});

test('an option value that is not one', () => {
  assert.deepEqual(
    tell(
      `[libx264 @ 0x5565cbeb8e80] [Eval @ 0x7ffc245825e0] [error] Undefined constant or missing '(' in 'abc'`,
      '[libx264 @ 0x5565cbeb8e80] [error] Unable to parse option value "abc"',
      '[libx264 @ 0x5565cbeb8e80] [error] Error setting option crf to value abc.',
      '[vost#0:0/libx264 @ 0x5565cbf0a5c0] [error] Error applying encoder options: Invalid argument',
      '[error] Error opening output file /job/out.mp4.',
      '[fatal] Error opening output files: Invalid argument',
    ),
    [
      "[Eval] Undefined constant or missing '(' in 'abc'",
      '[libx264] Unable to parse option value "abc"',
      '[libx264] Error setting option crf to value abc.',
    ],
  );
});

test('an odd width for H.264', () => {
  assert.deepEqual(
    tell(
      '[libx264 @ 0x557f8ed32e80] [error] width not divisible by 2 (321x181)',
      '[vost#0:0/libx264 @ 0x557f8ed845c0] [error] Error while opening encoder - maybe incorrect parameters such as bit_rate, rate, width or height.',
      '[vf#0:0 @ 0x557f8ed81f00] [error] Error sending frames to consumers: Generic error in an external library',
      '[vf#0:0 @ 0x557f8ed81f00] [error] Task finished with error code: -542398533 (Generic error in an external library)',
      '[vf#0:0 @ 0x557f8ed81f00] [error] Terminating thread with return code -542398533 (Generic error in an external library)',
      '[vost#0:0/libx264 @ 0x557f8ed845c0] [error] Could not open encoder before EOF',
      '[vost#0:0/libx264 @ 0x557f8ed845c0] [error] Task finished with error code: -22 (Invalid argument)',
      '[out#0/mp4 @ 0x557f8ed3ce80] [error] Nothing was written into output file, because at least one of its streams received no packets.',
      '[info] frame=    0 fps=0.0 q=0.0 Lsize=       0KiB time=N/A bitrate=N/A speed=N/A    ',
      '[info] Conversion failed!',
    ),
    [
      '[libx264] width not divisible by 2 (321x181)',
      'Error while opening encoder - maybe incorrect parameters such as bit_rate, rate, width or height.',
    ],
  );
});

test('a full disk, once', () => {
  assert.deepEqual(
    tell(
      '[vost#0:0/rawvideo @ 0x55be7090ad80] [error] Error submitting a packet to the muxer: No space left on device',
      '[vost#0:0/rawvideo @ 0x55be7090ad80] [error] Error submitting a packet to the muxer: No space left on device',
      '[out#0/avi @ 0x55be7090a640] [error] Error muxing a packet',
      '[out#0/avi @ 0x55be7090a640] [error] Error writing trailer: No space left on device',
      '[info] Conversion failed!',
    ),
    ['Error submitting a packet to the muxer: No space left on device'],
  );
});

test('generic lines are better than none, and warnings better than nothing', () => {
  assert.deepEqual(tell('[fatal] Error opening output files: Invalid argument', '[info] Conversion failed!'), [
    'Error opening output files: Invalid argument',
  ]);
  assert.deepEqual(tell('[mp3 @ 0x5621] [warning] filesize and duration do not match (growing file?)'), [
    '[mp3] filesize and duration do not match (growing file?)',
  ]);
  assert.deepEqual(tell('[info] all is well'), []);
});

test('the longest path is put back first', () => {
  assert.deepEqual(tell('[Parsed_subtitles_0 @ 0x55fa] [error] Unable to open /job/inputs/in_a.mp4.srt'), [
    '[Parsed_subtitles_0] Unable to open {{in_subs}}',
  ]);
});

test('of very many lines the first and the last are told, within ten lines and 2,000 characters', () => {
  const many = tell(...Array.from({ length: 500 }, (_, index) => `[error] fault ${index} ${'x'.repeat(600)}`));
  assert.ok(many[0]?.startsWith('fault 0 '));
  assert.ok(many.at(-1)?.startsWith('fault 499 '));
  assert.ok(many.length <= 10 && many.join('\n').length <= 2000);
});
